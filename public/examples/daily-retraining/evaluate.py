"""Judges a model on the day that was held out, and writes PROMOTE where it reaches the bar."""

import argparse
import json
import math
from pathlib import Path

from model import area_under_curve, log_loss, read_examples, score_all, sigmoid


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--features", required=True)
    parser.add_argument("--report", required=True)
    parser.add_argument("--minimum-auc", type=float, required=True)
    args = parser.parse_args()

    model = json.loads((Path(args.model) / "model.json").read_text())
    names, features, labels = read_examples(Path(args.features) / "holdout.csv")
    if names != model["features"]:
        raise SystemExit(f"The model knows {model['features']}, the data has {names}.")
    scores = score_all(model, features)
    caught = sum(1 for score, label in zip(scores, labels) if label and sigmoid(score) >= 0.5)
    alarms = sum(1 for score in scores if sigmoid(score) >= 0.5)
    metrics = {
        "auc": round(area_under_curve(scores, labels), 6),
        "log_loss": round(log_loss(scores, labels), 6),
        "precision": round(caught / alarms, 4) if alarms else None,
        "recall": round(caught / sum(labels), 4),
        "rows": len(labels),
        "fraud": sum(labels),
        "minimum_auc": args.minimum_auc,
    }
    share = sum(labels) / len(labels)
    metrics["log_loss_of_a_guess"] = round(-share * math.log(share) - (1 - share) * math.log(1 - share), 6)
    complaints = []
    if metrics["auc"] < args.minimum_auc:
        complaints.append(f"auc {metrics['auc']} is below {args.minimum_auc}")
    if metrics["log_loss"] > metrics["log_loss_of_a_guess"]:
        complaints.append("its log loss is worse than that of guessing the average for everyone")
    metrics["promoted"] = not complaints
    report = Path(args.report)
    (report / "metrics.json").write_text(json.dumps(metrics, indent=2))
    for name, value in metrics.items():
        print(f"{name:>20}  {value}")
    if metrics["promoted"]:
        (report / "PROMOTE").write_text(f"auc {metrics['auc']}\n")
        print("The model reaches the bar and is promoted.")
    else:
        print(f"The model misses the bar, so it is not promoted: {'; '.join(complaints)}.")


if __name__ == "__main__":
    main()
