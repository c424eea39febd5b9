"""Marks, and the variants they are given for."""

import itertools
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.questions.items import Form
from interviews.questions.marking import agreed_points, mark, mark_by_hand, perfect
from interviews.questions.reading import read_item, shipped_items
from interviews.questions.responses import MOST_FAULTS, Response, concerns, read_response
from interviews.questions.variants import vary

ITEMS = shipped_items()
ONE_OF_EACH = {form: next(item for item in ITEMS if item.form is form) for form in Form}
BASE = {"slug": "x", "title": "X", "area": "ml-theory", "depth": "apply", "minutes": 1, "text": "?", "explanation": "!"}

MULTI = read_item(
    {
        **BASE,
        "form": "multi",
        "options": [{"text": f"right {n}", "right": True} for n in range(3)]
        + [{"text": f"wrong {n}"} for n in range(3)],
    }
)
ORDER = read_item({**BASE, "form": "ordering", "steps": ["one", "two", "three", "four"]})
CODE = read_item(
    {
        **BASE,
        "form": "fault",
        "code": {
            "text": "first()\n<<a>>\nthird()\nfourth()\nfifth()\n<<b>>\nseventh()",
            "plant": 2,
            "within": 0,
            "decoys": ["nothing"],
            "faults": [
                {"slot": "a", "good": "good_a()", "bad": "bad_a()", "effect": "effect a"},
                {"slot": "b", "good": "good_b()", "bad": "bad_b()", "effect": "effect b"},
            ],
        },
    }
)


def letters(variant):
    return {choice.text: choice.id for choice in variant.asked.choices}


def ticked(variant, *texts):
    return Response(chosen=tuple(letters(variant)[text] for text in texts))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.slug)
def test_perfect_answer_earns_all(item):
    for seed in range(5):
        variant = vary(item, seed)

        given_mark = mark(variant, perfect(variant))

        assert given_mark.share == (None if item.form is Form.SHORT else 1.0)
        assert concerns(variant.asked, perfect(variant)) == []


@pytest.mark.parametrize("form", Form)
def test_left_out_is_zero_and_said_apart(form):
    given_mark = mark(vary(ONE_OF_EACH[form], 1), Response())

    assert (given_mark.share, given_mark.is_answered, given_mark.words) == (0.0, False, "Not answered.")


@st.composite
def responses(draw, variant):
    ids = st.sampled_from([one.id for one in variant.asked.choices] or ["a"])
    prompts = st.sampled_from([one.id for one in variant.asked.prompts] or ["1"])
    return Response(
        chosen=tuple(draw(st.lists(ids, max_size=8, unique=True))),
        matched=tuple(draw(st.lists(st.tuples(prompts, ids), max_size=8))),
        placed=tuple(draw(st.lists(st.tuples(ids, st.integers(1, 8)), max_size=8))),
        number=draw(st.text(max_size=50)),
        faults=tuple(draw(st.lists(st.tuples(st.integers(0, 40), ids), max_size=MOST_FAULTS))),
        words=draw(st.text(max_size=20)),
    )


@settings(max_examples=40, deadline=None)
@given(data=st.data(), seed=st.integers(0, 10**6), form=st.sampled_from(Form))
def test_no_answer_earns_less_than_nothing_or_more_than_all(data, seed, form):
    variant = vary(ONE_OF_EACH[form], seed)

    share = mark(variant, data.draw(responses(variant))).share

    assert share is None if form is Form.SHORT and share is None else 0.0 <= share <= 1.0


@settings(max_examples=40, deadline=None)
@given(data=st.data(), form=st.sampled_from(Form))
def test_answer_survives_being_kept(data, form):
    response = data.draw(responses(vary(ONE_OF_EACH[form], 3)))

    assert Response.from_json(json.loads(json.dumps(response.to_json()))) == response


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        (("right 0", "right 1", "right 2"), 1.0),
        (("right 0", "right 1"), 2 / 3),
        (("right 0", "right 1", "wrong 0"), 1 / 3),
        (("right 0", "wrong 0", "wrong 1"), 0.0),
        (("right 0", "right 1", "right 2", "wrong 0", "wrong 1", "wrong 2"), 0.0),
    ],
)
def test_ticking_everything_earns_nothing(texts, share):
    variant = vary(MULTI, 7)

    assert mark(variant, ticked(variant, *texts)).share == pytest.approx(share)


@pytest.mark.parametrize(
    ("order", "share"),
    [
        (("one", "two", "three", "four"), 1.0),
        (("two", "one", "three", "four"), (5 - 1) / 6),
        (("two", "one", "four", "three"), (4 - 2) / 6),
        (("four", "three", "two", "one"), 0.0),
        (("one",), 0.0),
    ],
)
def test_order_earns_by_pairs_of_steps(order, share):
    variant = vary(ORDER, 7)
    placed = tuple((letters(variant)[text], place) for place, text in enumerate(order, start=1))

    assert mark(variant, Response(placed=placed)).share == pytest.approx(share)


def test_guessing_an_order_earns_little():
    variant = vary(ORDER, 7)
    ids = [one.id for one in variant.asked.choices]

    shares = [
        mark(variant, Response(placed=tuple(zip(order, range(1, 5), strict=True)))).share
        for order in itertools.permutations(ids)
    ]

    assert sum(shares) / len(shares) < 0.25


@pytest.mark.parametrize(
    ("named", "share"),
    [
        ([(2, "effect a"), (6, "effect b")], 1.0),
        ([(6, "effect b"), (2, "effect a")], 1.0),
        ([(2, "effect a")], 0.5),
        ([(2, "effect b"), (6, "effect a")], 0.5),
        ([(2, ""), (6, "")], 0.5),
        ([(2, "effect a"), (6, "effect b"), (4, "nothing")], 0.75),
        ([(2, "effect a"), (2, "effect a")], 0.25),
        ([(0, "effect a"), (0, "effect b")], 0.0),
        ([(1, "effect a"), (3, "effect b"), (4, "nothing")], 0.0),
    ],
)
def test_faults_earn_by_line_and_effect(named, share):
    variant = vary(CODE, 7)
    faults = tuple((line, letters(variant).get(effect, "")) for line, effect in named)

    assert mark(variant, Response(faults=faults)).share == pytest.approx(share)


def test_fault_that_is_something_missing_stands_between_its_neighbours():
    body = {
        "text": "first()\n<<a>>\nthird()\nfourth()\nneighbour()",
        "within": 0,
        "faults": [{"slot": "a", "good": "a()", "bad": "", "effect": "a", "also": ["neighbour"]}],
    }

    variant = vary(read_item({**BASE, "form": "fault", "code": {**body, "decoys": ["other"]}}), 1)

    assert variant.asked.code.splitlines() == ["first()", "third()", "fourth()", "neighbour()"]
    assert variant.key.faults[0].lines == (1, 2, 4)


def test_hand_marks():
    assert mark_by_hand(2, 3).share == pytest.approx(2 / 3)
    assert agreed_points(2, 3) == 2.5
    assert agreed_points(1, 3) is None
    with pytest.raises(ValueError, match="between 0 and 3"):
        mark_by_hand(4, 3)


@pytest.mark.parametrize("form", Form)
def test_fields_come_back_as_they_were_sent(form):
    variant = vary(ONE_OF_EACH[form], 5)
    wanted = perfect(variant)
    posted = {
        **{f"q1-match-{prompt}": [choice] for prompt, choice in wanted.matched},
        **{f"q1-place-{choice}": [str(place)] for choice, place in wanted.placed},
        "q1-chosen": list(wanted.chosen),
        "q1-number": [wanted.number],
        "q1-words": [wanted.words],
    }
    for row, (line, effect) in enumerate(wanted.faults, start=1):
        posted |= {f"q1-fault-{row}-line": [str(line)], f"q1-fault-{row}-effect": [effect]}

    assert read_response(variant.asked, posted, prefix="q1-") == wanted
    assert read_response(variant.asked, posted, prefix="q2-").is_empty


def test_forged_fields_are_dropped():
    variant = vary(CODE, 1)
    posted = {"fault-1-line": ["999"], "fault-1-effect": ["zz"], "fault-2-line": ["-1"], "fault-3-line": ["２"]}

    assert read_response(variant.asked, posted).is_empty


def test_unfinished_order_is_said_before_handing_in():
    variant = vary(ORDER, 1)

    said = concerns(variant.asked, Response(placed=(("a", 1), ("b", 1))))

    assert said == ["2 of 4 steps have no place yet.", "Two steps share a place."]


def test_same_seed_gives_the_same_variant_in_another_process():
    code = (
        "import hashlib\nfrom interviews.questions.reading import shipped_items\nfrom interviews.questions.variants import vary\n"
        "said = repr([vary(item, seed).asked for item in shipped_items() for seed in (0, 41)])\n"
        "keys = repr([sorted(vary(item, 41).key.right) for item in shipped_items()])\n"
        "print(hashlib.sha256((said + keys).encode()).hexdigest())"
    )

    digests = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1
