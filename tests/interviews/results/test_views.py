"""Staff's pages of results: who gets in, what a blind colleague learns, and that nobody's name stands at the marking desk."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from interviews.models import BarSupport, HandMark, Ruling, TakeHome
from interviews.results.marking import give_points
from interviews.results.reminders import due_rulings, ruling_settled
from interviews.sittings.actions import hand_in
from tests import factories
from tests.interviews.exam_fixtures import answer, applied, by_form, invite, make_question, right_fields, sat

pytestmark = pytest.mark.django_db


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def attempt_url(attempt, name="attempt"):
    return reverse(f"interviews:{name}", args=[attempt.uuid])


def owe_scorecard(application, user):
    """Book an interview that this user holds and has not judged yet."""
    interview = factories.InterviewFactory(application=application)
    return factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview, user=user))


def settle(attempt):
    short = by_form(attempt, "short")
    for letter in "AB":
        give_points(item=short, points=3, note="", by=factories.UserFactory(name=f"Marker {letter}"))


def test_attempt_shows_answers_keys_marks_and_line(sign_in, handed_in, recruiter):
    settle(handed_in)

    text = words(sign_in(recruiter).get(attempt_url(handed_in)))

    assert "A screening hint only: too few questions for a pass line" in text
    assert "100% of the marks over 4 questions." in text
    assert "Every word of the last anchor." in text
    assert "by its formula" in text
    assert handed_in.code_name not in text


def test_unmarked_words_are_hidden_from_those_who_know_whose_they_are(sign_in, handed_in, recruiter):
    text = words(sign_in(recruiter).get(attempt_url(handed_in)))

    assert "Every word of the last anchor." not in text
    assert "Shown here once it is marked" in text
    assert "Waits for marking by hand" in text
    assert "1 of 4 answers." in text


@pytest.mark.parametrize("who", ["stranger", "interviewer"])
def test_uninvolved_learn_nothing(sign_in, handed_in, who, request):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(attempt_url(handed_in)).status_code == 404
    for name in ("rule-on-attempt", "support-bar", "count-late-answers"):
        assert client.post(attempt_url(handed_in, name)).status_code == 404
    assert (Ruling.objects.count(), BarSupport.objects.count()) == (0, 0)


def test_who_owes_a_scorecard_sees_no_result(sign_in, handed_in, hiring_manager):
    """Not on the attempt's page, not on the application's, not in the list."""
    settle(handed_in)
    application = handed_in.invitation.application
    owe_scorecard(application, hiring_manager)
    client = sign_in(hiring_manager)

    assert client.get(attempt_url(handed_in)).status_code == 403
    panel = words(client.get(reverse("hiring:application", args=[application.uuid])))
    assert "You see what came of it once your own scorecard is in." in panel
    listed = words(client.get(reverse("interviews:attempts", args=["basics"])))
    assert "You see what came of it once your own scorecard is in." in listed
    assert "of the marks" not in panel + listed


def test_who_is_to_rate_an_open_take_home_reads_no_marks(sign_in, handed_in, hiring_manager):
    application = handed_in.invitation.application
    take_home = TakeHome.objects.create(
        application=application,
        kit=factories.InterviewFactory(application=application).kit,
        minutes=60,
        reward="Written feedback.",
        closes_at=timezone.now() + dt.timedelta(days=7),
        is_blind=False,
        given_by=hiring_manager,
    )
    client = sign_in(hiring_manager)
    assert client.get(attempt_url(handed_in)).status_code == 200

    rating = take_home.ratings.create(rater=hiring_manager)
    assert client.get(attempt_url(handed_in)).status_code == 403

    rating.submitted_at = timezone.now()
    rating.save()
    assert client.get(attempt_url(handed_in)).status_code == 200


def test_interviewer_sees_it_once_their_scorecard_is_in(sign_in, handed_in, interviewer):
    settle(handed_in)
    card = owe_scorecard(handed_in.invitation.application, interviewer)
    assert sign_in(interviewer).get(attempt_url(handed_in)).status_code == 404
    card.submitted_at = card.opened_at
    card.save()

    text = words(sign_in(interviewer).get(attempt_url(handed_in)))

    assert "of the marks over 4 questions" in text
    assert "A person decides" not in text.split("How it was sat")[0].split("Answers")[1]


def test_ruling_needs_reasons_and_moves_nobody(sign_in, handed_in, hiring_manager):
    client = sign_in(hiring_manager)
    assert client.post(attempt_url(handed_in, "rule-on-attempt"), {"kind": "enough"}).status_code == 422

    client.post(attempt_url(handed_in, "rule-on-attempt"), {"kind": "enough", "reasons": "Reads every curve."})

    application = handed_in.invitation.application
    stage = application.stage
    application.refresh_from_db()
    assert (Ruling.objects.get().by, application.stage) == (hiring_manager, stage)


def test_running_attempt_is_not_ruled_on(sign_in, attempt, hiring_manager):
    answered = sign_in(hiring_manager).post(
        attempt_url(attempt, "rule-on-attempt"), {"kind": "enough", "reasons": "Early."}
    )

    assert answered.status_code == 422
    assert "not been handed in yet" in words(answered)


def test_support_is_signed_for_a_bar_of_the_role_only(sign_in, handed_in, hiring_manager):
    role = handed_in.invitation.application.role
    bar = factories.RoleCompetencyFactory(role=role, bar_level="mid", bar_anchor="Reads a loss curve.").competency
    other = factories.CompetencyFactory(slug="not-a-bar")
    client, url = sign_in(hiring_manager), attempt_url(handed_in, "support-bar")
    assert client.post(url, {"competency": other.slug, "observation": "Answer 2."}).status_code == 422

    client.post(url, {"competency": bar.slug, "observation": "Answer 2 names the leak."})

    assert BarSupport.objects.get().competency == bar
    again = client.post(url, {"competency": bar.slug, "observation": "Once more."})
    assert "signed that already" in words(again)


def test_late_answers_are_let_count_with_a_reason(sign_in, attempt, hiring_manager):
    hand_in(attempt=attempt)
    answer(by_form(attempt, "numeric"), right_fields(by_form(attempt, "numeric")))
    client = sign_in(hiring_manager)
    assert "Answers that came too late" in words(client.get(attempt_url(attempt)))

    client.post(attempt_url(attempt, "count-late-answers"), {"reason": "Power cut."})

    assert by_form(attempt, "numeric").share == 1


def test_desk_knows_no_names(sign_in, handed_in, interviewer):
    text = words(sign_in(interviewer).get(reverse("interviews:marking-desk")))

    assert handed_in.code_name in text
    assert "Every word of the last anchor." in text
    assert handed_in.invitation.application.candidate.name not in text


def test_desk_hands_out_each_answer_once_to_each(sign_in, short, interviewer, recruiter):
    url, points = reverse("interviews:marking-desk"), {"answer": short.uuid, "points": "2", "note": "Two."}
    client = sign_in(interviewer)
    client.post(url, points)
    again = client.post(url, points)

    assert again.status_code == 422
    assert "Nothing for you to mark" in words(client.get(url))
    other = words(sign_in(recruiter).get(url))
    assert "Every word of the last anchor." in other
    assert "Two." not in other  # blind to what the first gave
    assert HandMark.objects.count() == 1


def test_third_sees_both_and_settles(sign_in, short, interviewer):
    give_points(item=short, points=0, note="No reason.", by=factories.UserFactory())
    give_points(item=short, points=3, note="", by=factories.UserFactory())

    text = words(sign_in(interviewer).get(reverse("interviews:marking-desk")))

    assert "Two people gave 0 and 3 points. Yours settles it." in text


@pytest.mark.parametrize("posted", [{"answer": "nonsense", "points": "1"}, {"points": "1"}])
def test_desk_refuses_what_is_no_answer(sign_in, short, interviewer, posted):
    assert sign_in(interviewer).post(reverse("interviews:marking-desk"), posted).status_code == 302
    assert HandMark.objects.count() == 0


def test_desk_asks_for_points(sign_in, short, interviewer):
    answered = sign_in(interviewer).post(reverse("interviews:marking-desk"), {"answer": short.uuid})

    assert answered.status_code == 422
    assert "Every word of the last anchor." in words(answered)


def test_marking_anew_is_for_those_who_keep_the_bank(sign_in, handed_in, recruiter, hiring_manager):
    url = reverse("interviews:mark-again", args=["sum-0"])

    assert sign_in(recruiter).get(url).status_code == 403
    assert sign_in(hiring_manager).post(url, {"reason": "", "act": "key"}).status_code == 422
    assert sign_in(hiring_manager).post(url, {"reason": "Ambiguous.", "act": "void"}).status_code == 422  # still live
    assert sign_in(hiring_manager).post(url, {"reason": "Checked.", "act": "key"}).status_code == 302


def test_list_shows_each_role_to_its_own_people(sign_in, handed_in, recruiter, stranger):
    url = reverse("interviews:attempts", args=["basics"])
    name = handed_in.invitation.application.candidate.name

    assert name in words(sign_in(recruiter).get(url))
    assert name not in words(sign_in(stranger).get(url))
    assert sign_in(recruiter).get(f"{url}?after=nonsense").status_code == 400


def test_list_and_panel_cost_the_same_for_one_and_for_three(sign_in, exam, role, recruiter, count_queries):
    client, application = sign_in(recruiter), applied(role)

    def costs():
        listed = count_queries(lambda: client.get(reverse("interviews:attempts", args=["basics"])))
        return listed, count_queries(lambda: client.get(reverse("hiring:application", args=[application.uuid])))

    settle(sat(invite(exam, application)))
    costs()  # what is read once per process
    one = costs()
    settle(sat(invite(exam, applied(role, "Somebody else"))))
    make_question("coin-9"), make_question("coin-8"), make_question("why-9", "short", "diagnose")
    settle(sat(invite(exam, application)))

    assert costs() == one
    assert one[0] <= 12


def test_borderline_result_is_put_before_the_hiring_manager_until_somebody_ruled(handed_in, hiring_manager):
    settle(handed_in)

    [due] = due_rulings(handed_in.handed_in_at, {"first": 0, "again": 72})
    assert due.recipient == hiring_manager.pk
    assert "%" not in due.subject + due.body
    assert not ruling_settled(due.key)

    handed_in.rulings.create(kind="enough", reasons="Reads every curve.", by=hiring_manager)
    assert ruling_settled(due.key)
    assert list(due_rulings(handed_in.handed_in_at, {"first": 0, "again": 72})) == []


def test_hiring_manager_who_owes_a_scorecard_is_not_told(handed_in, hiring_manager):
    settle(handed_in)
    owe_scorecard(handed_in.invitation.application, hiring_manager)

    assert list(due_rulings(handed_in.handed_in_at, {"first": 0, "again": 72})) == []


def test_waiting_marks_are_not_put_before_anybody(handed_in):
    assert list(due_rulings(handed_in.handed_in_at, {"first": 0, "again": 72})) == []


def test_debrief_shows_the_exam_beside_the_matrix_to_who_may_read_it(sign_in, handed_in, hiring_manager):
    settle(handed_in)
    url = reverse("interviews:debrief_more", args=[handed_in.invitation.application.uuid])
    debrief = reverse("interviews:debrief", args=[handed_in.invitation.application.uuid])

    assert url in words(sign_in(hiring_manager).get(debrief))
    assert "of the marks over 4 questions" in words(sign_in(hiring_manager).get(url))
    owe_scorecard(handed_in.invitation.application, hiring_manager)
    assert "of the marks" not in words(sign_in(hiring_manager).get(url))


def test_exam_page_tells_the_band_as_it_was_measured_only_from_enough_people_on(
    sign_in, exam, handed_in, recruiter, monkeypatch
):
    url = reverse("interviews:exam", args=[exam.slug])
    settle(handed_in)

    assert "Those who sat it" not in words(sign_in(recruiter).get(url))
    monkeypatch.setattr("interviews.exams.passing.ATTEMPTS_FOR_MEASURED", 1)

    text = words(sign_in(recruiter).get(url))
    assert "Those who sat it" in text
    assert "measured on 1 attempts" in text
    assert "1 handed in." in text
