"""Features of every customer from the events of the last day. The columns are named by the pipeline's data format."""

import argparse
import csv
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

COLUMNS = ["customer_id", "kind", "amount", "happened_at"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--as-of", required=True)
    args = parser.parse_args()

    as_of = datetime.strptime(args.as_of, "%Y-%m-%d-%H")
    customers, count = defaultdict(lambda: {"order": 0, "basket": 0, "view": 0, "spent": 0.0, "last": None}), 0
    latest = None
    for file in sorted(Path(args.events).rglob("*.csv")):
        with file.open(newline="") as lines:
            for row in csv.reader(lines):
                if row[0] == "customer_id":
                    continue
                event = dict(zip(COLUMNS, row))
                count += 1
                latest = max(latest or "", event["happened_at"])
                customer = customers[int(event["customer_id"])]
                customer[event["kind"]] += 1
                if event["kind"] == "order":
                    customer["spent"] += float(event["amount"])
                    customer["last"] = max(event["happened_at"], customer["last"] or "")
    if latest is None or as_of - datetime.fromisoformat(latest) > timedelta(hours=1):
        sys.exit(f"No event in the hour before {args.as_of}; the latest is of {latest}. Is the feed broken?")

    with (Path(args.output) / "features.csv").open("w", newline="") as file:
        write = csv.writer(file)
        for number, customer in sorted(customers.items()):
            seen = customer["order"] + customer["basket"] + customer["view"]
            since = (as_of - datetime.fromisoformat(customer["last"])).total_seconds() / 3600 if customer["last"] else 24.0
            write.writerow(
                [number, args.as_of, customer["order"], round(customer["spent"], 2), customer["view"],
                 round(customer["order"] / seen, 4), round(since, 2)]
            )
    print(f"{count} events, features of {len(customers)} customers as of {args.as_of}")


if __name__ == "__main__":
    main()
