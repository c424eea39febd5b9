"""Sentence vectors on disk, for runs without a database: each text is computed once."""

import hashlib
import pathlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing

import numpy as np

from candidates.watches.ranking import Text
from candidates.watches.sentences import WIDTH, Floats, vectors_of

# Computed and kept in such portions, so that a run that is stopped goes on where it was.
PORTION = 64


def said(text: Text) -> str:
    """Return what of a paper its vector is made of."""
    return f"{text.title}. {text.abstract}" if text.title else text.abstract


def cached_vectors(texts: Sequence[Text], file: pathlib.Path) -> Floats:
    """Return one vector a paper, (papers, dimensions), from `file` where they are known. Raises NoVectors."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as kept:
        kept.execute("CREATE TABLE IF NOT EXISTS vector (digest TEXT PRIMARY KEY, vector BLOB NOT NULL)")
        digests = [hashlib.sha256(said(text).encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
        known = {digest for (digest,) in kept.execute("SELECT digest FROM vector")}
        missing = {digest: said(text) for digest, text in zip(digests, texts, strict=True) if digest not in known}
        # Of like length together: the encoder packs texts, and the order of the file does not matter.
        todo = sorted(missing.items(), key=lambda one: len(one[1]))
        for begin in range(0, len(todo), PORTION):
            portion = todo[begin : begin + PORTION]
            rows = vectors_of([words for _, words in portion])
            pairs = [(digest, row.tobytes()) for (digest, _), row in zip(portion, rows, strict=True)]
            with kept:
                kept.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", pairs)
        held = dict(kept.execute("SELECT digest, vector FROM vector"))
    found = [np.frombuffer(held[digest], dtype=np.float32) for digest in digests]
    return np.stack(found) if found else np.zeros((0, WIDTH), dtype=np.float32)
