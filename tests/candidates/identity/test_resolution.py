"""Who is who, on mentions written for the purpose."""

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.identity.mentions import Lane, Mention
from candidates.identity.resolution import resolve

CROWD = [f"{given} {family}" for given in ("Wei", "Jun", "Lei", "Hao") for family in ("Wang", "Li", "Zhang", "Liu")]


def mention(mid, name, *, paper="", **known):
    return Mention(mid=mid, name=name, paper=paper or f"paper-{mid}", year=known.pop("year", 2024), **known)


def background():
    """Enough other people for common names to look common."""
    return [
        mention(f"b{number}", name, coauthors=tuple(CROWD[:4]), title=f"On thing {number}", domain=f"d{number}.example")
        for number, name in enumerate(CROWD)
    ]


def clusters(mentions, field="cluster"):
    return {one.mid: getattr(one, field) for one in resolve([*mentions, *background()])}


def test_rare_name_with_a_shared_coauthor_is_one_person_for_sure():
    one = mention("1", "Júlia Várhegyi", coauthors=("Ada Quill", "Omar Reed"), title="Sparse attention")
    other = mention("2", "J. Varhegyi", coauthors=("Ada Quill",), title="Sparse attention at scale")

    assert clusters([one, other], "auto_cluster")["2"] == "1"


def test_common_name_at_two_places_with_other_people_is_two():
    one = mention("1", "Wei Wang", coauthors=("Ada Quill",), domain="a.example", title="Proteins")
    other = mention("2", "Wei Wang", coauthors=("Omar Reed",), domain="b.example", title="Traffic")

    assert clusters([one, other])["2"] == "2"


def test_common_name_with_the_same_people_at_the_same_place_is_one():
    known = {"coauthors": ("Ada Quill", "Omar Reed"), "domain": "a.example", "title": "Folding proteins"}

    assert clusters([mention("1", "Wei Wang", **known), mention("2", "Wei Wang", **known)])["2"] == "1"


def test_two_authors_of_one_paper_are_two_people():
    both = [mention(mid, "Júlia Várhegyi", paper="p", ids=(("github", "jv"),)) for mid in ("1", "2")]

    assert clusters(both)["2"] == "2"


def test_equal_identifier_joins_where_names_cannot():
    one = mention("1", "Ada Quill", ids=(("orcid", "0000-0001-0000-0001"),))
    other = mention("2", "Ada Hartmann", ids=(("orcid", "0000-0001-0000-0001"),))

    found = clusters([one, other], "auto_cluster")

    assert found["2"] == "1"


def test_two_orcids_part_whatever_else_speaks_for_it():
    known = {"coauthors": ("Ada Quill", "Omar Reed"), "domain": "a.example", "title": "Folding proteins"}
    one = mention("1", "Júlia Várhegyi", ids=(("orcid", "0000-0001-0000-0001"),), **known)
    other = mention("2", "Júlia Várhegyi", ids=(("orcid", "0000-0001-0000-0002"),), **known)
    between = mention("3", "Júlia Várhegyi", **known)

    found = clusters([one, other, between])

    assert found["1"] != found["2"]
    assert found["3"] in {"1", "2"}


def test_evidence_is_in_words_that_can_be_checked():
    one = mention("1", "Júlia Várhegyi", coauthors=("Ada Quill",), domain="a.example", title="Sparse attention maps")
    other = mention("2", "J. Várhegyi", coauthors=("A. Quill",), domain="a.example", title="Attention on sparse maps")

    answers = {one.mid: one for one in resolve([one, other, *background()])}

    assert answers["2"].lane is Lane.AUTO
    assert answers["2"].evidence[1:4] == (
        "1 co-author in common: A. Quill",
        "the same organisation: a.example",
        "similar topics: attention, sparse, maps",
    )


def test_somebody_alone_is_said_to_be_alone():
    (answer,) = resolve([mention("1", "Júlia Várhegyi")])

    assert (answer.cluster, answer.auto_cluster, answer.lane) == ("1", "1", Lane.APART)
    assert answer.evidence == ("no other mention that fits",)


def test_nothing_gives_nothing():
    assert resolve([]) == []


def test_identifier_on_far_too_many_mentions_is_nobodys():
    many = [
        mention(str(number), f"Name{number} Quill{number}", ids=(("email", "lab@a.example"),)) for number in range(2001)
    ]

    assert {one.cluster == one.mid for one in resolve(many)} == {True}


SOME = st.lists(
    st.builds(
        lambda name, paper, coauthors, year, orcid: Mention(
            mid="",
            name=name,
            paper=paper,
            coauthors=tuple(coauthors),
            year=year,
            ids=(("orcid", orcid),) if orcid else (),
        ),
        st.sampled_from(["Wei Wang", "W. Wang", "Ada Quill", "A. Quill", "Quill, Ada", "Ada B. Quill", "!", "明 李"]),
        st.sampled_from("pqrs"),
        st.lists(st.sampled_from(["Omar Reed", "Eva Stone", "", "Wei Wang"]), max_size=2),
        st.integers(0, 2026),
        st.sampled_from(["", "", "x", "y"]),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=60)
@given(SOME)
def test_hard_facts_hold_for_any_mentions(some):
    mentions = [dataclasses.replace(one, mid=str(place)) for place, one in enumerate(some)]

    answers = resolve(mentions)

    assert [one.mid for one in answers] == [one.mid for one in mentions]
    assert answers == resolve(mentions)
    for field in ("cluster", "auto_cluster"):
        groups = {}
        for one, answer in zip(mentions, answers, strict=True):
            groups.setdefault(getattr(answer, field), []).append(one)
        for members in groups.values():
            assert len({one.paper for one in members}) == len(members)
            assert len({one.ids for one in members if one.ids}) <= 1
    # What is sure is never torn apart by the best guess.
    assert len({(one.auto_cluster, one.cluster) for one in answers}) == len({one.auto_cluster for one in answers})


@pytest.mark.parametrize("seed", [1, 2])
def test_crowded_names_stay_bounded(seed):
    draw = random.Random(seed)
    crowd = [
        mention(str(number), "Wei Wang", coauthors=(f"{draw.choice(CROWD)} {number % 40}",), domain=f"d{number % 60}")
        for number in range(1_700)
    ]

    answers = resolve(crowd)

    assert len(answers) == 1_700
    assert len({one.cluster for one in answers}) > 1
