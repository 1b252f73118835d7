"""Trains one model and writes it down with how it came to be."""

import argparse
import json
import time
from pathlib import Path

from model import TRAINERS, area_under_curve, read_examples


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--features", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--model", choices=sorted(TRAINERS), required=True)
    parser.add_argument("--learning-rate", type=float, required=True)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()

    names, features, labels = read_examples(Path(args.features) / "train.csv")
    print(f"{args.model} on {len(features)} rows of {len(names)} features, learning rate {args.learning_rate:g}")
    history, begun = [], time.monotonic()

    def report(epoch, loss, scores):
        nonlocal begun
        auc = area_under_curve(scores, labels)
        history.append({"epoch": epoch, "loss": round(loss, 6), "auc": round(auc, 6)})
        now = time.monotonic()
        print(f"epoch {epoch:>3}/{args.epochs}  loss {loss:.5f}  auc {auc:.4f}  {now - begun:.2f} s")
        begun = now

    model = TRAINERS[args.model](features, labels, args.learning_rate, args.epochs, args.seed, report)
    settings = {"learning_rate": args.learning_rate, "epochs": args.epochs, "seed": args.seed, "rows": len(features)}
    output = Path(args.output)
    (output / "model.json").write_text(json.dumps({**model, "features": names, "settings": settings}))
    (output / "history.json").write_text(json.dumps(history, indent=1))
    print(f"wrote model.json, loss {history[-1]['loss']}")


if __name__ == "__main__":
    main()
