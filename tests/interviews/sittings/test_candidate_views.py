"""A candidate's pages, with nothing but forms: every page, every refusal, and that no link tells on another."""

import datetime as dt
import re
import uuid

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from interviews.models import Answer, Attempt, AttemptEvent
from interviews.sittings.actions import begin, hand_in
from interviews.sittings.clock import GRACE
from interviews.sittings.links import SALT, token_of
from interviews.sittings.models import AttemptItem
from tests import factories
from tests.interviews.exam_fixtures import by_form, invite, items_of, long_ago, make_exam, right_fields

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
QUESTION_PAGE_QUERIES = 10


def url(name, invitation, *more):
    return reverse(f"interviews:{name}", args=[token_of(invitation), *more])


def page(client, name, invitation, *more):
    return client.get(url(name, invitation, *more))


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_first_page_states_the_terms(client, invitation):
    text = words(page(client, "sit", invitation))

    assert "40 minutes" in text
    assert "answer without AI assistants" in text
    assert "Whether somebody can read a training curve." in text
    assert "1 within the tolerance, else 0." in text
    assert "Extra time, or another way to take it" in text
    assert "Erased" not in text
    invitation.refresh_from_db()
    assert invitation.opened_at is not None


def test_first_page_says_only_the_forms_that_can_come(client, invitation):
    text = words(page(client, "sit", invitation))

    assert "Short answer" in text
    assert "Matching" not in text


def test_terms_of_each_ai_policy(client, bank, application):
    for policy, said in (("declared", "Before you hand in, say for what"), ("allowed", "as you would at work")):
        exam = make_exam(slug=policy, ai_policy=policy)
        assert said in words(page(client, "sit", invite(exam, application)))


def test_no_page_tells_of_staff_or_keys(client, invitation, recruiter):
    begin(invitation=invitation)
    pages = [page(client, "sit-question", invitation, number) for number in range(1, 5)]
    pages += [page(client, "sit-review", invitation), page(client, "sit", invitation)]
    text = " ".join(words(one) for one in pages)

    assert recruiter.name not in text
    assert "So it is." not in text
    assert invitation.attempt.code_name not in text


def test_link_is_the_same_whenever_it_is_made(invitation, time_machine):
    """A page kept on a device leads to the pages kept beside it."""
    time_machine.move_to(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC))
    first = token_of(invitation)
    time_machine.shift(3600)

    assert token_of(invitation) == first


@pytest.mark.parametrize("spoil", ["cut", "altered", "foreign", "renewed", "unknown"])
def test_links_that_are_not_good_all_look_the_same(client, invitation, spoil):
    token = token_of(invitation)
    spoilt = {
        "cut": token[:-3],
        "altered": "x" + token[1:],
        "foreign": signing.Signer(salt="another").sign_object([invitation.uuid.hex, 1]),
        "renewed": signing.Signer(salt=SALT).sign_object([invitation.uuid.hex, 7]),
        "unknown": signing.Signer(salt=SALT).sign_object([uuid.UUID(int=5).hex, 1]),
    }[spoil]

    response = client.get(f"/exam/{spoilt}/")

    assert response.status_code == 404
    assert "This link does not work" in words(response)
    assert client.post(f"/exam/{spoilt}/begin/").status_code == 404
    assert Attempt.objects.count() == 0


def test_token_of_something_else_is_not_good(client, invitation):
    for payload in (7, [1, 2, 3], {"a": 1}, ["no uuid", 1]):
        token = signing.Signer(salt=SALT).sign_object(payload)
        assert client.get(f"/exam/{token}/").status_code == 404


def test_link_of_an_erased_person_is_not_good(client, invitation):
    candidate = invitation.application.candidate
    candidate.erased_at = timezone.now()
    candidate.save()

    assert page(client, "sit", invitation).status_code == 404


def test_guessing_is_slowed_down(client, db):
    answers = {client.get(f"/exam/guess-{number}/").status_code for number in range(40)}

    assert answers == {404, 429}


@pytest.mark.parametrize(
    ("opens", "closes", "title"),
    [(DAY, 2 * DAY, "too early to begin"), (-2 * DAY, -DAY, "The time to begin is over")],
)
def test_outside_the_window_the_page_says_so(client, exam, application, opens, closes, title):
    now = timezone.now()
    invitation = invite(exam, application, opens_at=now + opens, closes_at=now + closes)

    assert title in words(page(client, "sit", invitation))
    refused = client.post(url("sit-begin", invitation))
    assert refused.status_code == 409
    assert Attempt.objects.count() == 0


def test_withdrawn_invitation_says_so(client, exam, application, recruiter):
    invitation = invite(exam, application, withdrawn_at=timezone.now(), withdrawn_by=recruiter)

    assert "no longer open" in words(page(client, "sit", invitation))


def test_closed_application_closes_its_exam(client, invitation):
    application = invitation.application
    application.standing, application.closed_at = "withdrawn", timezone.now()
    application.save()

    assert "no longer open" in words(page(client, "sit", invitation))
    assert client.post(url("sit-begin", invitation)).status_code == 409


def test_practice_is_marked_and_not_kept(client, invitation):
    assert page(client, "sit-practice", invitation).status_code == 200
    answered = client.post(url("sit-practice", invitation), {"chosen": ["a"]})

    assert "Mark:" in words(answered)
    assert (Attempt.objects.count(), Answer.objects.count()) == (0, 0)


def test_whole_exam_with_forms_alone(client, invitation):
    begun = client.post(url("sit-begin", invitation))
    assert begun["Location"] == url("sit-question", invitation, 1)
    attempt = Attempt.objects.get()

    for item in items_of(attempt):
        assert page(client, "sit-question", invitation, item.position).status_code == 200
        last = client.post(url("sit-question", invitation, item.position), right_fields(item) | {"go": "next"})
    assert last["Location"] == url("sit-review", invitation)
    assert "4 of 4 answered" in words(page(client, "sit-review", invitation))
    handed_in = client.post(url("sit-hand-in", invitation))

    assert "Handed in. Thank you" in words(client.get(handed_in["Location"]))
    shares = AttemptItem.objects.filter(attempt=attempt).exclude(question__question__form="short")
    assert set(shares.values_list("share", flat=True)) == {1}


def test_answer_is_shown_again(client, invitation, attempt):
    item = by_form(attempt, "numeric")
    client.post(url("sit-question", invitation, item.position), {"number": "17"})

    assert 'value="17"' in words(page(client, "sit-question", invitation, item.position))


def test_back_leads_back_and_saves(client, invitation, attempt):
    item = items_of(attempt)[1]
    answered = client.post(url("sit-question", invitation, 2), right_fields(item) | {"go": "back"})

    assert answered["Location"] == url("sit-question", invitation, 1)
    assert item.answers.count() == 1


def test_review_lists_what_is_missing_and_lets_hand_in_all_the_same(client, invitation, attempt):
    text = words(page(client, "sit-review", invitation))
    assert "0 of 4 answered" in text
    assert "Hand in all the same" in text

    client.post(url("sit-hand-in", invitation))

    attempt.refresh_from_db()
    assert attempt.handed_in_by == "candidate"


def test_declared_policy_asks_before_handing_in(client, bank, application):
    invitation = invite(make_exam(slug="declared", ai_policy="declared"), application)
    begin(invitation=invitation)
    assert "For what did you use AI tools?" in words(page(client, "sit-review", invitation))

    client.post(url("sit-hand-in", invitation), {"statement": "To look up a formula."})

    assert Attempt.objects.get().ai_statement == "To look up a formula."


def test_question_pages_need_a_running_attempt(client, invitation):
    for name, more in (("sit-question", [1]), ("sit-review", [])):
        assert page(client, name, invitation, *more)["Location"] == url("sit", invitation)
    attempt = begin(invitation=invitation)
    assert page(client, "sit-question", invitation, 9).status_code == 404
    hand_in(attempt=attempt)
    for name, more in (("sit-question", [1]), ("sit-review", [])):
        assert page(client, name, invitation, *more)["Location"] == url("sit", invitation)


def test_link_of_a_running_exam_leads_back_into_it(client, invitation, attempt):
    item = items_of(attempt)[0]
    client.post(url("sit-question", invitation, 1), right_fields(item))

    text = words(page(client, "sit", invitation))

    assert "Your exam is running" in text
    assert url("sit-question", invitation, 2) in text


def test_time_up_keeps_what_comes_and_hands_in_after_the_grace(client, invitation, attempt):
    long_ago(attempt, 41)
    item = by_form(attempt, "numeric")
    late = client.post(url("sit-question", invitation, item.position), {"number": "5"})
    assert late["Location"] == url("sit", invitation)
    assert "Time is up" in words(page(client, "sit", invitation))
    assert item.answers.get().came == "late"

    long_ago(attempt, GRACE.total_seconds() / 60)

    assert "Your time ran out" in words(page(client, "sit", invitation))
    attempt.refresh_from_db()
    assert attempt.handed_in_by == "time"


def save(client, invitation, item, **fields):
    known = {"save-id": str(uuid.uuid4()), "age": "0", "spent": "3", "device": "phone"}
    return client.post(url("sit-save", invitation, item.position), known | fields)


def test_script_saves_and_hears_the_servers_time(client, invitation, attempt):
    item = by_form(attempt, "numeric")

    told = save(client, invitation, item, number="5")

    assert told.status_code == 200
    assert (told.json()["came"], told.json()["counts"]) == ("in_time", True)
    assert abs(told.json()["deadline"] / 1000 - attempt.deadline.timestamp()) < 1


@pytest.mark.parametrize("age", ["", "nan", "inf", "-5", "1e400", "soon"])
def test_nonsense_about_age_is_no_age(client, invitation, attempt, age):
    item = by_form(attempt, "numeric")

    assert save(client, invitation, item, number="5", age=age, spent=age).status_code == 200
    assert Answer.objects.get().typed_at >= attempt.started_at


def test_save_without_a_name_is_refused(client, invitation, attempt):
    item = by_form(attempt, "numeric")

    assert save(client, invitation, item, **{"save-id": "x"}).status_code == 400
    assert Answer.objects.count() == 0


def test_save_before_beginning_and_long_after_is_refused(client, invitation):
    assert client.post(url("sit-save", invitation, 1), {"save-id": str(uuid.uuid4())}).status_code == 409
    attempt = begin(invitation=invitation)
    long_ago(attempt, 60 * 24 * 9)

    assert save(client, invitation, items_of(attempt)[0], number="5").status_code == 410


def test_looking_away_is_counted_and_shown(client, invitation, attempt):
    assert client.post(url("sit-seen", invitation), {"kind": "left", "seconds": "12"}).status_code == 200
    assert client.post(url("sit-seen", invitation), {"kind": "device"}).status_code == 400
    client.post(url("sit-hand-in", invitation))

    assert "looked away from the page once, 12 seconds" in words(page(client, "sit", invitation))
    assert AttemptEvent.objects.count() == 1


def test_adjustment_can_be_asked_for(client, invitation):
    empty = client.post(url("sit-adjust", invitation), {"words": " "})
    assert empty.status_code == 422

    client.post(url("sit-adjust", invitation), {"words": "A third more time."})

    assert "You asked: “A third more time.”" in words(page(client, "sit", invitation))


def test_worker_reaches_this_exam_only(client, invitation):
    answered = page(client, "sit-worker", invitation)

    assert answered["Content-Type"].startswith("text/javascript")
    assert url("sit-worker", invitation).startswith(url("sit", invitation))


def test_pages_are_kept_by_nobody_and_found_by_no_search(client, invitation):
    response = page(client, "sit", invitation)

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in response.headers


def test_many_requests_are_slowed_down(client, invitation, monkeypatch):
    monkeypatch.setattr("interviews.sittings.candidate_views.too_many", lambda *_, **__: True)

    assert page(client, "sit", invitation).status_code == 429


def test_exam_goes_on_without_redis(client, invitation, monkeypatch):
    def gone(*_, **__):
        raise ConnectionError("Redis is gone")

    monkeypatch.setattr("workspace.throttle.cache.add", gone)

    assert page(client, "sit", invitation).status_code == 200


@pytest.mark.parametrize("length", [1, 3])
def test_question_page_costs_the_same_however_long_the_form(client, application, bank, count_queries, length):
    exam = make_exam(slug="a", blueprint=[["ml-theory", "recall", length]])
    invitation = invite(exam, application)
    begin(invitation=invitation)

    assert count_queries(lambda: page(client, "sit-question", invitation, 1)) == QUESTION_PAGE_QUERIES


def test_someone_elses_question_cannot_be_reached(client, exam, invitation, role):
    other = invite(exam, factories.ApplicationFactory(role=role))
    theirs, mine = begin(invitation=other), begin(invitation=invitation)
    save(client, invitation, items_of(mine)[0], number="5")

    assert Answer.objects.filter(item__attempt=theirs).count() == 0
