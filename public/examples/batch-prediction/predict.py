"""Scores one shard with a finished model: how likely each customer is to leave."""

import argparse
import csv
import json
import math
import time
from pathlib import Path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--shard", required=True)
    parser.add_argument("--output", required=True)
    args = parser.parse_args()

    model = json.loads(Path(args.model).read_text())
    output = Path(args.output)
    count, began = 0, time.monotonic()
    for source in sorted(Path(args.shard).glob("*.csv")):
        with source.open(newline="") as lines, (output / source.name).open("w", newline="") as target:
            rows = csv.DictReader(lines)
            write = csv.writer(target)
            write.writerow(["customer_id", "probability"])
            for row in rows:
                try:
                    score = model["bias"] + sum(
                        weight * (math.log1p(float(row[name])) - mean)
                        for name, (weight, mean) in model["weights"].items()
                    )
                except (KeyError, ValueError) as error:
                    raise SystemExit(f"{source.name}, customer {row.get('customer_id')}: {error!r} in {row}") from error
                write.writerow([row["customer_id"], f"{1 / (1 + math.exp(-score)):.6f}"])
                count += 1
                if count % 50_000 == 0:
                    print(f"scored {count} customers in {time.monotonic() - began:.1f} s")
    print(f"scored {count} customers of {args.shard.rsplit('/', 1)[-1]} in {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
