"""Makes up customers to score, always the same for the same seed, and deals them out to shards."""

import argparse
import csv
import random
from pathlib import Path

COLUMNS = ["customer_id", "months", "monthly_spend", "support_calls", "logins", "discount"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--seed", type=int, default=11)
    args = parser.parse_args()

    chance = random.Random(args.seed)
    files = []
    for shard in range(1, args.shards + 1):
        folder = Path(args.target) / f"shard-{shard}"
        folder.mkdir(parents=True)
        files.append((folder / "customers.csv").open("w", newline=""))
    writers = [csv.writer(file) for file in files]
    for write in writers:
        write.writerow(COLUMNS)
    for customer in range(1, args.customers + 1):
        months = int(chance.expovariate(1 / 20)) + 1
        writers[customer % args.shards].writerow(
            [
                customer,
                months,
                round(chance.lognormvariate(3.4, 0.6), 2),
                min(9, int(chance.expovariate(1 / 1.2))),
                int(chance.expovariate(1 / 14)),
                int(chance.random() < 0.3),
            ]
        )
    for file in files:
        file.close()
    print(f"dealt {args.customers} customers out to {args.shards} shards")


if __name__ == "__main__":
    main()
