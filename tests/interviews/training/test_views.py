import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from interviews.training.actions import grant, start_training
from interviews.training.models import Training, TrainingPolicy
from tests import factories

URL = "/interviews/training/"


@pytest.fixture
def planner(sign_in, lead):
    return sign_in(lead)


def act(client, name, training, **typed):
    return client.post(reverse(f"interviews:{name}-training", args=[training.uuid]), typed, follow=True)


def test_page_warns_until_three_are_trained(planner, coding, lead):
    for number, words in enumerate(("Nobody is trained.", "Only 1 is trained.", "Only 2 are trained.", "3 trained")):
        assert words in planner.get(URL).content.decode()
        if number < 3:
            grant(user=factories.UserFactory(), assessment_type=coding, reason="Years of it.", by=lead)


def test_somebody_is_taken_into_training_or_granted_the_right(planner, coding, mara, lead):
    noor = factories.UserFactory(name="Noor Haddad")

    planner.post(f"{URL}start/", {"user": mara.uuid, "kind": coding.slug})
    planner.post(f"{URL}start/", {"user": noor.uuid, "kind": coding.slug, "reason": "Years of it."})

    assert list(Training.objects.order_by("pk").values_list("user", "signed_by", "reason")) == [
        (mara.pk, None, ""),
        (noor.pk, lead.pk, "Years of it."),
    ]
    page = planner.get(URL).content.decode()
    assert "Shadowed 0 of 2" in page
    assert "on the word of Lea Lead" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"user": ""}, "This field is required"),
        ({"expires_on": "2099-01-01"}, "Only a right that is granted can end on a day"),
        ({"reason": "Years of it.", "expires_on": "2020-01-01"}, "The last day lies in the past."),
    ],
)
def test_what_cannot_be_started_says_why_and_keeps_what_was_typed(planner, coding, mara, typed, words):
    answer = planner.post(f"{URL}start/", {"user": mara.uuid, "kind": coding.slug, **typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'<option value="{coding.slug}" selected>' in answer.content.decode()
    assert not Training.objects.exists()


def test_starting_twice_is_refused(planner, coding, mara, lead):
    start_training(user=mara, assessment_type=coding, by=lead)

    answer = planner.post(f"{URL}start/", {"user": mara.uuid, "kind": coding.slug})

    assert answer.status_code == 422
    assert "in training for Pair coding already" in answer.content.decode()


def test_a_trained_colleague_signs_off_and_others_may_not(sign_in, coding, mara, lead, book):
    training = start_training(user=mara, assessment_type=coding, by=lead)
    trained = grant(user=factories.UserFactory(), assessment_type=coding, reason="Years of it.", by=lead).user
    stranger = factories.UserFactory()

    assert "has watched 0 of 2" in act(sign_in(trained), "sign", training).content.decode()
    book(-50, shadows=[mara])
    book(-40, shadows=[mara])
    book(-30, reverse_shadows=[mara])
    told = [act(sign_in(one), "sign", training).status_code for one in (stranger, mara)]
    page = sign_in(trained).get(URL).content.decode()
    assert "Sign off" in page
    act(sign_in(trained), "sign", training, expires_on="2099-01-01")

    training.refresh_from_db()
    assert (told, training.signed_by, training.expires_on) == ([403, 403], trained, dt.date(2099, 1, 1))


def test_a_last_day_that_is_none_is_refused(planner, coding, mara, lead):
    training = start_training(user=mara, assessment_type=coding, by=lead)

    assert "not a date" in act(planner, "sign", training, expires_on="never").content.decode()


def test_one_pauses_oneself_and_somebody_else_resumes(sign_in, coding, mara, lead):
    training = grant(user=mara, assessment_type=coding, reason="Years of it.", by=lead)

    act(sign_in(mara), "pause", training)
    training.refresh_from_db()
    assert training.paused_by == mara
    assert act(sign_in(mara), "resume", training).status_code == 403
    act(sign_in(lead), "resume", training)
    training.refresh_from_db()
    assert training.paused_at is None


def test_a_type_asks_for_training_and_stops(planner, coding, sign_in, mara):
    url = reverse("interviews:require-training", args=[coding.slug])

    assert sign_in(mara).post(url, {"is_required": "1"}).status_code == 403
    planner.post(url, {"is_required": "1"})
    assert TrainingPolicy.objects.get().is_required
    assert "No scorecard of this type counts until somebody is." in planner.get(URL).content.decode()
    planner.post(url, {"is_required": "0"})
    assert not TrainingPolicy.objects.get().is_required


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_however_many(number, planner, lead, count_queries):
    for place in range(number):
        kind = factories.AssessmentTypeFactory(slug=f"type-{place}")
        for _ in range(number):
            grant(user=factories.UserFactory(), assessment_type=kind, reason="Years of it.", by=lead)
    planner.get(URL)

    assert count_queries(lambda: planner.get(URL)) == 10


def test_picker_says_who_is_not_trained_and_booking_asks_first(planner, coding, mara, lead):
    start_training(user=mara, assessment_type=coding, by=lead)
    role = factories.RoleFactory(recruiter=lead)
    application = factories.ApplicationFactory(role=role)
    kit = factories.KitFactory(assessment_type=coding)
    day = timezone.now().date() + dt.timedelta(days=(7 - timezone.now().weekday()) % 7 + 1)
    typed = {"kit": kit.slug, "day": f"{day}", "time": "10:00", "minutes": "45", "interviewers": mara.uuid}

    page = planner.post(f"/applications/{application.uuid}/interviews/book/", typed).content.decode()

    assert "not trained for it" in page
    assert "Mara Olsen is not trained for Pair coding, so their scorecard would not count." in page
