import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.models import Candidate, Evidence, Identity, Note
from candidates.people import actions, records
from candidates.people.handles import handle_of, handles_in
from candidates.people.refusals import CandidateError, IdentityRefused
from candidates.people.tasks import sweep
from tests import factories
from workspace.models import Activity


@pytest.fixture
def candidate(db):
    return factories.CandidateFactory(name="Elin Vasquez")


def found_by(words):
    return list(Candidate.objects.matching(words))


def test_add_candidate_is_found_by_name_and_by_handle_in_any_spelling(recruiter):
    elin = actions.add_candidate(
        name="  Elín   Vásquez ", handles=handles_in("elin@mail.example https://github.com/elinv"), by=recruiter
    )

    assert elin.name == "Elín Vásquez"
    assert found_by("vasq eli") == found_by("elin@mail") == found_by("elinv") == [elin]
    assert Activity.objects.get().verb == "added_candidate"


@pytest.mark.parametrize("name", ["", "   ", "123", "\x00\x01", "\u202e", "!!!"])
def test_a_name_without_a_letter_is_refused(recruiter, name):
    with pytest.raises(CandidateError, match="at least one letter"):
        actions.add_candidate(name=name, by=recruiter)


def test_direction_marks_and_control_characters_do_not_survive_in_a_name(recruiter):
    assert actions.add_candidate(name="Elin\u202eVas\x07quez\n", by=recruiter).name == "ElinVasquez"


def test_an_endless_name_is_refused(recruiter):
    with pytest.raises(CandidateError, match="200 characters"):
        actions.add_candidate(name="x" * 10_000, by=recruiter)


@given(st.text())
def test_clean_name_returns_a_printable_line_or_refuses(text):
    try:
        name = actions.clean_name(text)
    except CandidateError:
        return

    assert name.isprintable()
    assert 0 < len(name) <= 200


def test_edit_candidate_says_which_fields_changed(candidate, recruiter):
    actions.edit_candidate(
        candidate=candidate, changes={"headline": "Roboticist", "name": "Elin V. Vasquez"}, by=recruiter
    )

    assert found_by("elin v") == [candidate]
    assert Activity.objects.get().facts == {"fields": "headline, name"}


def test_edit_candidate_refuses_an_impossible_zone(candidate, recruiter):
    with pytest.raises(CandidateError, match="not a time zone"):
        actions.edit_candidate(candidate=candidate, changes={"time_zone": "Mars/Olympus"}, by=recruiter)


def test_a_record_out_of_use_is_not_changed(candidate, recruiter):
    candidate.merged_into = factories.CandidateFactory()
    candidate.save()

    with pytest.raises(CandidateError, match="no longer in use"):
        records.write_note(candidate=candidate, text="Hello", by=recruiter)


def test_the_same_handle_twice_is_one(candidate, recruiter):
    for text in ("https://github.com/ElinV", "github.com/elinv/"):
        actions.add_identity(candidate=candidate, handle=handles_in(text)[0], by=recruiter)

    assert Identity.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("email", " Elin@Mail.Example ", "elin@mail.example"),
        ("github", "@elinv", "elinv"),
        ("orcid", "0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("phone", "0041 44 123 45 67", "+41441234567"),
        ("arxiv", "https://arxiv.org/a/vasquez_e_1", "vasquez_e_1"),
        ("openreview", "~Elin_Vasquez1", "~Elin_Vasquez1"),
    ],
)
def test_handle_of_gives_one_spelling(kind, text, value):
    assert handle_of(kind, text).value == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "elin"),
        ("orcid", "0000-0002-1825-0098"),
        ("phone", "call me"),
        ("homepage", "javascript:alert(1)"),
        ("arxiv", "elin"),
    ],
)
def test_handle_of_refuses_what_is_none(kind, text):
    with pytest.raises(IdentityRefused):
        handle_of(kind, text)


def test_tags_are_one_spelling_and_searchable(candidate, recruiter):
    tags = actions.set_tags(candidate=candidate, names=["Robotics", " robotics ", "Lisbon"], by=recruiter)

    assert [tag.name for tag in tags] == ["robotics", "lisbon"]
    assert found_by("robot") == [candidate]


def test_too_many_tags_are_refused(candidate, recruiter):
    with pytest.raises(CandidateError, match="20 tags"):
        actions.set_tags(candidate=candidate, names=[f"t{n}" for n in range(21)], by=recruiter)


def test_a_follow_up_is_somebodys_and_can_be_taken_back(candidate, recruiter, hiring_manager):
    actions.set_follow_up(candidate=candidate, on=dt.date(2026, 12, 1), note="Ask about\nthe thesis", by=recruiter)
    candidate.refresh_from_db()
    assert (candidate.follow_up_by, candidate.follow_up_note) == (recruiter, "Ask about the thesis")

    actions.set_follow_up(candidate=candidate, on=None, by=hiring_manager)

    candidate.refresh_from_db()
    assert (candidate.follow_up_on, candidate.follow_up_by, candidate.follow_up_note) == (None, None, "")


def test_do_not_contact_takes_the_follow_up_with_it(candidate, recruiter):
    actions.set_follow_up(candidate=candidate, on=dt.date(2026, 12, 1), by=recruiter)

    actions.set_do_not_contact(candidate=candidate, value=True, by=recruiter)

    candidate.refresh_from_db()
    assert (candidate.do_not_contact, candidate.follow_up_on) == (True, None)


def test_an_empty_note_is_refused(candidate, recruiter):
    with pytest.raises(CandidateError, match="empty"):
        records.write_note(candidate=candidate, text=" \n", by=recruiter)


def test_the_same_paper_is_evidence_once(candidate, recruiter):
    paper = factories.PaperFactory()

    rows = [
        records.add_evidence(candidate=candidate, rung=5, title=paper.title, paper=paper, by=recruiter)
        for _ in range(2)
    ]

    assert rows[0] == rows[1]
    assert Evidence.objects.count() == 1


def test_what_is_taken_away_can_be_put_back(candidate, recruiter):
    note = records.write_note(candidate=candidate, text="Hello", by=recruiter)

    records.take_away(row=note, by=recruiter)
    assert list(candidate.notes.all()) == []
    with pytest.raises(CandidateError, match="already"):
        records.take_away(row=note, by=recruiter)
    records.put_back(row=note, by=recruiter)

    assert list(candidate.notes.all()) == [note]


def test_put_back_refuses_what_was_added_again(candidate, recruiter):
    handle = handle_of("github", "elinv")
    first = actions.add_identity(candidate=candidate, handle=handle, by=recruiter)
    records.take_away(row=first, by=recruiter)
    actions.add_identity(candidate=candidate, handle=handle, by=recruiter)

    with pytest.raises(CandidateError, match="added again"):
        records.put_back(row=first, by=recruiter)


def test_a_removed_handle_is_not_found_any_more(candidate, recruiter):
    identity = actions.add_identity(candidate=candidate, handle=handle_of("github", "elinv"), by=recruiter)

    records.take_away(row=identity, by=recruiter)

    assert found_by("elinv") == []


def test_sweep_deletes_for_good_after_a_week(candidate, recruiter):
    note = records.write_note(candidate=candidate, text="Hello", by=recruiter)
    records.take_away(row=note, by=recruiter)

    assert records.sweep_taken_away() == 0
    Note.with_deleted.update(deleted_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert [sweep(), sweep()] == [1, 0]


def test_no_name_ever_enters_the_log(candidate, recruiter):
    actions.edit_candidate(candidate=candidate, changes={"name": "Elin Other"}, by=recruiter)
    records.write_note(candidate=candidate, text="About Elin", by=recruiter)
    actions.set_tags(candidate=candidate, names=["elin"], by=recruiter)

    assert "elin" not in str(list(Activity.objects.values())).lower()
