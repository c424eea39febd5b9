import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.scorecards.draft import CHOICES, LONGEST_TEXT, MOST_RATINGS, BadDraft, Draft, TypedRating, set_aside

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
ALMOST_A_RATING = st.dictionaries(
    st.sampled_from(["scale", "competency", "choice", "seen", "level"]),
    st.sampled_from(["strength", "bar", "1", "just_below", "not_assessed", "grasping", "\x00", "\ud800", ""])
    | ANY_JSON,
)
ALMOST_A_DRAFT = st.dictionaries(
    st.sampled_from(["ratings", "summary", "reason", "tab", "step", "version"]),
    st.lists(ALMOST_A_RATING, max_size=4) | ANY_JSON,
)
RATINGS = st.sampled_from(sorted(CHOICES)).flatmap(
    lambda scale: st.builds(
        TypedRating,
        scale=st.just(scale),
        competency=st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True),
        choice=st.sampled_from(["", *CHOICES[scale]]),
        seen=st.text(max_size=30),
    )
)


@given(ANY_JSON | ALMOST_A_DRAFT)
def test_hostile_json_is_a_draft_or_bad_draft(value):
    try:
        draft = Draft.from_json(value)
    except BadDraft:
        return

    # What was let in can be stored, read back, and means the same.
    stored = json.dumps(draft.as_json()).encode().decode()
    assert "\\u0000" not in stored
    assert Draft.from_json(json.loads(stored)) == draft


@given(
    st.dictionaries(
        st.text(max_size=30) | st.sampled_from(["choice-bar-x", "seen-bar-x", "summary", "step"]), st.text()
    )
)
def test_hostile_form_is_a_draft_or_bad_draft(fields):
    try:
        draft = Draft.from_form(fields)
    except BadDraft:
        return
    assert all(rating.competency == "x" for rating in draft.ratings)


@given(st.lists(RATINGS, max_size=6, unique_by=lambda rating: rating.key), st.text(max_size=40))
def test_form_and_json_read_the_same_draft(ratings, summary):
    fields = {f"choice-{one.key}": one.choice for one in ratings} | {f"seen-{one.key}": one.seen for one in ratings}

    from_form = Draft.from_form({**fields, "summary": summary, "csrfmiddlewaretoken": "x"})

    assert from_form == Draft.from_json(from_form.as_json())
    assert from_form.says_the_same_as(
        Draft.from_json(
            {
                "ratings": [
                    {"scale": one.scale, "competency": one.competency, "choice": one.choice, "seen": one.seen}
                    for one in reversed(ratings)
                ],
                "summary": summary,
            }
        )
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "must be an object"),
        ({"rating": []}, "has no “rating”"),
        ({"ratings": {}}, "must be a list"),
        ({"summary": 3}, "must be text"),
        ({"summary": "x" * (LONGEST_TEXT + 1)}, "longer than 8,000"),
        ({"ratings": [{"scale": "mean", "competency": "x"}]}, "“strength” or “bar”"),
        ({"ratings": [{"scale": "bar", "competency": "../x"}]}, "names its competency"),
        ({"ratings": [{"scale": "bar", "competency": "x", "choice": "3"}]}, "not a step"),
        ({"ratings": [{"scale": "strength", "competency": "x", "choice": "0"}]}, "not a step"),
        ({"ratings": [{"scale": "bar", "competency": "x", "seen": "a"}] * 2}, "rated twice"),
        (
            {"ratings": [{"scale": "bar", "competency": f"c{n}", "seen": "a"} for n in range(MOST_RATINGS + 1)]},
            "at most 60",
        ),
    ],
)
def test_from_json_says_what_is_wrong(value, words):
    with pytest.raises(BadDraft, match=words):
        Draft.from_json(value)


def test_not_assessed_is_a_choice_and_not_an_assessment():
    rating = TypedRating("bar", "maths", "not_assessed")

    assert (rating.is_assessed, rating.is_blank) == (False, False)


def test_blank_ratings_are_left_out():
    assert Draft.from_form({"choice-bar-maths": "", "seen-bar-maths": "  "}).is_blank


def test_set_aside_moves_what_is_no_longer_asked_into_the_summary():
    draft = Draft(
        ratings=(
            TypedRating("bar", "maths", "just_above", "Solved it."),
            TypedRating("strength", "taste", "3", "Chose well."),
        ),
        summary="A good hour.",
    )

    kept, moved = set_aside(draft, ["bar-maths"], {"taste": "Research taste"})

    assert moved == ("Research taste",)
    assert kept.ratings == draft.ratings[:1]
    assert kept.summary == "A good hour.\nResearch taste: Chose well."
