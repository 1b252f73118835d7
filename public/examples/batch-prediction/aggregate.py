"""Puts the predictions of all shards together: whom to call first, and how the risk is spread."""

import argparse
import csv
import heapq
import json
from pathlib import Path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--predictions", nargs="+", required=True)
    parser.add_argument("--report", required=True)
    parser.add_argument("--expected", type=int, required=True)
    parser.add_argument("--top", type=int, default=100)
    args = parser.parse_args()

    tenths, first, count = [0] * 10, [], 0
    for folder in args.predictions:
        for source in sorted(Path(folder).glob("*.csv")):
            with source.open(newline="") as lines:
                for row in csv.DictReader(lines):
                    probability = float(row["probability"])
                    count += 1
                    tenths[min(9, int(probability * 10))] += 1
                    heapq.heappush(first, (probability, int(row["customer_id"])))
                    if len(first) > args.top:
                        heapq.heappop(first)
    if count != args.expected:
        raise SystemExit(f"{count} predictions for {args.expected} customers: a shard is incomplete.")

    report = Path(args.report)
    with (report / "call-first.csv").open("w", newline="") as file:
        write = csv.writer(file)
        write.writerow(["customer_id", "probability"])
        for probability, customer in sorted(first, key=lambda one: (-one[0], one[1])):
            write.writerow([customer, probability])
    (report / "summary.json").write_text(json.dumps({"customers": count, "by_tenth": tenths}, indent=2))
    for tenth, number in enumerate(tenths):
        print(f"{tenth * 10:>3}-{tenth * 10 + 10:<3} %  {number:>8}  {'#' * round(60 * number / count)}")
    print(f"{count} customers; the {len(first)} most likely to leave are in call-first.csv")


if __name__ == "__main__":
    main()
