"""The feed's figures on made-up workshops, whose words a ranking learns and chance does not."""

import json
import random

import numpy as np
import pytest

from config.evidence.folder import Folder, MissingData
from config.evidence.parts import feed

WORDS = {
    "tides": ["tide", "ocean", "current", "moon", "harbour", "gauge", "level"],
    "syntax": ["parser", "grammar", "tree", "dependency", "treebank", "clause", "verb"],
    "hands": ["robot", "grasp", "gripper", "finger", "contact", "arm", "policy"],
}


def written(folder, each):
    chance = random.Random(1)
    rows = [
        {
            "key": f"{venue}{at}",
            "venue": venue,
            "venue_kind": "topical",
            "title": " ".join(chance.sample(words, 3)),
            "abstract": " ".join(chance.choices([*words, "model", "data", "task"], k=30)),
        }
        for venue, words in WORDS.items()
        for at in range(each)
    ]
    (folder / "papers_dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Folder(folder)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(feed, "TIMED", (60,))
    monkeypatch.setattr(feed, "is_available", lambda: False)


def test_a_ranking_is_printed_beside_chance_and_the_recipes(tmp_path):
    text = feed.section(written(tmp_path, 30))

    assert "3 tastes" in text
    assert "easier than a person's" in text
    assert "| nDCG@20 | 1 like | 3 likes | 5 likes | 10 likes | 20 likes |" in text
    lines = {line.split(" | ")[0]: line for line in text.splitlines()}
    assert "1.000" in lines["| **ours, words alone**"]
    assert "1.000" not in lines["| random"]
    assert "ours, with sentence vectors" not in text


def test_tastes_that_are_too_small_are_not_measured(tmp_path):
    with pytest.raises(MissingData, match="No topical venue has 25 papers"):
        feed.section(written(tmp_path, 20))


def test_gain_is_full_for_the_best_order_and_falls_with_the_place():
    best = np.array([True] * 3 + [False] * 30)
    late = np.roll(best, 5)

    assert feed.ndcg(best) == pytest.approx(1)
    assert 0 < feed.ndcg(late) < 0.6
    assert feed.ndcg(np.roll(best, 25)) == 0


def test_an_interval_holds_its_mean():
    assert feed._cell([0.2, 0.4, 0.6, 0.8]).startswith(".500 (")
    assert feed._cell([]) == "–"
