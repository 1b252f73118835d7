"""Turns payments into features, and parts them by time: the last day is held out, the days before are for training.

What is learned from the data here (means, scales, averages of customers) comes from the training days only, so that
nothing of the held-out day leaks into the model.
"""

import argparse
import csv
import json
import math
import sys
from collections import defaultdict
from datetime import datetime
from pathlib import Path

COLUMNS = ["id", "happened_at", "customer_id", "amount", "country", "channel", "card_age_days", "is_fraud"]
COUNTRIES = ["FR", "DE", "NL", "ES", "IT", "XX"]
CHANNELS = ["shop", "web", "app"]


def read_payments(folder):
    """All rows of all files; a first line with the columns' names is optional."""
    payments = []
    for file in sorted(Path(folder).rglob("*")):
        if not file.is_file():
            continue
        with file.open(newline="") as lines:
            for row in csv.reader(lines):
                if row and row[0] != "id":
                    payments.append(dict(zip(COLUMNS, row)))
    return payments


def features_of(payment, customer_mean):
    at = datetime.fromisoformat(payment["happened_at"])
    hour = at.hour + at.minute / 60
    amount = float(payment["amount"])
    card_age = int(payment["card_age_days"])
    features = {
        "log_amount": math.log1p(amount),
        "amount_to_usual": amount / customer_mean,
        "hour_sin": math.sin(2 * math.pi * hour / 24),
        "hour_cos": math.cos(2 * math.pi * hour / 24),
        "small_hours": float(hour < 6),
        "log_card_age": math.log1p(card_age),
        "new_card": float(card_age < 30),
    }
    features |= {f"country_{name}": float(payment["country"] == name) for name in COUNTRIES}
    features |= {f"channel_{name}": float(payment["channel"] == name) for name in CHANNELS}
    return features


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", required=True)
    parser.add_argument("--target", required=True)
    args = parser.parse_args()

    payments = read_payments(args.source)
    if not payments:
        sys.exit(f"No payments in {args.source}. Did the extract run for this day?")
    days = sorted({payment["happened_at"][:10] for payment in payments})
    held_out = days[-1]
    print(f"{len(payments)} payments of {len(days)} days, {days[0]} to {held_out}; {held_out} is held out")

    spent = defaultdict(list)
    for payment in payments:
        if payment["happened_at"][:10] != held_out:
            spent[payment["customer_id"]].append(float(payment["amount"]))
    overall = sum(map(sum, spent.values())) / max(1, sum(map(len, spent.values())))
    means = {customer: sum(amounts) / len(amounts) for customer, amounts in spent.items()}

    rows = {"train": [], "holdout": []}
    for payment in payments:
        values = features_of(payment, means.get(payment["customer_id"], overall))
        part = "holdout" if payment["happened_at"][:10] == held_out else "train"
        rows[part].append((list(values.values()), int(payment["is_fraud"])))
    names = list(values)

    scales = []
    for column in zip(*(features for features, _ in rows["train"])):
        mean = sum(column) / len(column)
        deviation = math.sqrt(sum((value - mean) ** 2 for value in column) / len(column)) or 1.0
        scales.append((mean, deviation))

    target = Path(args.target)
    for part, examples in rows.items():
        with (target / f"{part}.csv").open("w", newline="") as file:
            write = csv.writer(file)
            write.writerow([*names, "is_fraud"])
            for features, label in examples:
                write.writerow([*(f"{(v - mean) / deviation:.6f}" for v, (mean, deviation) in zip(features, scales)), label])
        fraud = sum(label for _, label in examples) / len(examples)
        print(f"{part}: {len(examples)} rows, {len(names)} features, {fraud:.1%} fraud")
    (target / "features.json").write_text(json.dumps({"names": names, "scales": scales, "held_out": held_out}, indent=2))


if __name__ == "__main__":
    main()
