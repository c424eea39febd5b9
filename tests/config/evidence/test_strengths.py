"""Strengths that are not there: the published figures again, and two ratings against one."""

import numpy as np
import pytest

from config.evidence.parts import strengths


@pytest.fixture(autouse=True)
def fewer_people(monkeypatch):
    monkeypatch.setattr(strengths, "PEOPLE", 30_000)


def test_published_figures_come_out_again_to_two_points():
    for row in strengths._published():
        assert not any("missed" in cell for cell in row), row


def test_the_best_of_many_is_half_as_good_as_it_looks_and_shrinking_says_so():
    for _, looks, true, shrunk, *published in strengths._winners_curse():
        assert [float(looks), float(true)] == pytest.approx([float(one) for one in published], abs=0.04)
        assert float(shrunk) == pytest.approx(float(true), abs=0.03)


def test_one_rating_confirms_nothing_and_two_independent_ones_do():
    strong = np.array([[[True]], [[False]]])

    assert not strengths._confirmed(strong).any()
    assert strengths._confirmed(np.array([[[True, True]], [[True, False]]])).tolist() == [[True], [False]]
    assert strengths._confirmed(np.array([[[True, True, False]]])).tolist() == [[True]]
