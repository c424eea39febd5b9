"""Nothing that a blind rater can reach names the author before they have rated."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from interviews.availability.own_interviews import seats_of
from interviews.models import Scorecard
from interviews.plans.actions import interviews_have_begun
from interviews.schedule.models import Interview, Seat
from interviews.take_homes.handing_in import confirm, finish, hand_in
from interviews.take_homes.models import TakeHomeRating
from interviews.take_homes.raters import ask_raters, recognise
from interviews.take_homes.reminders import TAKE_HOME_NEWS, TAKE_HOME_TO_RATE
from interviews.take_homes.tasks import clean_file
from interviews.week.queries import week_of
from tests.interviews.take_homes.conftest import TELLING
from tests.workspace.files.test_cleaning import packed, pdf
from workspace.files.tasks import read_text
from workspace.models import Activity, Mail, Notification
from workspace.reminders.actions import notify
from workspace.tokens.actions import make_token
from workspace.tokens.models import Scope

HOURS = {"again": 48, "manager": 72}


def told(response, candidate, application, take_home):
    """What in an answer would name the author: words, and the keys of their rows."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    everything = (body + repr(dict(response.headers)).encode()).decode("utf-8", errors="replace").casefold()
    keys = [str(row.uuid) for row in (candidate, application, take_home)]
    return [one for one in (*TELLING, *keys) if one in everything]


@pytest.fixture
def pages(rating):
    """Where a rater could look."""
    return [
        reverse("interviews:rate-take-home", args=[rating.uuid]),
        reverse("interviews:week"),
        reverse("interviews:calendar"),
        "/",
        reverse("workspace:notifications"),
        reverse("workspace:search") + "?q=zorb",
        reverse("workspace:search") + "?q=" + rating.take_home.code,
    ]


def test_no_page_of_a_blind_rater_names_the_author(pages, rating, maya, sign_in, candidate, application):
    for due in TAKE_HOME_TO_RATE.due(timezone.now(), HOURS):
        notify(kind="take_home_rating", due=due)
    client = sign_in(maya)

    for page in pages:
        response = client.get(page, follow=True)
        assert response.status_code == 200, page
        assert told(response, candidate, application, rating.take_home) == [], page


def test_a_blind_rater_reaches_nothing_of_the_person(rating, maya, sign_in, candidate, application):
    client = sign_in(maya)
    closed = [
        reverse("interviews:take-home", args=[rating.take_home.uuid]),
        reverse("interviews:take-home-original", args=[rating.take_home.uuid]),
        reverse("hiring:application", args=[application.uuid]),
        reverse("candidates:candidate", args=[candidate.uuid]),
        reverse("interviews:debrief", args=[application.uuid]),
        reverse("interviews:debrief_more", args=[application.uuid]),
        reverse("interviews:take-home-raters-file", args=[rating.uuid]),
    ]

    assert [client.get(page).status_code for page in closed] == [404] * len(closed)


def test_no_answer_of_the_api_names_the_author(rating, maya, client, candidate, application):
    token = make_token(user=maya, name="a script", scopes=Scope.values, days=3)[1]
    for kind in ("candidates", "applications", "interviews", "scorecards", "roles"):
        answer = client.get(f"/api/v1/{kind}/", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, kind
        assert told(answer, candidate, application, rating.take_home) == [], kind


def test_every_answer_to_a_typing_rater_is_nameless(rating, maya, sign_in, candidate, application, answers):
    client = sign_in(maya)
    submit = reverse("interviews:submit-take-home-rating", args=[rating.uuid])
    draft = reverse("interviews:autosave-take-home-rating", args=[rating.uuid])
    tries = [
        client.post(submit, {"version": "0"}),
        client.post(submit, answers | {"version": "7"}),
        client.post(submit, answers | {"go": "save"}, follow=True),
        client.post(draft, {"version": "1", "summary": "fine"}),
        client.post(draft, {"version": "0", "summary": "stale"}),
        client.post(draft, "{", content_type="application/json"),
        client.post(reverse("interviews:know-take-home", args=[rating.uuid]), {"go": "on"}, follow=True),
    ]

    assert [one.status_code for one in tries] == [422, 409, 200, 200, 409, 422, 200]
    assert [told(one, candidate, application, rating.take_home) for one in tries] == [[]] * len(tries)


def test_what_is_typed_before_submitting_ties_the_rater_to_nobody(rating, maya, sign_in, answers, candidate):
    sign_in(maya).post(reverse("interviews:submit-take-home-rating", args=[rating.uuid]), answers | {"go": "save"})

    assert not Scorecard.objects.exists()
    assert not Seat.objects.exists()
    assert not Interview.objects.exists()
    assert not Activity.objects.filter(actor=maya, candidate__isnull=False).exists()


def test_the_reminders_of_a_rater_name_nobody_and_hang_on_nobody(rating, maya):
    [due] = TAKE_HOME_TO_RATE.due(timezone.now(), HOURS)

    assert due.recipient == maya.pk
    assert due.candidate is None
    assert not [one for one in TELLING if one in f"{due.subject} {due.body} {due.path} {due.key}".casefold()]
    assert str(rating.take_home.uuid) not in due.path


def test_mails_to_a_rater_name_nobody(rating, maya, recruiter):
    for due in [*TAKE_HOME_TO_RATE.due(timezone.now(), HOURS), *TAKE_HOME_NEWS.due(timezone.now(), {})]:
        notify(kind="take_home_rating", due=due)

    mails = Mail.objects.filter(user=maya) | Mail.objects.filter(to=maya.email)
    notices = Notification.objects.filter(user=maya)
    written = json.dumps([*mails.values_list("subject", "body"), *notices.values_list("subject", "body", "path")])
    assert notices.exists()
    assert not [one for one in TELLING if one in written.casefold()]


def test_the_log_hides_the_take_home_from_its_rater_until_they_rated(rating, maya, answers, sign_in):
    from workspace.activity.veils import unveiled

    about = Activity.objects.filter(subject_kind="takehome")
    assert about.exists()
    assert not unveiled(about, maya).exists()

    sign_in(maya).post(reverse("interviews:submit-take-home-rating", args=[rating.uuid]), answers)

    assert unveiled(about, maya).exists()


def test_another_raters_scorecard_is_sealed_until_ones_own_is_in(
    rating, maya, tomas, recruiter, take_home, sign_in, answers
):
    ask_raters(take_home=take_home, users=[tomas], by=recruiter)
    sign_in(maya).post(reverse("interviews:submit-take-home-rating", args=[rating.uuid]), answers)
    card = Scorecard.objects.get(author=maya)
    other = TakeHomeRating.objects.get(rater=tomas)

    assert sign_in(tomas).get(reverse("interviews:scorecard", args=[card.uuid])).status_code == 404
    assert not Scorecard.objects.readable_by(tomas).exists()

    sign_in(tomas).post(reverse("interviews:submit-take-home-rating", args=[other.uuid]), answers)

    assert Scorecard.objects.readable_by(tomas).count() == 2
    assert Interview.objects.get().seats.count() == 2


def test_the_file_of_a_blind_rater_is_the_cleaned_one_under_a_name_that_says_nothing(
    media, take_home, maya, recruiter, sign_in, candidate, application
):
    ask_raters(take_home=take_home, users=[maya], by=recruiter)
    upload = SimpleUploadedFile("zorbatek-report.pdf", pdf("Noise helps a little", "Qwendolyn Zorbatek"))
    made = hand_in(take_home=take_home, upload=upload)
    finish(take_home=take_home)
    rating = TakeHomeRating.objects.get()
    page = reverse("interviews:rate-take-home", args=[rating.uuid])
    file = reverse("interviews:take-home-raters-file", args=[rating.uuid])
    client = sign_in(maya)
    assert client.get(file).status_code == 404  # not cleaned yet

    clean_file(made.pk)
    clean_file(made.pk)
    made.refresh_from_db()
    read_text(made.raters_file.pk)

    answer = client.get(file)
    assert answer.status_code == 200
    assert f"{take_home.code}.pdf" in answer["Content-Disposition"]
    assert told(answer, candidate, application, take_home) == []
    shown = client.get(page)
    assert b"Noise helps a little" in shown.content
    assert told(shown, candidate, application, take_home) == []


@pytest.mark.parametrize("kind", ["named", "archive"])
def test_a_file_that_may_name_its_author_is_read_covered_and_not_given(
    media, take_home, maya, recruiter, sign_in, candidate, application, kind
):
    ask_raters(take_home=take_home, users=[maya], by=recruiter)
    content = (
        pdf("By Qwendolyn Zorbatek", "")
        if kind == "named"
        else packed(**{"zorbatek__solve.py": b"# qzorb@mail.example\nprint(1)"})
    )
    made = hand_in(take_home=take_home, upload=SimpleUploadedFile("work", content))
    finish(take_home=take_home)
    clean_file(made.pk)
    made.refresh_from_db()
    read_text((made.raters_file or made.file).pk)
    rating = TakeHomeRating.objects.get()
    file = reverse("interviews:take-home-raters-file", args=[rating.uuid])
    client, staff = sign_in(maya), sign_in(recruiter)

    page = client.get(reverse("interviews:rate-take-home", args=[rating.uuid]))
    assert "▮▮▮" in page.content.decode()
    assert told(page, candidate, application, take_home) == []
    assert client.get(file).status_code == 404
    said = staff.get(reverse("interviews:take-home", args=[take_home.uuid])).content.decode()
    assert ("names its author" if kind == "named" else "archive cannot be cleaned") in said
    assert "zorbatek" in said.casefold()

    confirm(take_home=take_home, what="file", by=recruiter)

    answer = client.get(file)
    assert answer.status_code == 200
    answer.close()


def test_a_link_reaches_blind_raters_once_somebody_looked(rating, maya, recruiter, sign_in):
    page = reverse("interviews:rate-take-home", args=[rating.uuid])
    assert b"github.com" not in sign_in(maya).get(page).content

    confirm(take_home=rating.take_home, what="link", by=recruiter)

    assert b"https://github.com/qzorb/claim" in sign_in(maya).get(page).content


def test_who_recognises_the_author_is_marked_or_steps_aside(rating, maya, answers, sign_in, recruiter, application):
    recognise(rating=rating, steps_aside=False, by=maya)
    sign_in(maya).post(reverse("interviews:submit-take-home-rating", args=[rating.uuid]), answers)

    page = sign_in(recruiter).get(reverse("hiring:application", args=[application.uuid])).content.decode()
    assert "knew whose it was" in page


def test_who_steps_aside_sees_it_no_more(rating, maya, sign_in):
    client = sign_in(maya)
    client.post(reverse("interviews:know-take-home", args=[rating.uuid]), {"go": "aside"})

    assert client.get(reverse("interviews:rate-take-home", args=[rating.uuid])).status_code == 404
    rating.refresh_from_db()
    assert rating.knows_since
    assert rating.released_at
    assert list(TAKE_HOME_TO_RATE.due(timezone.now(), HOURS)) == []


def test_a_rating_that_is_submitted_stands_in_the_debrief_as_a_scorecard(
    rating, maya, sign_in, answers, hiring_manager, application
):
    answer = sign_in(maya).post(reverse("interviews:submit-take-home-rating", args=[rating.uuid]), answers, follow=True)

    assert answer.status_code == 200
    assert "Zorbatek" in answer.content.decode()
    card = Scorecard.objects.get()
    assert card.counts
    assert card.versions.get().from_memory is False
    assert card.versions.get().after_reading is False
    debrief = sign_in(hiring_manager).get(reverse("interviews:debrief", args=[application.uuid])).content.decode()
    assert "every bar is met" in debrief
    page = sign_in(hiring_manager).get(reverse("interviews:scorecard", args=[card.uuid])).content.decode()
    assert "rated blind" in page


def test_rating_at_home_takes_no_place_in_a_calendar_and_comes_before_hypotheses(
    rating, maya, sign_in, answers, application
):
    sign_in(maya).post(reverse("interviews:submit-take-home-rating", args=[rating.uuid]), answers)

    assert list(seats_of(maya, timezone.now())) == []
    assert week_of(maya, timezone.now()).next is None
    assert not Interview.objects.visible_to(maya).exists()
    assert interviews_have_begun(application, timezone.now())
