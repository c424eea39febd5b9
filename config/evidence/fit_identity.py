"""`python -m config.evidence.fit_identity FOLDER`: fit candidates/identity/weights.py anew and print it.

Every person is held out once in five folds by blocks of names; the scores printed first are those of the folds. Both
data sets weigh the same, and within one a block weighs by the square root of its pairs, so that no common name rules.
"""

import dataclasses
import pathlib
import sys
from collections import Counter
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from candidates.identity.circumstances import measure, surroundings
from candidates.identity.clustering import group
from candidates.identity.mentions import Mention
from candidates.identity.reading import mention_of
from candidates.identity.resolution import compared
from candidates.identity.spelling import written
from config.evidence.folder import Folder
from config.evidence.scoring import b_cubed, pairwise
from config.evidence.tables import share

Array = np.ndarray[Any, Any]
FOLDS = 5
PENALTY = 10.0
SOURCES = (("and_acl_", ()), ("and_openreview_", ("and_openreview_persons_",)))
PER_SET = 20_000.0
HEAD = '''"""What each circumstance adds to the log odds that two mentions are one person. Fitted, not chosen.

Logistic regression by `python -m config.evidence.fit_identity <folder>` on {files}:
{pairs:,} pairs of mentions with a known owner, ridge penalty {penalty:g} on standardised figures. The evidence page has the scores.
"""
'''


@dataclasses.dataclass
class Sample:
    """The pairs of one data set with everything the fit needs."""

    mentions: list[Mention]
    persons: list[str]
    one: Array
    other: Array
    columns: list[str]
    figures: Array
    same: Array
    usable: Array
    weight: Array
    fold: Array
    likelihood: Array


def read_sample(folder: Folder, prefix: str, but_not: tuple[str, ...]) -> Sample:
    """Compare all mentions of one data set; what has no known owner is compared, and left out of the fit."""
    rows = list(folder.rows(prefix, but_not=but_not))
    mentions = [mention_of(row, number) for number, row in enumerate(rows, start=1)]
    persons = [row["person"] if row.get("label", "gold") == "gold" else "" for row in rows]
    names = [written(mention.name) for mention in mentions]
    one, other, relation = compared(mentions, names)
    figures = measure(surroundings(mentions, names), one, other, relation)
    known = np.array([bool(person) for person in persons])
    papers = np.unique([mention.paper for mention in mentions], return_inverse=True)[1]
    who = np.unique(persons, return_inverse=True)[1]
    usable = known[one] & known[other] & (papers[one] != papers[other])
    links = coo_matrix((np.ones(len(one), dtype=np.int8), (one, other)), shape=(len(mentions),) * 2)
    blocks, block = connected_components(links, directed=False)
    sizes = np.bincount(block[one][usable], minlength=blocks)
    weight = np.where(usable, 1 / np.sqrt(np.maximum(sizes[block[one]], 1)), 0.0)
    return Sample(
        mentions=mentions,
        persons=persons,
        one=one,
        other=other,
        columns=list(figures),
        figures=np.stack(list(figures.values()), axis=1),
        same=who[one] == who[other],
        usable=usable,
        weight=weight / weight.sum() * PER_SET,
        fold=np.random.default_rng(5).integers(0, FOLDS, blocks)[block[one]],
        likelihood=np.zeros(len(one)),
    )


def fit(samples: list[Sample], without: int = -1) -> tuple[float, Array]:
    """Return intercept and weights, fitted on all folds but one."""
    keep = [sample.usable & (sample.fold != without) for sample in samples]
    figures = np.concatenate([sample.figures[rows] for sample, rows in zip(samples, keep, strict=True)])
    sign = np.concatenate([sample.same[rows] for sample, rows in zip(samples, keep, strict=True)]) * 2.0 - 1
    weight = np.concatenate([sample.weight[rows] for sample, rows in zip(samples, keep, strict=True)])
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-6
    scaled = np.hstack([(figures - mean) / spread, np.ones((len(figures), 1))])

    def loss(at: Array) -> tuple[float, Array]:
        margin = sign * (scaled @ at)
        pull = weight * sign / (1 + np.exp(margin))
        penalty = np.append(at[:-1], 0.0) * PENALTY
        return float(weight @ np.logaddexp(0, -margin) + penalty @ at / 2), penalty - scaled.T @ pull

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    weights = found[:-1] / spread
    return float(found[-1] - mean @ weights), weights


def held_out_scores(samples: list[Sample]) -> str:
    """Return the scores of likelihoods that were given by folds without the pair's block."""
    for fold in range(FOLDS):
        intercept, weights = fit(samples, without=fold)
        for sample in samples:
            rows = sample.fold == fold
            sample.likelihood[rows] = 1 / (1 + np.exp(-(intercept + sample.figures[rows] @ weights)))
    lines = []
    for (prefix, _), sample in zip(SOURCES, samples, strict=True):
        papers = np.unique([mention.paper for mention in sample.mentions], return_inverse=True)[1]
        groups = group(
            len(sample.mentions), sample.one, sample.other, sample.likelihood, papers, np.full(len(papers), -1)
        )
        known = [place for place, person in enumerate(sample.persons) if person]
        true = [sample.persons[place] for place in known]
        for what, labels in (("auto", groups.auto), ("best", groups.best)):
            found = [int(labels[place]) for place in known]
            pairs, items = pairwise(found, true), b_cubed(found, true)
            lines.append(
                f"# {prefix} {what}: pairs P {share(pairs.precision)} R {share(pairs.recall)} F {share(pairs.f1)}; "
                f"B3 P {share(items.precision)} R {share(items.recall)} F {share(items.f1)}"
            )
    return "\n".join(lines)


def main() -> int:
    """Fit and print."""
    folder = Folder(pathlib.Path(sys.argv[1]))
    samples = [read_sample(folder, prefix, but_not) for prefix, but_not in SOURCES]
    scores = held_out_scores(samples)
    intercept, weights = fit(samples)
    files = " and ".join(file.name for prefix, but_not in SOURCES for file in folder.files(prefix, but_not=but_not))
    number = sum(int(sample.usable.sum()) for sample in samples)
    text = HEAD.format(files=files, pairs=number, penalty=PENALTY)
    text += f"\nINTERCEPT = {intercept:.4f}\nWEIGHTS: dict[str, float] = {{\n"
    text += "".join(f'    "{name}": {weight:.4f},\n' for name, weight in zip(samples[0].columns, weights, strict=True))
    kinds = Counter(len(sample.columns) for sample in samples)
    sys.stderr.write(f"{scores}\n# {kinds.most_common(1)[0][0]} figures\n")
    sys.stdout.write(text + "}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
