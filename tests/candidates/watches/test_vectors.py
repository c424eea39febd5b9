import numpy as np
import pytest

from candidates.models import Paper, PaperVector
from candidates.watches import ordering, vectors
from candidates.watches.ordering import rank_watch_now
from candidates.watches.tasks import read_vectors

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """Vectors that are quickly made, and what was asked for."""
    texts = []

    def vectors_of(given):
        texts.extend(given)
        return np.array([[len(text)] * 384 for text in given], dtype=np.float32)

    monkeypatch.setattr(vectors, "vectors_of", vectors_of)
    return texts


def test_each_text_is_read_once_and_again_when_it_changes(watch, papers, asked):
    numbers = [read_vectors(5), read_vectors(100), read_vectors(100)]
    Paper.objects.filter(pk=papers[0].pk).update(title="New words")

    assert numbers == [5, 7, 0]
    assert read_vectors() == 1
    assert asked[-1].startswith("New words. ")
    assert PaperVector.objects.count() == 12


def test_nothing_is_read_without_the_extra(watch, papers, asked, monkeypatch):
    monkeypatch.setattr("candidates.watches.sentences.is_available", lambda: False)

    assert read_vectors() == 0
    assert asked == []


def test_few_vectors_do_not_rank_and_most_do(watch, papers, asked):
    read_vectors(5)
    assert vectors.vectors_for(papers) is None
    rank_watch_now(watch)
    read_vectors(6)

    rows = vectors.vectors_for(papers)
    rank_watch_now(watch)

    assert rows.shape == (12, 384)
    assert [pool.vectors is None for pool in ordering._pools.values()] == [True, False]
