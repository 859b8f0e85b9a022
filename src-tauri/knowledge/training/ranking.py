"""Trains the weights of the ranking: src/ranking/weights.json.

    pip install numpy scipy
    python ranking.py FOLDER > ../src/ranking/weights.json

FOLDER holds, for each collection NAME, two files that `aside eval retrieval QUESTIONS --knowledge DIR
--features FILE` writes: NAME.jsonl from its own questions, and cross-NAME.jsonl from some sixty questions
of each other collection with an empty `gold`, which nothing in this one answers. Used were: sample
(153 questions), mtrag (239), support_docs (284), dstc9 (1,000), doc2dial (500), office (400).

First the weights that put a right passage first: softmax over the candidates of a question, each
collection weighted by the root of its questions, a small L2 penalty. Then scale, bias and margin so
that the score of the best passage is the probability that it is right: logistic regression, each
collection alike, the sample ten times (its questions are the most like a customer's), questions of
others at 0.3. Once for questions alone and once with a conversation; each with and without cosines.
"""

import json
import pathlib
import sys

import numpy as np
from scipy.optimize import minimize

FEATURES = 12
CANDIDATES = 60
L2 = 2e-4
SAMPLE_WEIGHT = 10.0
CROSS_WEIGHT = 0.3
FEWEST_ROWS = 19
MARGIN_RANK = 10


def load(path):
    rows = []
    for line in path.open():
        row = json.loads(line)
        x = np.array(row["features"], dtype=float).reshape(-1, FEATURES)
        gold = set(row["gold"])
        y = np.array([document in gold for document in row["documents"]], dtype=float)
        rows.append({"x": x, "y": y, "conversation": row["conversation"]})
    return rows


def nearest(row):
    """The candidates that a plain mix puts first, and every right one."""
    x = row["x"]
    plain = 3.4 * (x[:, 0] + x[:, 1]) + 2 * (x[:, 2] + x[:, 3])
    kept = row["y"] > 0
    kept[np.argsort(-plain)[:CANDIDATES]] = True
    return x[kept], row["y"][kept]


def order(collections, mask):
    groups = []
    for rows in collections:
        some = [nearest(row) for row in rows if row["y"].any()]
        groups += [(x * mask, y, 1 / np.sqrt(len(some))) for x, y in some]
    x = np.vstack([group[0] for group in groups])
    y = np.concatenate([group[1] for group in groups])
    weight = np.array([group[2] for group in groups])
    weight /= weight.sum()
    sizes = [len(group[1]) for group in groups]
    starts = np.cumsum([0] + sizes[:-1])
    of = np.repeat(np.arange(len(groups)), sizes)

    def loss(w):
        s = x @ w
        e = np.exp(s - np.maximum.reduceat(s, starts)[of])
        all_, right = np.add.reduceat(e, starts), np.add.reduceat(e * y, starts)
        slope = ((e / all_[of] - e * y / right[of]) * weight[of]) @ x
        return -(weight * np.log(right / all_)).sum() + L2 * (w @ w) / 2, slope + L2 * w

    return minimize(loss, np.zeros(FEATURES), jac=True, method="L-BFGS-B").x * mask


def calibrate(own, cross, weights, with_margin):
    x, y, weight = [], [], []
    for name, rows in own.items():
        if len(rows) < FEWEST_ROWS:
            continue
        share = SAMPLE_WEIGHT if name == "sample" else 1.0
        for part, of_part in ((rows, share), (cross[name], share * CROSS_WEIGHT)):
            for row in part:
                s = row["x"] @ weights
                best = s.argmax()
                tenth = np.sort(s)[::-1][min(len(s), MARGIN_RANK) - 1]
                x.append([s[best], (s[best] - tenth) * with_margin, 1.0])
                y.append(row["y"][best])
                weight.append(of_part / len(part))
    x, y, weight = np.array(x), np.array(y), np.array(weight) / sum(weight)

    def loss(v):
        t = x @ v
        p = 1 / (1 + np.exp(-t))
        penalty = np.array([v[0], v[1], 0.0])
        value = (weight * (np.logaddexp(0, t) - y * t)).sum() + 1e-4 * penalty @ penalty
        return value, x.T @ (weight * (p - y)) + 2e-4 * penalty

    scale, margin, bias = minimize(loss, np.zeros(3), jac=True, method="L-BFGS-B").x
    margins = [np.sort(row["x"] @ weights)[::-1] for rows in own.values() for row in rows]
    typical = np.mean([s[0] - s[min(len(s), MARGIN_RANK) - 1] for s in margins]) * scale
    return {
        "bias": round(bias, 4),
        "features": (weights * scale).round(4).tolist(),
        "margin": round(margin / scale, 4),
        "typical_margin": round(typical, 4),
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    names = sorted(p.stem for p in folder.glob("*.jsonl") if not p.stem.startswith("cross-"))
    own = {name: load(folder / f"{name}.jsonl") for name in names}
    cross = {name: load(folder / f"cross-{name}.jsonl") for name in names}
    models = {}
    for suffix, mask in (("", np.ones(FEATURES)), ("_by_words", np.r_[0, 0, np.ones(FEATURES - 2)])):
        for name, conversation in (("question", False), ("conversation", True)):
            of = {
                key: [row for row in rows if row["conversation"] == conversation and len(row["x"])]
                for key, rows in own.items()
            }
            others = {
                key: [row for row in rows if row["conversation"] == conversation and len(row["x"])]
                for key, rows in cross.items()
            }
            weights = order([rows for rows in of.values() if any(r["y"].any() for r in rows)], mask)
            with_margin = 1.0 if conversation and not suffix else 0.0
            models[name + suffix] = calibrate(of, others, weights, with_margin)
    json.dump(models, sys.stdout, indent=1)
    print()


main()
