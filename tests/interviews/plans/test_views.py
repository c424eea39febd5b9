import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.conflicts.actions import declare_conflict
from candidates.conflicts.enums import ConflictKind
from hiring.models import RoleCompetency
from interviews.models import Hypothesis, InterviewerSettings, LoadPolicy, Training
from tests import factories
from workspace.models import User


@pytest.fixture
def strengths(role):
    found = [factories.CompetencyFactory(name=name) for name in ("Creative", "Careful", "Curious")]
    for competency in found:
        factories.RoleCompetencyFactory(role=role, competency=competency, strength=True)
    return found


@pytest.fixture
def bar(role):
    return factories.RoleCompetencyFactory(role=role, competency__name="Software engineering").competency


@pytest.fixture
def kit(role, strengths, bar):
    """A kit in the role's plan: it probes the first strength in depth and checks the bar."""
    kit = factories.KitFactory(name="Pair debugging")
    factories.KitCompetencyFactory(kit=kit, competency=strengths[0], depth="in_depth")
    factories.KitCompetencyFactory(kit=kit, competency=bar)
    factories.PlannedInterviewFactory(role=role, kit=kit)
    return kit


def plan_url(application):
    return reverse("interviews:plan", args=[application.uuid])


def hypotheses_url(application):
    return reverse("interviews:hypotheses", args=[application.uuid])


def typed(*competencies, **more):
    fields = {}
    for place, competency in enumerate(competencies):
        fields |= {
            f"competency_{place}": competency.pk,
            f"suggested_by_{place}": "Section 4 of the paper.",
            f"refuted_by_{place}": "Cannot explain it.",
        }
    return fields | more


def page(response):
    return " ".join(response.content.decode().split())


def book(application, kit, person, *, submitted=False, hours=24):
    interview = factories.InterviewFactory(application=application, kit=kit, during=factories.span(hours=hours))
    seat = factories.SeatFactory(interview=interview, user=person)
    return factories.ScorecardFactory(seat=seat, submitted=submitted)


def test_plan_shows_hypotheses_and_who_checks_what(application, strengths, bar, kit, hiring_manager, sign_in):
    factories.HypothesisFactory(application=application, competency=strengths[0])
    book(application, kit, factories.UserFactory(name="Dev Nair"))

    html = page(sign_in(hiring_manager).get(plan_url(application)))

    assert "Section 4 of the grasping paper." in html
    assert "Dev Nair" in html
    assert "One of two independent looks in depth in the plan." in html
    assert "One independent look booked." in html


def test_plan_says_what_nothing_covers_and_what_to_book_next(application, bar, kit, hiring_manager, sign_in):
    factories.RoleCompetencyFactory(role=application.role, competency__name="Communication")
    factories.UserFactory(name="Anna Able")

    html = page(sign_in(hiring_manager).get(plan_url(application)))

    assert "Nothing covers it yet." in html
    assert "Anna Able with Pair debugging (45 minutes) closes most of what is open: Software engineering." in html


def test_proposal_leads_to_a_booking_form_that_is_filled_in(application, kit, hiring_manager, sign_in):
    anna = factories.UserFactory(name="Anna Able")

    html = page(sign_in(hiring_manager).get(plan_url(application)))

    assert f"?kit={kit.slug}&amp;interviewers={anna.uuid}" in html


def test_hiring_manager_is_not_proposed_once_scorecards_can_be_read(application, bar, kit, hiring_manager, sign_in):
    client = sign_in(hiring_manager)
    alone = page(client.get(plan_url(application)))
    book(application, kit, factories.UserFactory(name="Zoe Zero"), submitted=True, hours=-3)

    assert "Hari Manager with Pair debugging" in alone
    assert "Hari Manager with" not in page(client.get(plan_url(application)))


def test_plan_warns_of_a_missing_side_and_of_too_many_bars(application, kit, hiring_manager, sign_in):
    for _ in range(4):
        factories.RoleCompetencyFactory(role=application.role)
    book(application, kit, factories.UserFactory(side="engineer"))

    html = page(sign_in(hiring_manager).get(plan_url(application)))

    assert "No researcher yet: ask one before deciding." in html
    assert "More than four bars are dear. Five bars, judged once each: about" in html


def test_plan_without_anything_says_what_to_do(application, hiring_manager, sign_in):
    html = page(sign_in(hiring_manager).get(plan_url(application)))

    assert "Nothing to check yet" in html
    assert "No strength is named yet. Without a hypothesis nothing can be confirmed." in html


def test_plan_costs_the_same_with_more_of_everything(
    application, strengths, bar, kit, hiring_manager, sign_in, count_queries
):
    client = sign_in(hiring_manager)
    factories.HypothesisFactory(application=application, competency=strengths[0])
    book(application, kit, factories.UserFactory(), submitted=True, hours=-3)
    one = count_queries(lambda: client.get(plan_url(application)))
    for place in (1, 2):
        factories.HypothesisFactory(application=application, competency=strengths[place])
        factories.RoleCompetencyFactory(role=application.role)
        book(application, kit, factories.UserFactory(), submitted=True, hours=-3 - 2 * place)

    # Four of them ask who there is, what they are trained for, when they work and what takes their time.
    assert count_queries(lambda: client.get(plan_url(application))) == one <= 15


def test_plan_tells_a_blind_viewer_nothing_of_what_is_done(application, bar, kit, hiring_manager, sign_in):
    card = book(application, kit, factories.UserFactory(name="Dev Nair"), submitted=True, hours=-30)
    factories.RatingFactory(card=card, competency=bar)
    book(application, kit, hiring_manager, hours=-3)

    html = page(sign_in(hiring_manager).get(plan_url(application)))

    assert "done" not in html
    assert "Two independent looks booked." in html


def test_plan_counts_what_was_left_out_as_not_covered(application, bar, kit, hiring_manager, sign_in):
    card = book(application, kit, factories.UserFactory(), submitted=True, hours=-30)
    factories.RatingFactory(card=card, competency=bar, mark=None, observation="")

    assert "Nothing covers it yet." in page(sign_in(hiring_manager).get(plan_url(application)))


def test_stranger_does_not_learn_of_the_plan(application, stranger, sign_in):
    client = sign_in(stranger)

    assert client.get(plan_url(application)).status_code == 404
    assert client.post(hypotheses_url(application), {}).status_code == 404


def test_interviewer_of_the_candidate_sees_no_plan(application, kit, interviewer, sign_in):
    book(application, kit, interviewer)
    client = sign_in(interviewer)

    assert client.get(plan_url(application)).status_code == 403
    assert client.post(hypotheses_url(application), {}).status_code == 403


def test_visitor_is_asked_to_sign_in(application, client):
    assert "/accounts/login/" in client.get(plan_url(application))["Location"]
    assert "/accounts/login/" in client.post(hypotheses_url(application))["Location"]


@pytest.mark.parametrize("who", ["hiring_manager", "recruiter"])
@pytest.mark.parametrize("htmx", [False, True])
def test_naming_hypotheses(application, strengths, sign_in, request, who, htmx):
    person = request.getfixturevalue(who)

    response = sign_in(person, htmx=htmx).post(hypotheses_url(application), typed(*strengths[:2]))

    assert response.status_code == 302
    assert response["Location"] == plan_url(application)
    assert [str(one) for one in Hypothesis.objects.all()] == ["Creative", "Careful"]


def test_emptying_a_row_withdraws_its_hypothesis(application, strengths, hiring_manager, sign_in):
    client = sign_in(hiring_manager)
    client.post(hypotheses_url(application), typed(*strengths[:2]))

    client.post(hypotheses_url(application), typed(strengths[0]))

    assert [str(one) for one in application.hypotheses.filter(withdrawn_at=None)] == ["Creative"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"suggested_by_0": ""}, "Say it in a sentence"),
        ({"competency_0": ""}, "Choose the strength these words are about"),
        ({"competency_0": "999999"}, "not one of the available choices"),
        ({"suggested_by_0": "x" * 3000}, "at most 2000 characters"),
    ],
)
def test_broken_hypotheses_keep_what_was_typed(application, strengths, hiring_manager, sign_in, broken, said):
    response = sign_in(hiring_manager).post(hypotheses_url(application), typed(strengths[0]) | broken)

    assert response.status_code == 422
    assert said in page(response)
    assert "Cannot explain it." in page(response)
    assert not Hypothesis.objects.exists()


def test_hypotheses_changed_meanwhile_are_not_overwritten(application, strengths, hiring_manager, recruiter, sign_in):
    client = sign_in(hiring_manager)
    seen = client.get(plan_url(application)).context["form"]["seen"].value()
    sign_in(recruiter).post(hypotheses_url(application), typed(strengths[1]))

    response = client.post(hypotheses_url(application), typed(strengths[0], seen=seen))

    assert response.status_code == 422
    assert "Somebody changed the hypotheses" in page(response)
    assert [str(one) for one in Hypothesis.objects.all()] == ["Careful"]


def test_closed_application_has_no_form(role, strengths, hiring_manager, sign_in):
    application = factories.ApplicationFactory(role=role, rejected=True)
    client = sign_in(hiring_manager)

    assert "Save hypotheses" not in page(client.get(plan_url(application)))
    assert client.post(hypotheses_url(application), typed(strengths[0])).status_code == 422


def test_words_are_shown_as_words(application, strengths, hiring_manager, sign_in):
    client = sign_in(hiring_manager)
    client.post(hypotheses_url(application), typed(strengths[0], suggested_by_0="<img src=x onerror=alert(1)>"))

    assert "<img src=x" not in client.get(plan_url(application)).content.decode()


def test_plan_lays_out_who_probes_what_in_one_matrix(application, strengths, bar, kit, hiring_manager, sign_in):
    factories.HypothesisFactory(application=application, competency=strengths[0])
    book(application, kit, factories.UserFactory(name="Dev Nair", side="engineer"))
    other = factories.KitFactory(name="Previous projects")
    factories.KitCompetencyFactory(kit=other, competency=strengths[0], depth="in_depth")
    factories.PlannedInterviewFactory(role=application.role, kit=other)

    response = sign_in(hiring_manager).get(plan_url(application))

    matrix = response.context["matrix"]
    assert [[square.words for square in line.squares] for line in matrix.lines] == [
        ["in depth, booked", "in depth, not booked"],
        ["against the bar, booked", "not asked"],
    ]
    assert "Nobody booked" in page(response)
    assert "No researcher yet: ask one before deciding." in page(response)


def test_plan_says_what_one_more_interview_is_worth_and_that_these_are_defaults(
    application, kit, hiring_manager, sign_in
):
    html = page(sign_in(hiring_manager).get(plan_url(application)))

    assert (
        "Reliability of one rating: 0.44 in separate interviews. A default from published studies, not your data."
        in html
    )
    assert "+0.12" in html


def test_plan_warns_past_five_interviews_of_which_two_in_one_room_are_one(application, kit, hiring_manager, sign_in):
    interview = factories.InterviewFactory(application=application, kit=kit)
    for _ in range(2):
        factories.SeatFactory(interview=interview, user=factories.UserFactory())
    for _ in range(4):
        factories.PlannedInterviewFactory(role=application.role)
    client = sign_in(hiring_manager)
    five = page(client.get(plan_url(application)))

    factories.PlannedInterviewFactory(role=application.role)

    assert "ask much of a candidate" not in five
    assert "Six interviews ask much of a candidate." in page(client.get(plan_url(application)))


def test_proposal_goes_to_who_is_trained_and_has_room(application, bar, kit, hiring_manager, sign_in):
    trainee, full, free = (factories.UserFactory(name=name) for name in ("Anna Trainee", "Berta Full", "Zoe Free"))
    Training.objects.create(user=trainee, assessment_type=kit.assessment_type)
    InterviewerSettings.objects.create(user=full, per_day=0, per_week=0)
    User.objects.exclude(pk__in=[trainee.pk, full.pk, free.pk]).update(persona="recruiter")
    hiring_manager.refresh_from_db()

    response = sign_in(hiring_manager).get(plan_url(application))

    assert response.context["next"].interviewer.name == "Zoe Free"
    assert "Trained for it, without a conflict, and with room from" in page(response)
    assert response.context["next_from"] > timezone.now() + dt.timedelta(hours=23)


def test_who_stands_too_close_is_not_proposed(application, bar, kit, hiring_manager, sign_in):
    close, other = factories.UserFactory(name="Anna Able"), factories.UserFactory(name="Zoe Zero")
    User.objects.exclude(pk__in=[close.pk, other.pk]).update(persona="recruiter")
    hiring_manager.refresh_from_db()
    client = sign_in(hiring_manager)
    before = client.get(plan_url(application)).context["next"].interviewer.name

    declare_conflict(
        user=close, candidate=application.candidate, kind=ConflictKind.PERSONAL, note="My sister.", by=close
    )

    assert (before, client.get(plan_url(application)).context["next"].interviewer.name) == ("Anna Able", "Zoe Zero")


def test_plan_says_why_nobody_is_proposed(application, bar, kit, hiring_manager, sign_in):
    LoadPolicy.objects.create(per_day=0, per_week=0)

    html = page(sign_in(hiring_manager).get(plan_url(application)))

    assert "Pair debugging would close most (Software engineering), but nobody who is trained for it has room" in html


def test_careful_bar_asks_on_either_side(application, bar, kit, hiring_manager, sign_in):
    RoleCompetency.objects.update(must_not_be_wrong=True)

    response = sign_in(hiring_manager).get(plan_url(application))

    assert [cover.needed for cover in response.context["plan"].bars] == [2]
    assert [one.is_current for one in response.context["price"].ways] == [False, False, True, False]
