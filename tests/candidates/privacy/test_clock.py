import datetime as dt

import pytest
from django.core import mail as sent
from django.urls import reverse
from django.utils import timezone

from candidates.matching.merging import merge_candidates, undo_merge
from candidates.models import Candidate, Deletion, Notice, PrivacyWords
from candidates.outreach.actions import keep_draft, send_message
from candidates.people.actions import add_candidate
from candidates.people.handles import handles_in
from candidates.people.refusals import CandidateError
from candidates.privacy.clock import DAYS, delete_outdated, delete_untold, note_told, put_off, take_back_delay
from candidates.privacy.enums import Told
from candidates.privacy.reminders import due_notices, notices_settled
from candidates.privacy.tasks import tend_notices
from tests import factories
from workspace.mail.actions import deliver_due_mail

pytestmark = pytest.mark.django_db
HOURS = {"warning": 120}


@pytest.fixture
def elin(recruiter):
    return add_candidate(
        name="Elin Vasquez",
        channel=factories.ChannelFactory(),
        channel_detail="Grasping",
        handles=handles_in("elin@uni.example"),
        owner=recruiter,
        by=recruiter,
    )


def in_days(days):
    return timezone.now() + dt.timedelta(days=days)


def present():
    return list(Candidate.objects.present().order_by("pk").values_list("name", flat=True))


def test_a_record_says_where_it_is_from_and_must_be_told_in_thirty_days(elin):
    notice = elin.notice

    assert (notice.source, notice.basis, notice.is_given) == ("Arxiv: Grasping", "interest", False)
    assert notice.due_at - notice.obtained_at >= DAYS


def test_who_came_by_themselves_knows(recruiter):
    direct = factories.ChannelFactory(slug="direct", kind="direct")

    notice = add_candidate(name="Mei", channel=direct, by=recruiter).notice

    assert (notice.basis, notice.given_how) == ("their_step", "first_hand")


def test_the_first_letter_tells_them_and_only_the_first(elin, recruiter):
    for body in ("One", "Two"):
        draft = keep_draft(candidate=elin, address="elin@uni.example", subject="s", body=body, by=recruiter)
        send_message(message=draft, by=recruiter)
        deliver_due_mail()

    first, second = (letter.body for letter in sent.outbox)
    for words in (
        "About your data:",
        "Arxiv: Grasping",
        "Article 6(1)(f)",
        "supervisory authority",
        "http://testserver/objection/",
    ):
        assert words in first
    assert "About your data:" not in second
    assert "http://testserver/objection/" in second
    elin.notice.refresh_from_db()
    assert elin.notice.given_how == Told.LETTER


def test_the_organisations_words_stand_in_the_letter(elin, admin, recruiter, sign_in):
    client = sign_in(admin)
    words = {"controller": "Meridian Ltd, 1 Road, Zurich", "contact": "privacy@meridian.example", "keeps_months": "18"}

    refused = client.post("/settings/privacy/words/", words | {"keeps_months": "1"})
    client.post("/settings/privacy/words/", words | {"policy_url": "meridian.example/privacy"})
    page = sign_in(recruiter).get(reverse("candidates:write", args=[elin.uuid])).text

    assert refused.status_code == 422
    assert "Meridian Ltd, 1 Road, Zurich is responsible" in page
    assert "write to privacy@meridian.example. More: https://meridian.example/privacy" in page
    assert "after 18 months" in page


# --- Deleting --------------------------------------------------------------------------------------------------------


def test_who_was_not_told_in_time_goes_and_is_counted(elin, recruiter):
    told = add_candidate(name="Told", by=recruiter)
    note_told(candidate=told, how=Told.TALK, by=recruiter)

    early = delete_untold(now=in_days(29.9))
    numbers = [delete_untold(now=in_days(30.1)) for _ in range(2)]

    elin.refresh_from_db()
    assert (early, numbers) == (0, [1, 0])
    assert elin.erased_at
    assert present() == ["Told"]
    assert list(Deletion.objects.values_list("why", "records")) == [("untold", 1)]


def test_the_task_called_twice_begins_and_deletes_once(recruiter):
    add_candidate(name="Old", by=recruiter)
    Notice.objects.update(due_at=in_days(-1))
    factories.CandidateFactory(name="Bulk")

    assert [tend_notices(), tend_notices()] == [(1, 1, 0), (0, 0, 0)]
    assert present() == ["Bulk"]
    assert Notice.objects.get().due_at > in_days(29)


def test_a_record_that_lay_here_long_gets_its_thirty_days(db):
    old = factories.CandidateFactory()
    Candidate.objects.update(created_at=in_days(-400))

    tend_notices()

    assert old.notice.due_at > in_days(29)


def test_who_is_in_a_pipeline_stays_until_a_person_has_looked(elin, role, admin, sign_in):
    factories.ApplicationFactory(candidate=elin, role=role)

    assert delete_untold(now=in_days(31)) == 0
    Notice.objects.update(due_at=in_days(1))
    assert "In a role’s pipeline: tell them, or end the application." in sign_in(admin).get("/settings/privacy/").text


def test_who_has_a_letter_on_its_way_stays(elin, recruiter):
    draft = keep_draft(candidate=elin, address="elin@uni.example", subject="s", body="b", by=recruiter)
    send_message(message=draft, by=recruiter)

    assert delete_untold(now=in_days(31)) == 0


def test_a_merged_record_goes_with_the_one_it_is_part_of(elin, recruiter):
    kept = factories.CandidateFactory(name="Kept")
    note_told(candidate=kept, how=Told.TALK, by=recruiter)
    merge_candidates(kept=kept, absorbed=elin, by=recruiter)

    assert delete_untold(now=in_days(31)) == 0
    assert present() == ["Kept"]


def test_who_was_told_as_one_record_was_told(elin, recruiter):
    note_told(candidate=elin, how=Told.TALK, by=recruiter)
    kept = add_candidate(name="E. Vasquez", by=recruiter)

    merge = merge_candidates(kept=kept, absorbed=elin, by=recruiter)
    merged = Notice.objects.get(candidate=kept).given_how
    undo_merge(merge=merge, by=recruiter)

    assert (merged, Notice.objects.get(candidate=kept).given_how) == ("talk", "")


def test_nobody_goes_for_age_unless_the_organisation_says_so(elin, recruiter, role):
    note_told(candidate=elin, how=Told.TALK, by=recruiter)
    busy = add_candidate(name="Busy", by=recruiter)
    note_told(candidate=busy, how=Told.TALK, by=recruiter)
    factories.ApplicationFactory(candidate=busy, role=role)
    Candidate.objects.update(active_at=in_days(-500))

    before = delete_outdated()
    PrivacyWords.objects.update(keeps_months=12)

    assert (before, delete_outdated(), delete_outdated()) == (0, 1, 0)
    assert present() == ["Busy"]
    assert Deletion.objects.get().why == "outdated"


# --- Putting off -----------------------------------------------------------------------------------------------------


def test_an_admin_puts_a_deletion_off_once_with_a_reason_and_can_take_it_back(elin, admin, recruiter, sign_in):
    url, client = reverse("candidates:delay", args=[elin.uuid]), sign_in(admin)
    day = in_days(45).date()

    without = client.post(url, {"until": day, "because": ""})
    too_far = client.post(url, {"until": in_days(90).date(), "because": "On parental leave"})
    done = client.post(url, {"until": day, "because": "On parental leave"})
    twice = client.post(url, {"until": in_days(50).date(), "because": "Still"})
    later = Notice.objects.get()
    undone = client.post(reverse("candidates:take_back_delay", args=[elin.uuid]), follow=True)

    assert [answer.status_code for answer in (without, too_far, done, twice)] == [422, 422, 302, 422]
    assert "Choose a day after the one it is due on, and within 60 days from now." in too_far.text
    assert "It was put off once already." in twice.text
    assert (later.due_at.date(), later.put_off_by, later.put_off_because) == (day, admin, "On parental leave")
    assert "Taken back. They have to be told by" in undone.text
    assert Notice.objects.get().due_before is None
    assert sign_in(recruiter).post(url, {}).status_code == 403


def test_taking_a_delay_back_deletes_nobody_this_minute(elin, admin):
    put_off(notice=elin.notice, until=in_days(45), because="Leave", by=admin)

    notice = take_back_delay(notice=elin.notice, now=in_days(40), by=admin)

    assert notice.due_at >= in_days(40.9)
    with pytest.raises(CandidateError, match="It was not put off"):
        take_back_delay(notice=notice, by=admin)


def test_who_knows_needs_no_delay(elin, admin):
    note_told(candidate=elin, how=Told.TALK, by=admin)

    with pytest.raises(CandidateError, match="They have been told"):
        put_off(notice=elin.notice, until=in_days(45), because="x", by=admin)


# --- Reminders and pages ---------------------------------------------------------------------------------------------


def test_the_owner_is_reminded_on_day_twenty_five(elin, recruiter):
    early = list(due_notices(in_days(24.9), HOURS))
    [due] = due_notices(in_days(25.1), HOURS)
    before = notices_settled(due.key)
    note_told(candidate=elin, how=Told.TALK, by=recruiter)

    assert early == []
    assert (due.recipient, due.subject) == (recruiter.pk, "1 person does not know that we keep their data")
    assert f"{elin.notice.due_at:%-d %B} is deleted" in due.body
    assert (before, notices_settled(due.key)) == (False, True)
    assert list(due_notices(in_days(25.1), HOURS)) == []


def test_nobodys_people_are_the_admins_and_many_are_one_reminder(admin, recruiter):
    for number in range(3):
        add_candidate(name=f"Person {number}", by=recruiter)
    Notice.objects.update(due_at=in_days(3))

    [due] = due_notices(timezone.now(), HOURS)

    assert (due.recipient, due.subject) == (admin.pk, "3 people do not know that we keep their data")
    assert not notices_settled(due.key)


def test_people_to_be_told_mine_and_everybodys(elin, recruiter, sign_in):
    add_candidate(name="Somebody else’s", by=recruiter)
    client = sign_in(recruiter)

    mine, everybody, altered = (
        client.get("/sourcing/untold/", query) for query in ({}, {"whose": "all"}, {"after": "x"})
    )

    assert [row.candidate.name for row, _ in mine.context["lines"]] == ["Elin Vasquez"]
    assert [row.candidate.name for row, _ in everybody.context["lines"]] == ["Elin Vasquez", "Somebody else’s"]
    assert "Start again from the first page." in altered.text


@pytest.mark.parametrize("path", ["/sourcing/untold/?whose=all", "/settings/privacy/"])
def test_pages_cost_the_same_with_one_person_and_with_three(elin, admin, recruiter, sign_in, count_queries, path):
    client = sign_in(admin)
    Notice.objects.update(due_at=in_days(1))
    client.get(path)

    one = count_queries(lambda: client.get(path))
    for number in range(2):
        add_candidate(name=f"Person {number}", owner=factories.UserFactory(recruiter=True), by=recruiter)
    Notice.objects.update(due_at=in_days(1))
    three = count_queries(lambda: client.get(path))

    assert one == three


def test_noting_on_their_page_that_they_know(elin, recruiter, sign_in):
    client, url = sign_in(recruiter), reverse("candidates:told", args=[elin.uuid])

    page = client.get(reverse("candidates:candidate", args=[elin.uuid])).text
    wrong = client.post(url, {"how": "letter"}, follow=True)
    client.post(url, {"how": "talk"})

    assert "Whoever is not told by" in page
    assert "Choose how they know." in wrong.text
    assert Notice.objects.get().given_how == "talk"


def test_the_privacy_page_names_nobody_who_is_gone(elin, admin, sign_in):
    delete_untold(now=in_days(31))

    page = sign_in(admin).get("/settings/privacy/").text

    assert "Not told in time" in page
    assert "Vasquez" not in page
