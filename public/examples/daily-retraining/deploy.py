"""Puts a model where it is served from, with a note of what was released and why."""

import argparse
import json
import shutil
from pathlib import Path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--report", required=True)
    parser.add_argument("--release", required=True)
    parser.add_argument("--run", required=True)
    args = parser.parse_args()

    metrics = json.loads((Path(args.report) / "metrics.json").read_text())
    if not metrics["promoted"]:
        raise SystemExit("This model was not promoted.")
    shutil.copy(Path(args.model) / "model.json", Path(args.release) / "model.json")
    note = {"run": args.run, "metrics": metrics}
    (Path(args.release) / "release.json").write_text(json.dumps(note, indent=2))
    print(f"released the model of {args.run}: auc {metrics['auc']}, log loss {metrics['log_loss']}")


if __name__ == "__main__":
    main()
