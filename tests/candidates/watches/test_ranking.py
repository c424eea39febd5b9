import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.watches.learning import separate
from candidates.watches.ranking import Taste, Text, pool_of, rank, score
from candidates.watches.terms import directions_of, terms_in, vocabulary_of

SUBJECTS = {
    "tide": ["tides", "ocean", "current", "moon", "harbour", "water", "level", "gauge"],
    "parse": ["parser", "grammar", "syntax", "tree", "dependency", "treebank", "annotation"],
    "robot": ["robot", "grasp", "gripper", "manipulation", "policy", "contact", "arm"],
}
FILLER = ["model", "data", "learning", "task", "evaluation", "training", "benchmark"]


def papers(each=12, seed=1):
    chance = random.Random(seed)
    return [
        Text(
            f"{subject}{at}",
            " ".join(chance.sample(words, 3)),
            " ".join(chance.choices(words, k=15) + chance.choices(FILLER, k=15)),
        )
        for subject, words in SUBJECTS.items()
        for at in range(each)
    ]


@pytest.fixture(scope="module")
def pool():
    return pool_of(papers())


def test_what_is_like_the_likes_comes_first_and_named_papers_are_left_out(pool):
    found = rank(pool, Taste(likes=["tide0", "tide1"], dislikes=["robot0"]))

    assert {one.key[:4] for one in found[:10]} == {"tide"}
    assert len(found) == 33
    assert not {"tide0", "tide1", "robot0"} & {one.key for one in found}


def test_scores_fall_and_the_same_question_gets_the_same_answer(pool):
    taste = Taste(likes=["parse3"], dislikes=["tide2"])

    found = rank(pool, taste)

    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert rank(pool_of(papers()), taste) == found


def test_the_terms_say_why(pool):
    found = rank(pool, Taste(likes=["robot0", "robot1", "robot2"], dislikes=["tide0"]))

    ups = {term for one in found[:5] for term, _ in one.up}
    downs = {term for one in found[-5:] for term, _ in one.down}
    assert ups & {"robot", "grasp", "gripper", "manipulation", "policy", "contact", "arm"}
    assert all(share > 0 for one in found for _, share in one.up)
    assert downs
    assert all(share < 0 for one in found for _, share in one.down)


def test_a_struck_term_pushes_nothing_any_more(pool):
    taste = Taste(likes=["robot0", "robot1"])
    struck = Taste(likes=["robot0", "robot1"], struck=["robot"])

    before = {term for one in rank(pool, taste) for term, _ in (*one.up, *one.down)}
    after = {term for one in rank(pool, struck) for term, _ in (*one.up, *one.down)}

    assert "robot" in before
    assert not [term for term in after if "robot" in term.split()]


def test_wanted_words_rank_without_a_single_like(pool):
    found = rank(pool, Taste(wanted=["Treebanks"]))

    assert {one.key[:5] for one in found[:8]} == {"parse"}


def test_dislikes_alone_push_their_like_to_the_end(pool):
    found = rank(pool, Taste(dislikes=["tide0", "tide1"]))

    assert {one.key[:4] for one in found[-8:]} == {"tide"}


def test_seeds_count_as_likes(pool):
    assert np.array_equal(
        score(pool, Taste(seeds=["tide0"], likes=["tide1"]))[0], score(pool, Taste(likes=["tide1", "tide0"]))[0]
    )


def test_no_taste_and_no_paper_rank_nothing_wrongly(pool):
    assert {one.score for one in rank(pool, Taste())} == {0.0}
    assert rank(pool_of([]), Taste()) == []


def test_a_key_that_is_not_there_is_said(pool):
    with pytest.raises(KeyError):
        rank(pool, Taste(likes=["nobody"]))


def test_vectors_add_what_words_do_not_say():
    texts = [Text("a", "alpha"), Text("b", "beta"), Text("c", "gamma"), Text("d", "delta")]
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]])

    found = rank(pool_of(texts, vectors), Taste(likes=["a"]))

    assert found[0].key == "b"


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.tuples(st.text(max_size=60), st.text(max_size=120)), min_size=1, max_size=12),
    struck=st.lists(st.text(max_size=12), max_size=3),
    wanted=st.lists(st.text(max_size=12), max_size=3),
    data=st.data(),
)
def test_any_text_at_all_is_ranked_with_finite_scores(texts, struck, wanted, data):
    keys = [str(at) for at in range(len(texts))]
    named = data.draw(st.lists(st.sampled_from(keys), unique=True))
    cut = data.draw(st.integers(0, len(named)))
    taste = Taste(likes=named[:cut], dislikes=named[cut:], struck=struck, wanted=wanted)

    found = rank(pool_of([Text(key, *text) for key, text in zip(keys, texts, strict=True)]), taste)

    assert sorted(one.key for one in found) == sorted(set(keys) - set(named))
    assert all(math.isfinite(one.score) for one in found)


def test_the_separator_finds_the_least_loss():
    chance = np.random.default_rng(3)
    rows, weights = chance.standard_normal((60, 5)), chance.random(60)
    sides = np.where(rows[:, 0] + 0.5 * chance.standard_normal(60) > 0, 1.0, -1.0)

    def loss(found):
        hinge = np.maximum(0, 1 - sides * (rows @ found[:-1] + found[-1]))
        return found @ found / 2 + weights @ hinge**2

    found = separate(rows, sides, weights)

    best = loss(found)
    assert all(best <= loss(found + 0.05 * chance.standard_normal(6)) for _ in range(200))


def test_directions_span_what_the_rows_differ_in():
    _, rows = vocabulary_of([(text.title, text.abstract) for text in papers()])

    directions = directions_of(rows, 10)
    exact = np.linalg.svd(rows.toarray())[2][:10].T

    cosines = np.abs((directions / np.linalg.norm(directions, axis=0) * exact).sum(axis=0))
    assert cosines[:3].min() > 0.99


def test_terms_are_words_and_their_pairs_without_endings_and_common_words():
    assert terms_in("The tokenization of Parsers, and studies") == [
        "tokenize",
        "parser",
        "study",
        "tokenize parser",
        "parser study",
    ]
