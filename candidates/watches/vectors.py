"""Sentence vectors of papers, kept in rows. Loaded by tasks only, and only of use where the extra is installed."""

import hashlib
from collections.abc import Sequence

import numpy as np

from candidates.papers.models import Paper
from candidates.watches.models import PaperVector, Watch
from candidates.watches.pools import pool_for
from candidates.watches.ranking import Text
from candidates.watches.sentences import Floats, vectors_of
from candidates.watches.vector_cache import said

# Below this share of a pool the words rank alone: what has no vector would be judged by half.
ENOUGH = 0.9
AT_A_TIME = 64


def read_missing(most: int) -> int:
    """Read papers of the watches that have no vector of their present text; return how many, up to `most`."""
    read = 0
    for watch in Watch.objects.order_by("pk"):
        papers = pool_for(watch)
        known = dict(PaperVector.objects.filter(paper__in=papers).values_list("paper", "digest"))
        missing = [paper for paper in papers if known.get(paper.pk) != digest_of(paper)]
        while missing and read < most:
            portion, missing = missing[: min(AT_A_TIME, most - read)], missing[min(AT_A_TIME, most - read) :]
            read += _read(portion)
        if read >= most:
            break
    return read


def vectors_for(papers: Sequence[Paper]) -> Floats | None:
    """Return one vector a paper, (papers, dimensions), or None where too few are known. What is missing stands in the middle."""
    known = {row.paper_id: row for row in PaperVector.objects.filter(paper__in=papers)}
    rows = [known.get(paper.pk) for paper in papers]
    found = [None if row is None else np.frombuffer(bytes(row.vector), dtype=np.float32) for row in rows]
    present = [row for row in found if row is not None]
    if not present or len(present) < ENOUGH * len(papers):
        return None
    middle = np.mean(present, axis=0)
    return np.stack([middle if row is None else row for row in found])


def digest_of(paper: Paper) -> str:
    return hashlib.sha256(_text(paper).encode("utf-8", "surrogatepass")).hexdigest()


def _text(paper: Paper) -> str:
    return said(Text(str(paper.pk), paper.title, paper.abstract))


def _read(papers: Sequence[Paper]) -> int:
    vectors = vectors_of([_text(paper) for paper in papers])
    rows = [
        PaperVector(paper=paper, digest=digest_of(paper), vector=vector.tobytes())
        for paper, vector in zip(papers, vectors, strict=True)
    ]
    PaperVector.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["paper"], update_fields=["digest", "vector"]
    )
    return len(rows)
