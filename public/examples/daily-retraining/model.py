"""The two models and how they are judged. Standard library only; the same data, settings and seed give the same model."""

import csv
import math
import random
from pathlib import Path


class TrainingDiverged(ArithmeticError):
    """The loss runs away: the steps are too long."""


def read_examples(path):
    with Path(path).open(newline="") as lines:
        rows = csv.reader(lines)
        names = next(rows)[:-1]
        examples = [(list(map(float, row[:-1])), int(row[-1])) for row in rows]
    return names, [features for features, _ in examples], [label for _, label in examples]


def sigmoid(score):
    if score >= 0:
        return 1 / (1 + math.exp(-score)) if score < 700 else 1.0
    return math.exp(score) / (1 + math.exp(score)) if score > -700 else 0.0


def log_loss(scores, labels):
    """Mean of -log p, computed from scores so that it stays true where a probability rounds to 0 or 1."""
    total = 0.0
    for score, label in zip(scores, labels):
        signed = score if label else -score
        total += math.log1p(math.exp(-signed)) if signed > -35 else -signed
    return total / len(labels)


def area_under_curve(scores, labels):
    """Chance that a fraud is scored above an honest payment; ties count half."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    positives = sum(labels)
    negatives = len(labels) - positives
    if positives == 0 or negatives == 0:
        return 0.5
    ranks, at = 0.0, 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        middle = (at + 1 + end) / 2
        ranks += middle * sum(labels[i] for i in order[at:end])
        at = end
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def check_progress(epoch, loss, first, learning_rate):
    if not math.isfinite(loss) or loss > 3 * first:
        raise TrainingDiverged(
            f"the loss is {loss:.4g} after epoch {epoch}, it began at {first:.4g}: "
            f"the learning rate {learning_rate:g} is too high"
        )


def train_logistic(features, labels, learning_rate, epochs, seed, report):
    """Logistic regression by gradient descent in small batches."""
    chance = random.Random(seed)
    width = len(features[0])
    weights, bias = [0.0] * width, 0.0
    order = list(range(len(features)))
    first = math.log(2)
    batch = 50
    for epoch in range(1, epochs + 1):
        chance.shuffle(order)
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            slope, lean = [0.0] * width, 0.0
            for i in chosen:
                row = features[i]
                error = sigmoid(bias + sum(map(float.__mul__, weights, row))) - labels[i]
                slope = [s + error * value for s, value in zip(slope, row)]
                lean += error
            step = learning_rate / len(chosen)
            weights = [w - step * s for w, s in zip(weights, slope)]
            bias -= step * lean
        scores = [bias + sum(map(float.__mul__, weights, row)) for row in features]
        loss = log_loss(scores, labels)
        report(epoch, loss, scores)
        check_progress(epoch, loss, first, learning_rate)
    return {"type": "logistic", "weights": weights, "bias": bias}


def train_stumps(features, labels, learning_rate, epochs, seed, report):
    """Boosted decision stumps on the logistic loss: each epoch adds the one question that helps most."""
    bins, columns = 24, []
    for column in zip(*features):
        values = sorted(set(column))
        cuts = values[:-1] if len(values) <= bins else sorted({values[len(values) * k // bins] for k in range(1, bins)})
        columns.append((column, cuts, [sum(value > cut for cut in cuts) for value in column]))
    share = sum(labels) / len(labels)
    bias = math.log(share / (1 - share))
    scores = [bias] * len(labels)
    first, stumps = log_loss(scores, labels), []
    for epoch in range(1, epochs + 1):
        chances = list(map(sigmoid, scores))
        gradients = [label - p for label, p in zip(labels, chances)]
        curvatures = [p * (1 - p) for p in chances]
        best = (-1.0, 0, 0.0, 0.0, 0.0)
        everything, weight = sum(gradients), sum(curvatures)
        for index, (_, cuts, placed) in enumerate(columns):
            sums, weights = [0.0] * (len(cuts) + 1), [0.0] * (len(cuts) + 1)
            for place, gradient, curvature in zip(placed, gradients, curvatures):
                sums[place] += gradient
                weights[place] += curvature
            low, low_weight = 0.0, 0.0
            for cut, gradient, curvature in zip(cuts, sums, weights):
                low, low_weight = low + gradient, low_weight + curvature
                high, high_weight = everything - low, weight - low_weight
                gain = low * low / (low_weight + 1) + high * high / (high_weight + 1)
                if gain > best[0]:
                    best = (gain, index, cut, low / (low_weight + 1), high / (high_weight + 1))
        _, index, cut, below, above = best
        stumps.append([index, cut, learning_rate * below, learning_rate * above])
        low, high = stumps[-1][2:]
        scores = [score + (low if value <= cut else high) for score, value in zip(scores, columns[index][0])]
        loss = log_loss(scores, labels)
        report(epoch, loss, scores)
        check_progress(epoch, loss, first, learning_rate)
    return {"type": "stumps", "bias": bias, "stumps": stumps}


def score_all(model, features):
    if model["type"] == "logistic":
        return [model["bias"] + sum(map(float.__mul__, model["weights"], row)) for row in features]
    return [
        model["bias"] + sum(low if row[index] <= cut else high for index, cut, low, high in model["stumps"])
        for row in features
    ]


TRAINERS = {"logistic": train_logistic, "stumps": train_stumps}
