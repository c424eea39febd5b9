"""The demo as rows: consistent with what the product itself would have written."""

import datetime as dt
import io
import itertools
import zoneinfo

import docx
import pytest
from django.db.models import F

from candidates.models import Authorship, Candidate, CandidateFile, Conference, Evidence, Paper, Watch, WatchFlag
from candidates.outreach.limits import addresses_of
from candidates.outreach.models import Conversation, Message
from candidates.outreach.templating import gaps
from config.demo import company
from config.demo.calibration_rows import LEANS
from config.demo.loading import demo_staff, load_demo
from hiring.models import Application, Role, StageChange
from hiring.pipeline.actions import _step
from hiring.pipeline.history import position_after
from hiring.pipeline.waiting import WaitingClock
from insights.calibration.models import AgreementFigure, SeverityFigure
from interviews.decisions.queries import compute, in_words
from interviews.handovers.models import Decline
from interviews.handovers.queries import to_hand_over
from interviews.kits.models import AssessmentType
from interviews.models import (
    Approval,
    Attempt,
    AttemptItem,
    BankStatistics,
    Booking,
    Decision,
    ExamInvitation,
    Hypothesis,
    Interview,
    Rating,
    Scorecard,
    Seat,
)
from interviews.plans.queries import criteria_of
from interviews.questions.marking import mark
from interviews.reasons.composing import why_not_send
from interviews.reasons.models import ReasonsLetter
from interviews.reasons.queries import judges_of
from interviews.results.pages import marking_left
from interviews.scorecards.blindness import Card, could_read_before
from interviews.scorecards.completeness import what_is_missing
from interviews.scorecards.draft import Draft
from interviews.scorecards.queries import criteria_for, latest_version, typed_in
from interviews.sittings.door import Door
from interviews.sittings.fingerprints import fingerprint
from interviews.sittings.queries import door_of
from interviews.training.queries import training_states
from interviews.travel.models import TravelledRating
from interviews.works.models import ChosenWork, WorkJudgement
from interviews.works.queries import work_of
from workspace.files.sniff import sniff
from workspace.models import Activity, User

NOW = dt.datetime(2026, 11, 20, 16, 0, tzinfo=dt.UTC)
COUNT = 130

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for this module and rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(now=NOW, seed=7, candidates=COUNT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def rows(demo, db):
    """The demo's rows, as the test found them: what it changes is taken back."""


def test_everything_is_there(rows):
    assert Candidate.objects.count() == COUNT
    assert Role.objects.count() == 6
    assert User.objects.count() == 12
    for table in (Application, StageChange, Paper, Evidence, Hypothesis, Interview, Rating, Decision, Approval):
        assert table._default_manager.exists(), table


def test_where_each_application_stands_is_where_its_history_leads(rows):
    applications = Application.objects.prefetch_related("changes")

    assert len(applications) > 90
    for one in applications:
        position = position_after([_step(change) for change in one.changes.order_by("pk")])
        assert (position.stage, position.standing) == (one.stage_id, one.standing)
        assert (position.entered_at, position.closed_at) == (one.entered_at, one.closed_at)
        assert position.reason == one.closing_reason_id


def test_history_begins_with_the_application_and_is_logged(rows):
    for one in Application.objects.prefetch_related("changes"):
        first = one.changes.order_by("pk")[0]
        assert (first.before, first.standing_before, first.happened_at) == (None, "", one.applied_at)
        assert set(one.changes.values_list("uuid", flat=True)) <= set(
            Activity.objects.filter(application=one.uuid).values_list("subject", flat=True)
        )


def test_nothing_was_written_after_now(rows):
    assert not Activity.objects.filter(created_at__gt=NOW).exists()
    assert not StageChange.objects.filter(happened_at__gt=NOW).exists()
    assert not Candidate.objects.filter(active_at__gt=NOW).exists()


def test_log_is_in_the_order_of_events(rows):
    moments = list(Activity.objects.order_by("pk").values_list("created_at", flat=True))

    late = [pair for pair in itertools.pairwise(moments) if pair[0] > pair[1]]
    assert len(moments) > 500
    # The roles were opened through their own actions, before everything else was written down.
    assert len(late) <= 6


def test_log_names_nobody(rows):
    facts = " ".join(str(value) for value in Activity.objects.values_list("facts", flat=True))

    assert not [name for name in Candidate.objects.values_list("name", flat=True) if name in facts]


def test_submitted_scorecards_are_complete_by_the_products_own_rules(rows):
    cards = Scorecard.objects.submitted().filter(counts=True)

    assert len(cards) > 40
    for card in cards:
        ratings = typed_in(latest_version(card).ratings.select_related("competency"))
        asked = {criterion.key: criterion.asked for criterion in criteria_for(card)}
        # A second look asks for one thing only; everything it was not booked for may be missing.
        missing = what_is_missing(Draft(ratings=ratings, summary="-"), asked.values())
        assert {rating.key for rating in ratings} <= set(asked)
        assert not missing or len(ratings) == 1


def test_scorecards_were_blind(rows):
    for card in Scorecard.objects.submitted().select_related("application__role", "author"):
        others = Scorecard.objects.filter(application=card.application_id).exclude(pk=card.pk)
        cards = [Card(*row) for row in others.values_list("author", "opened_at", "submitted_at", "released_at")]
        sees_role = Role.objects.visible_to(card.author).filter(pk=card.application.role_id).exists()
        assert not could_read_before(cards, author=card.author_id, opened_at=card.opened_at, sees_role=sees_role)


def test_decisions_keep_the_outcome_that_the_ratings_give(rows):
    decided = Decision.objects.exclude(verdict="more_evidence").select_related("application__role")

    assert decided
    for one in decided:
        cards = Scorecard.objects.submitted().filter(application=one.application).order_by("submitted_at", "pk")
        versions = [latest_version(card) for card in cards]
        computed = compute(one.application, criteria_of(one.application), versions)
        assert in_words(computed)["signal"] == one.outcome["signal"]


def test_seats_and_scorecards_of_cancelled_interviews_are_given_back(rows):
    cancelled = Interview.objects.filter(state="cancelled")

    assert not Seat.objects.filter(interview__in=cancelled, is_live=True).exists()
    assert not Scorecard.objects.owed().filter(seat__interview__in=cancelled).exists()


def test_letters_were_sent_by_the_rules_of_the_product(rows):
    sent = Message.objects.filter(state="sent").select_related("conversation__candidate")

    assert len(sent) > 3
    for message in sent:
        assert message.address in addresses_of(message.conversation.candidate)
        assert not gaps(f"{message.subject}\n{message.body}")
        assert message.happened_at <= NOW
    assert not Conversation.objects.filter(candidate__do_not_contact=True).exists()


def test_watches_are_taught_ranked_and_brought_people(rows):
    for watch in Watch.objects.all():
        assert not watch.is_behind
        assert watch.places.count() > 20
        assert set(watch.opinions.values_list("verdict", flat=True)) == {"like", "dislike"}
    assert WatchFlag.objects.exists()


def test_a_trip_is_behind_us_and_one_ahead(rows):
    past, coming = Conference.objects.order_by("starts_on")

    assert past.encounters.filter(candidate__isnull=False).exists()
    assert past.encounters.filter(candidate=None).exists()
    assert not past.encounters.filter(met_at__gt=NOW).exists()
    assert coming.starts_on > NOW.date()
    assert coming.planned_meetings.exists()


def test_the_day_has_something_of_everything(rows):
    assert Scorecard.objects.owed().filter(due_at__lt=NOW).exists()
    assert Interview.objects.live().filter(during__startswith__gt=NOW).exists()
    assert Candidate.objects.filter(follow_up_on__lt=NOW.date()).exists()
    assert Decision.objects.filter(waives_bar=True, approval=None).count() == 1
    assert Application.objects.filter(standing="hired").count() == 3
    assert Application.objects.active().filter(stage__kind="offer").exists()


def test_elin_vasquez_waits_for_a_decision_on_a_bar_that_is_on_the_line(rows):
    one = Application.objects.get(candidate__name="Elin Vasquez")
    cards = Scorecard.objects.submitted().filter(application=one).order_by("submitted_at")

    computed = compute(one, criteria_of(one), [latest_version(card) for card in cards])

    assert one.stage.kind == "decision"
    assert computed.signal.value == "more evidence needed"
    assert "borderline" in {finding.state.value for finding in computed.bars}


def test_papers_have_their_authors_in_order(rows):
    for paper in Paper.objects.prefetch_related("authorships"):
        places = [authorship.position for authorship in paper.authorships.all()]
        assert places == list(range(1, len(places) + 1))
    assert Authorship.objects.filter(candidate__isnull=False).exclude(position=1).count() == 0


def test_a_few_came_twice(rows):
    addresses = list(Candidate.objects.filter(identities__kind="email").values_list("identities__value", flat=True))

    assert len(addresses) - len(set(addresses)) == 3


def test_candidates_are_found_by_their_handles(rows):
    one = Candidate.objects.get(name="Sofia Rinaldi")

    assert one in Candidate.objects.matching("sofia rin")
    assert one in Candidate.objects.matching("rinaldi mail example")


def test_everybody_can_sign_in(rows):
    assert [one.persona for one in demo_staff()] == ["Admin", "Recruiter", "Hiring manager", "Interviewer"]
    assert all(user.check_password(company.PASSWORD) for user in User.objects.filter(email__startswith="marta"))


def test_some_sent_a_cv_that_can_be_opened_and_found(rows):
    one = Candidate.objects.get(name="Sofia Rinaldi").files.get()

    with one.file.content.open() as stored:
        content = stored.read()
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "Sofia Rinaldi"
    assert sniff(content) == one.file.content_type
    assert 20 <= CandidateFile.objects.count() <= 40


def test_most_of_those_who_wait_are_in_time(rows):
    clock = WaitingClock(NOW, zoneinfo.ZoneInfo(company.TIME_ZONE))
    active = Application.objects.active().select_related("stage")

    late = [one for one in active if clock.days_over(one.entered_at, one.stage.sla_days)]
    assert 0 < len(late) < len(active) / 2


def test_most_scorecards_are_on_time(rows):
    submitted = Scorecard.objects.submitted()

    on_time = submitted.filter(submitted_at__lte=F("due_at")).count()
    assert 0.75 < on_time / submitted.count() < 0.97


def test_reasons_speak_of_what_decided(rows):
    waiver = Decision.objects.get(waives_bar=True, approval=None)

    failed = [bar["name"] for bar in waiver.outcome["bars"] if bar["state"] == "not met"]
    assert len(failed) == 1
    assert failed[0] in waiver.reasons
    assert not Decision.objects.filter(reasons__contains="{").exists()


def test_elin_vasquez_has_the_paper_she_was_found_by(rows):
    work = Evidence.objects.get(candidate__name="Elin Vasquez", rung=5)

    assert work.title == work.paper.title == "Contact Is a Coordinate: Grasping Without Detecting Touch"
    assert (work.originality, work.execution) == (3, 3)


def test_offers_ended_in_every_way_and_one_waits(rows):
    offered = Booking.objects.filter(state="offered")

    assert offered.filter(expires_at__gt=NOW).exists()
    assert offered.filter(expires_at__lt=NOW).exists()
    assert set(Booking.objects.values_list("state", flat=True)) == {"offered", "booked", "declined", "withdrawn"}
    assert not Booking.objects.filter(answered_at__gt=NOW).exists()
    for one in Booking.objects.filter(state="booked"):
        assert {part.interview.application_id for part in one.booked.all()} == {one.application_id}
        assert one.chosen.parts.count() == one.booked.count()


def test_letters_of_reasons_were_sent_as_the_product_lets_them_be_sent(rows):
    letters = ReasonsLetter.objects.select_related("decision__application__candidate")

    assert {letter.sent_at is None for letter in letters} == {True, False}
    for letter in letters.exclude(sent_at=None):
        assert letter.decision.verdict == "no"
        assert letter.sent_at <= NOW
        assert letter.address in addresses_of(letter.decision.application.candidate)
        assert not why_not_send(letter.body, judges_of(letter.decision))


def test_whoever_cannot_is_expected_no_longer_and_replaced_once(rows):
    cards = [one.scorecard for one in Decline.objects.all()]

    assert all(card.released_at and not card.submitted_at for card in cards)
    waiting = {card for card in cards if card.seat.is_live}
    assert waiting
    assert waiting <= set(to_hand_over(NOW))
    for card in set(cards) - waiting:
        assert Scorecard.objects.owed().filter(seat__interview=card.seat.interview_id, seat__is_live=True).exists()


def test_ratings_travelled_to_another_role_with_their_person(rows):
    travelled = TravelledRating.objects.select_related("application", "origin")

    assert travelled
    assert all(one.application.candidate_id == one.origin.candidate_id for one in travelled)
    assert {(one.application.standing, one.origin.standing) for one in travelled} == {("active", "rejected")}


def test_works_are_the_candidates_own_and_judged_by_who_held_the_interview(rows):
    for chosen in ChosenWork.objects.select_related("interview__kit", "interview__application__candidate"):
        work = work_of(chosen.interview, chosen.interview.kit).chosen
        assert work
        assert work.row.pk in {chosen.paper_id, chosen.code_id}
    assert set(ChosenWork.objects.values_list("paper", flat=True)) > {None}
    assert WorkJudgement.objects.filter(seat__scorecard__submitted_at=None).exists()


def test_every_step_of_training_is_somebodys_and_no_trainee_counts(rows):
    states = training_states(User.objects.all(), AssessmentType.objects.all(), now=NOW).values()

    assert {state.step.name for state in states} >= {"SHADOW", "REVERSE", "SIGN_OFF", "QUALIFIED", "EXPIRED", "PAUSED"}
    assert not Scorecard.objects.filter(counts=True).exclude(seat__kind="interviewer").exists()


def test_shared_answers_are_rated_and_measured(rows):
    figures = AgreementFigure.objects.filter(coefficient="set")

    assert [(one.raters, one.value is None) for one in figures] == [(len(LEANS), False)] * 2
    assert SeverityFigure.objects.exists()


def test_exams_are_in_every_state_and_marked_as_the_product_marks(rows):
    doors = {door_of(one, NOW) for one in ExamInvitation.objects.select_related("attempt")}
    items = list(AttemptItem.objects.select_related("question__question", "attempt"))

    assert doors == {Door.OPEN, Door.TOO_EARLY, Door.TOO_LATE, Door.WITHDRAWN, Door.RUNNING, Door.HANDED_IN}
    assert Attempt.objects.handed_in().count() > 30
    assert marking_left() > 2
    assert ExamInvitation.objects.filter(requested_at__isnull=False, answered_at=None).count() == 1
    for item in items[::7]:
        variant = item.asked_variant
        assert item.fingerprint == fingerprint(variant.asked)
        share = mark(variant, item.given).share
        if share is not None and item.attempt.handed_in_at:
            assert float(item.share) == pytest.approx(share, abs=1e-4)
    own = [item.fingerprint for item in items if item.is_canary]
    assert len(own) > 60
    assert len(set(own)) == len(own)
    assert BankStatistics.objects.get().facts["bank"]["attempts"] == Attempt.objects.handed_in().count()
