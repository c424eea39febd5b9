"""Invented people: many, from all over, and nobody's."""

import itertools
import random

import pytest

from candidates.people.handles import handle_of
from config.demo.people import handle, invent_people, invented_orcid, regions
from config.demo.works import invent_papers, invent_works


def some(count, seed=1):
    return list(itertools.islice(invent_people(random.Random(seed), {"Elin Vasquez"}), count))


def test_no_two_people_share_a_name():
    names = [person.name for person in some(900)]

    assert len(set(names)) == 900
    assert "Elin Vasquez" not in names


def test_people_come_from_all_over():
    zones = {person.time_zone.split("/")[0] for person in some(300)}

    assert zones == {"Europe", "America", "Africa", "Asia", "Australia"}
    assert len(regions()) > 15


def test_the_same_seed_invents_the_same_people():
    assert some(50) == some(50)
    assert some(50) != some(50, seed=2)


def test_handles_are_well_formed_and_lead_to_nobody():
    for person in some(200):
        found = {kind: handle_of(kind, text).value for kind, text in person.identities}

        assert found["email"].endswith("@mail.example")
        assert found.get("github", "x-demo").endswith("-demo")
        assert found.get("linkedin", "x-demo").endswith("-demo")
        assert found.get("orcid", "0000-0000-").startswith("0000-0000-")
        assert found.get("phone", "+447700900").startswith("+447700900")


@pytest.mark.parametrize("seed", range(30))
def test_invented_orcid_has_a_right_check_digit(seed):
    value = invented_orcid(random.Random(seed))

    total = 0
    for digit in value.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    assert "0123456789X"[(12 - total % 11) % 11] == value[-1]


def test_handle_is_plain_letters():
    assert handle("Mei Sørensen") == "mei-sorensen"
    assert handle("Siddharth O. D’Souza").isascii()


def test_papers_never_run_out_and_differ():
    titles = [paper.title for paper in itertools.islice(invent_papers(random.Random(1)), 200)]

    assert len(set(titles)) == 200


def test_people_found_through_code_have_code():
    for seed in range(40):
        works = invent_works("engineering", "reimplementations", "ada", random.Random(seed))

        assert any(work.rung == 4 for work in works)
