"""One application's page, and what can be done on it."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidate
from candidates.people.signals import candidate_erasing
from hiring.models import Application
from hiring.pipeline.actions import move_application, note_on_application, reject_application
from hiring.pipeline.bulk import move_many
from hiring.pipeline.signals import application_panels_wanted
from tests.factories import ApplicationFactory, ClosingReasonFactory, InterviewFactory, RoleFactory, SeatFactory
from workspace.activity.actions import log_activity
from workspace.activity.wording import say
from workspace.models import Activity
from workspace.panels import Panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_url(application):
    return reverse("hiring:application", args=[application.uuid])


@pytest.fixture
def onsite(application):
    return application.role.stages.get(name="Onsite")


@pytest.fixture
def reason():
    return ClosingReasonFactory()


@pytest.fixture
def assigned(interviewer, application):
    """The interviewer, who holds an interview of the application and sees nothing else of its role."""
    SeatFactory(user=interviewer, interview__application=application)
    return interviewer


def act(client, name, application, **data):
    return client.post(reverse(f"hiring:{name}", args=[application.uuid]), data)


def toasts_of(answer):
    return [json.loads(message.message) for message in answer.wsgi_request._messages]


# --- The page --------------------------------------------------------------------------------------------------------


def test_page_shows_where_the_application_stands(sign_in, recruiter, page_url, application):
    page = sign_in(recruiter).get(page_url).content.decode()

    assert application.candidate.name in page
    assert "in <strong>Screen</strong>" in page
    assert "0 d here" in page


def test_page_says_who_waits_too_long(sign_in, recruiter, role, time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC), tick=False)
    application = ApplicationFactory(role=role)
    time_machine.shift(dt.timedelta(days=14))

    page = sign_in(recruiter).get(reverse("hiring:application", args=[application.uuid])).content.decode()

    assert re.search(r"14 d here, \d working days over the 3 of this stage", page)


def test_page_is_logged_as_seen(sign_in, recruiter, page_url, application):
    sign_in(recruiter).get(page_url)

    entry = Activity.objects.get(is_view=True)
    assert (entry.actor, entry.subject, entry.candidate) == (recruiter, application.uuid, application.candidate.uuid)


def test_timeline_tells_everything_newest_first(sign_in, recruiter, page_url, application, onsite, reason):
    move_application(application=application, to=onsite, note="Strong on debugging.", by=recruiter)
    reject_application(application=application, reason=reason, by=recruiter)

    page = sign_in(recruiter).get(page_url).content.decode()

    words = re.findall(r'class="step-words">([^<]+)<', page)
    assert [word.replace("&quot;", '"') for word in words] == [
        "rejected in “Onsite”",
        "moved from “Screen” to “Onsite”",
        "added to “Screen”",
    ]
    assert "Strong on debugging." in page
    assert "A minimum bar is not met" in page


def test_timeline_tells_what_other_features_logged_and_said_how_to_read(sign_in, recruiter, page_url, application):
    say("booked_for_test", "booked an interview")
    for verb in ("booked_for_test", "never_put_into_words"):
        log_activity(verb=verb, subject=application, by=recruiter, application=application.uuid)

    page = sign_in(recruiter).get(page_url).content.decode()

    assert "booked an interview" in page
    assert "never" not in page


def test_names_do_not_survive_erasure_in_the_timeline(sign_in, recruiter, page_url, application, onsite, reason):
    name = application.candidate.name
    move_application(application=application, to=onsite, note=f"{name} writes well.", by=recruiter)
    reject_application(application=application, reason=reason, note=f"Told {name}.", by=recruiter)
    note_on_application(application=application, text=f"{name} lives in Basel.", by=recruiter)
    candidate_erasing.send(Candidate, candidate=application.candidate, by=recruiter)
    Candidate.objects.filter(pk=application.candidate_id).update(name="Erased", erased_at=timezone.now())

    page = sign_in(recruiter).get(page_url).content.decode()

    assert name not in page
    assert "Erased with the candidate’s data." in page
    assert "moved from “Screen” to “Onsite”" in page


def test_panels_of_apps_higher_up_are_shown_and_listed(sign_in, recruiter, page_url):
    def offer(application, viewer, **_):
        side = Panel("hiring/pipeline/facts.html", order=1, side=True, page="Debrief", page_url="/debrief/")
        return [side, Panel("hiring/pipeline/facts.html", order=2, tab="Strengths", page="Plan", page_url="/plan/")]

    application_panels_wanted.connect(offer)
    try:
        page = sign_in(recruiter).get(page_url).content.decode()
    finally:
        application_panels_wanted.disconnect(offer)

    assert '<a href="#strengths">Strengths</a>' in page
    assert '<div id="strengths">' in page
    assert page.index('<a href="/plan/">Plan</a>') < page.index('<a href="/debrief/">Debrief</a>')


def test_page_costs_the_same_with_a_long_history(sign_in, recruiter, page_url, application, onsite, count_queries):
    client = sign_in(recruiter)
    client.get(page_url)
    note_on_application(application=application, text="One.", by=recruiter)
    move_application(application=application, to=onsite, by=recruiter)
    one = count_queries(lambda: client.get(page_url))
    for stage in application.role.stages.all():
        if stage.name != "Onsite":
            move_application(application=application, to=stage, by=recruiter)
    note_on_application(application=application, text="Two.", by=recruiter)
    note_on_application(application=application, text="Three.", by=recruiter)

    three = count_queries(lambda: client.get(page_url))

    assert one == three


def test_page_of_a_stranger_is_not_found(sign_in, stranger, page_url):
    assert sign_in(stranger).get(page_url).status_code == 404


def test_page_of_no_application_is_not_found(sign_in, recruiter):
    address = reverse("hiring:application", args=["00000000-0000-4000-8000-000000000000"])

    assert sign_in(recruiter).get(address).status_code == 404


# --- Somebody who is only assigned to an interview -------------------------------------------------------------------


def test_an_interviewers_page_does_not_break_for_want_of_a_right_on_the_role(sign_in, assigned, page_url, application):
    answer = sign_in(assigned).get(page_url)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert application.candidate.name in page
    assert application.role.title in page


def test_an_interviewer_sees_neither_notes_nor_timeline_nor_a_way_to_the_board(
    sign_in, recruiter, assigned, page_url, application, onsite
):
    note_on_application(application=application, text="Asked for 150k.", by=recruiter)
    move_application(application=application, to=onsite, note="Two of three liked it.", by=recruiter)

    page = sign_in(assigned).get(page_url).content.decode()

    for hidden in ("Asked for 150k.", "Two of three", "Onsite", "Timeline", "/board/", "/roles/", recruiter.name):
        assert hidden not in page


def test_an_interviewer_whose_seat_was_taken_away_sees_nothing(sign_in, interviewer, application, page_url):
    SeatFactory(user=interviewer, interview=InterviewFactory(application=application), is_live=False)

    assert sign_in(interviewer).get(page_url).status_code == 404


@pytest.mark.parametrize("name", ["reject", "withdraw", "hire", "reopen", "note", "move"])
def test_an_interviewer_may_not_act(sign_in, assigned, application, name):
    assert act(sign_in(assigned), name, application).status_code == 403


@pytest.mark.parametrize("name", ["reject", "withdraw", "hire", "reopen", "note", "move"])
def test_a_stranger_may_not_even_know(sign_in, stranger, application, name):
    assert act(sign_in(stranger), name, application).status_code == 404


def test_a_member_reads_and_notes_but_does_not_move(sign_in, stranger, admin, application, page_url):
    application.role.members.create(user=stranger, added_by=admin)
    client = sign_in(stranger)

    page = client.get(page_url).content.decode()

    assert "Timeline" in page
    assert "Move to…" not in page
    assert act(client, "note", application, text="Seen.").status_code == 302
    assert act(client, "hire", application).status_code == 403


# --- Acts ------------------------------------------------------------------------------------------------------------


def test_reject_asks_for_a_reason_first(sign_in, recruiter, application, reason):
    client = sign_in(recruiter)

    form = client.get(reverse("hiring:reject", args=[application.uuid])).content.decode()
    answer = act(client, "reject", application, note="Kept.")

    assert reason.text in form
    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()
    application.refresh_from_db()
    assert application.is_active


def test_reject_offers_an_undo_that_works(sign_in, recruiter, application, reason, page_url):
    client = sign_in(recruiter)

    answer = act(client, "reject", application, reason=reason.slug, note="Two ratings below.")

    application.refresh_from_db()
    assert (answer.url, application.standing) == (page_url, "rejected")
    (toast,) = toasts_of(answer)
    client.post(toast["undo"])
    application.refresh_from_db()
    assert (application.standing, application.stage.name) == ("active", "Screen")


def test_undo_stays_in_the_timeline_for_ever(sign_in, recruiter, application, reason, page_url):
    client = sign_in(recruiter)
    act(client, "reject", application, reason=reason.slug)
    client.post(reverse("hiring:undo_change", args=[application.changes.last().uuid]))

    page = client.get(page_url).content.decode()

    assert "undid that: back in “Screen”" in page
    assert "is-undone" in page


def test_undo_twice_says_so_and_changes_nothing(sign_in, recruiter, application, onsite):
    change = move_application(application=application, to=onsite, by=recruiter)
    client = sign_in(recruiter)
    address = reverse("hiring:undo_change", args=[change.uuid])
    client.post(address)

    answer = client.post(address)

    assert "undone already" in toasts_of(answer)[-1]["text"]
    assert application.changes.count() == 3


def test_undo_goes_back_where_it_was_pressed(sign_in, recruiter, application, onsite):
    change = move_application(application=application, to=onsite, by=recruiter)
    board = reverse("hiring:board", args=[application.role.slug])

    answer = sign_in(recruiter).post(reverse("hiring:undo_change", args=[change.uuid]), {"next": board})

    assert answer.url == board


def test_undo_is_not_for_strangers_nor_for_interviewers(sign_in, recruiter, stranger, assigned, application, onsite):
    change = move_application(application=application, to=onsite, by=recruiter)
    address = reverse("hiring:undo_change", args=[change.uuid])

    assert [sign_in(user).post(address).status_code for user in (stranger, assigned)] == [404, 403]


def test_withdraw_and_hire_end_it(sign_in, recruiter, role):
    theirs = ClosingReasonFactory(slug="other-offer", side="theirs", text="Took another offer")
    leaving, hired = ApplicationFactory(role=role), ApplicationFactory(role=role)
    client = sign_in(recruiter)

    act(client, "withdraw", leaving, reason=theirs.slug)
    act(client, "hire", hired)

    leaving.refresh_from_db()
    hired.refresh_from_db()
    assert (leaving.standing, leaving.closing_reason, hired.standing) == ("withdrawn", theirs, "hired")


def test_reject_for_their_reason_is_refused(sign_in, recruiter, application):
    theirs = ClosingReasonFactory(slug="other-offer", side="theirs")

    assert act(sign_in(recruiter), "reject", application, reason=theirs.slug).status_code == 422


def test_two_people_reject_at_once_and_the_second_is_told(sign_in, recruiter, hiring_manager, application, reason):
    seen_in = str(application.stage.uuid)
    act(sign_in(hiring_manager), "reject", application, reason=reason.slug, from_stage=seen_in)

    answer = act(sign_in(recruiter), "reject", application, reason=reason.slug, from_stage=seen_in, note="Mine.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "already rejected" in page
    assert "Mine." in page


def test_reject_seen_in_another_stage_is_refused(sign_in, recruiter, application, onsite, reason):
    seen_in = str(application.stage.uuid)
    move_application(application=application, to=onsite, by=recruiter)

    answer = act(sign_in(recruiter), "reject", application, reason=reason.slug, from_stage=seen_in)

    assert "in the meantime" in answer.content.decode()


def test_reopen_goes_back_to_the_stage_it_left(sign_in, recruiter, role):
    rejected = ApplicationFactory(role=role, rejected=True, stage=role.stages.get(name="Offer"))

    act(sign_in(recruiter), "reopen", rejected)

    rejected.refresh_from_db()
    assert (rejected.standing, rejected.stage.name) == ("active", "Offer")


def test_reopen_into_a_stage_of_another_role_is_refused(sign_in, recruiter, role):
    rejected = ApplicationFactory(role=role, rejected=True)

    answer = act(sign_in(recruiter), "reopen", rejected, to=str(RoleFactory().stages.first().uuid))

    assert toasts_of(answer)[-1]["level"] == "error"
    rejected.refresh_from_db()
    assert rejected.standing == "rejected"


def test_note_is_added(sign_in, recruiter, application, page_url):
    answer = act(sign_in(recruiter), "note", application, text="Prefers mornings.")

    assert answer.url == page_url + "#notes"
    assert application.notes.get().author == recruiter


def test_an_empty_note_keeps_the_form(sign_in, recruiter, application):
    answer = act(sign_in(recruiter), "note", application, text="  ")

    assert answer.status_code == 422
    assert application.notes.count() == 0


def test_notes_are_harmless_text(sign_in, recruiter, application, page_url):
    act(sign_in(recruiter), "note", application, text="<script>alert(1)</script>")

    assert "<script>alert(1)" not in sign_in(recruiter).get(page_url).content.decode()


@pytest.mark.parametrize("name", ["reject", "withdraw", "hire"])
def test_acts_need_a_post(sign_in, recruiter, application, name):
    answer = sign_in(recruiter).get(reverse(f"hiring:{name}", args=[application.uuid]))

    assert answer.status_code == 200
    application.refresh_from_db()
    assert application.is_active


# --- Many at once ----------------------------------------------------------------------------------------------------


@pytest.fixture
def pile(role):
    return [ApplicationFactory(role=role) for _ in range(3)]


def bulk(client, name, role, pile, **data):
    chosen = [str(application.uuid) for application in pile]
    return client.post(reverse(f"hiring:bulk_{name}", args=[role.slug]), {"applications": chosen, **data})


def standings():
    return sorted(Application.objects.values_list("stage__name", "standing"))


def test_bulk_move_moves_all_and_one_undo_takes_them_back(sign_in, recruiter, role, pile):
    client = sign_in(recruiter)

    answer = bulk(client, "move", role, pile, to=str(role.stages.get(name="Onsite").uuid))

    assert standings() == [("Onsite", "active")] * 3
    (toast,) = toasts_of(answer)
    assert toast["text"] == "3 candidates moved to Onsite"
    client.post(toast["undo"])
    assert standings() == [("Screen", "active")] * 3


def test_bulk_move_says_who_stayed_and_why(sign_in, recruiter, role, pile):
    rejected = ApplicationFactory(role=role, rejected=True)

    answer = bulk(sign_in(recruiter), "move", role, [*pile, rejected], to=str(role.stages.get(name="Onsite").uuid))

    assert [toast["level"] for toast in toasts_of(answer)] == ["success", "warning"]
    assert rejected.candidate.name in toasts_of(answer)[1]["text"]


def test_bulk_move_of_nobody_keeps_the_form(sign_in, recruiter, role):
    answer = bulk(sign_in(recruiter), "move", role, [], to=str(role.stages.first().uuid))

    assert answer.status_code == 422
    assert "Choose at least one candidate" in answer.content.decode()


def test_bulk_move_does_not_reach_other_roles(sign_in, recruiter, role):
    elsewhere = ApplicationFactory()

    answer = bulk(sign_in(recruiter), "move", role, [elsewhere], to=str(role.stages.last().uuid))

    assert answer.status_code == 422
    elsewhere.refresh_from_db()
    assert elsewhere.stage.name == "Screen"


def test_bulk_reject_names_everybody_and_asks_for_the_reason(sign_in, recruiter, role, pile, reason):
    answer = bulk(sign_in(recruiter), "reject", role, pile)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(application.candidate.name in page for application in pile)
    assert reason.text in page
    assert standings() == [("Screen", "active")] * 3


def test_bulk_reject_without_a_reason_rejects_nobody(sign_in, recruiter, role, pile, reason):
    answer = bulk(sign_in(recruiter), "reject", role, pile, confirmed="1", note="Kept.")

    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()
    assert standings() == [("Screen", "active")] * 3


def test_bulk_reject_rejects_for_the_stated_reason(sign_in, recruiter, role, pile, reason):
    bulk(sign_in(recruiter), "reject", role, pile, confirmed="1", reason=reason.slug)

    assert standings() == [("Screen", "rejected")] * 3


def test_bulk_acts_meet_rubbish(sign_in, recruiter, role, reason):
    client = sign_in(recruiter)
    address = reverse("hiring:bulk_reject", args=[role.slug])

    answers = [
        client.post(address, {"applications": ["x", "1", "\x00"]}),
        client.post(address, {"applications": ["x"], "confirmed": "1", "reason": reason.slug}),
        client.post(reverse("hiring:bulk_move", args=[role.slug]), {"applications": ["\x00"], "to": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 422]


def test_bulk_acts_are_not_for_strangers_nor_members(sign_in, stranger, interviewer, admin, role, pile):
    role.members.create(user=interviewer, added_by=admin)
    to = str(role.stages.last().uuid)

    assert [bulk(sign_in(user), "move", role, pile, to=to).status_code for user in (stranger, interviewer)] == [
        404,
        403,
    ]


def test_undoing_many_is_not_for_strangers(sign_in, recruiter, stranger, role, pile):
    batch = move_many(applications=pile, to=role.stages.last(), by=recruiter).batch

    answer = sign_in(stranger).post(reverse("hiring:undo_batch", args=[batch]))

    assert answer.status_code == 404
    assert standings() == [("Offer", "active")] * 3
