import datetime as dt
import threading

import pytest
from django.db import connections
from django.utils import timezone

from interviews.models import Hypothesis, Rating, Scorecard, ScorecardVersion
from interviews.schedule.actions import book_interview
from interviews.scorecards.actions import (
    Incomplete,
    ScorecardError,
    StaleDraft,
    amend_scorecard,
    save_draft,
    submit_scorecard,
)
from interviews.scorecards.draft import Draft, TypedRating
from interviews.scorecards.reading import cards_of
from tests import factories
from workspace.models import Activity
from workspace.rows import FrozenRow

pytestmark = pytest.mark.django_db


def typed(summary, **fields):
    return Draft(summary=summary, **fields)


def test_save_draft_counts_revisions(card, interviewer):
    first = save_draft(scorecard=card, draft=typed("One"), revision=0, by=interviewer)
    second = save_draft(scorecard=card, draft=typed("One, two"), revision=1, by=interviewer)

    assert (first.draft_revision, second.draft_revision) == (1, 2)
    assert second.draft["summary"] == "One, two"
    assert second.draft_saved_at is not None


def test_older_revision_never_overwrites_a_newer_one(card, interviewer):
    save_draft(scorecard=card, draft=typed("Newer", tab="left"), revision=0, by=interviewer)

    with pytest.raises(StaleDraft):
        save_draft(scorecard=card, draft=typed("Older", tab="right"), revision=0, by=interviewer)

    card.refresh_from_db()
    assert (card.draft["summary"], card.draft_revision) == ("Newer", 1)


def test_window_that_missed_the_answer_may_go_on(card, interviewer):
    save_draft(scorecard=card, draft=typed("One", tab="left", step=1), revision=0, by=interviewer)

    saved = save_draft(scorecard=card, draft=typed("One, two", tab="left", step=2), revision=0, by=interviewer)

    assert saved.draft_revision == 2


def test_late_request_of_the_same_window_is_refused(card, interviewer):
    save_draft(scorecard=card, draft=typed("One", tab="left", step=1), revision=0, by=interviewer)
    save_draft(scorecard=card, draft=typed("One, two", tab="left", step=3), revision=1, by=interviewer)

    with pytest.raises(StaleDraft):
        save_draft(scorecard=card, draft=typed("On", tab="left", step=2), revision=0, by=interviewer)


def test_saving_the_same_words_again_changes_nothing(card, interviewer):
    save_draft(scorecard=card, draft=typed("One"), revision=0, by=interviewer)

    again = save_draft(scorecard=card, draft=typed("One"), revision=0, by=interviewer)

    assert again.draft_revision == 1


def test_submit_makes_version_one_with_its_ratings(card, interviewer, filled, application):
    version = submit_scorecard(scorecard=card, draft=filled(summary="A good hour."), by=interviewer)

    card.refresh_from_db()
    assert (version.number, version.summary, version.after_reading) == (1, "A good hour.", False)
    assert (card.submitted_at, card.draft, card.is_owed) == (version.submitted_at, {}, False)
    assert set(version.ratings.values_list("competency__slug", "scale", "level", "mark", "observation")) == {
        ("creative-thinking", "strength", 3, None, "Turned the problem round twice."),
        ("ml-debugging", "bar", None, "just_above", "Found it by halving the pipeline."),
    }
    entry = Activity.objects.get(verb="submitted_scorecard")
    assert (entry.subject, entry.application, entry.facts) == (card.uuid, application.uuid, {"version": 1})


def test_not_assessed_is_stored_as_neither_level_nor_mark(card, interviewer, filled):
    draft = filled(level="not_assessed", mark="not_assessed", summary="The line broke.")

    version = submit_scorecard(scorecard=card, draft=draft, by=interviewer)

    assert set(version.ratings.values_list("level", "mark")) == {(None, None)}
    assert not any(rating.is_assessed for rating in version.ratings.all())


def test_bar_that_the_kit_does_not_cover_may_be_rated_or_left_out(card, interviewer, filled):
    extra = TypedRating("bar", "maths", "just_below", "Lost the sign in the gradient.")

    version = submit_scorecard(scorecard=card, draft=Draft(ratings=(*filled().ratings, extra)), by=interviewer)

    assert version.ratings.count() == 3


@pytest.mark.parametrize(
    ("draft", "problems"),
    [
        (Draft(summary="Nothing rated"), {"strength-creative-thinking", "bar-ml-debugging"}),
        (
            Draft(ratings=(TypedRating("bar", "ml-debugging", "just_above"),)),
            {"strength-creative-thinking", "bar-ml-debugging"},
        ),
        # The competency is a hypothesis, so it is not judged against its bar as well.
        (
            Draft(ratings=(TypedRating("bar", "creative-thinking", "just_above", "Saw it."),)),
            {"strength-creative-thinking", "bar-ml-debugging", ""},
        ),
        # A strength nobody named.
        (
            Draft(ratings=(TypedRating("strength", "maths", "4", "Saw it."),)),
            {"strength-creative-thinking", "bar-ml-debugging", ""},
        ),
        # A competency nobody knows.
        (
            Draft(ratings=(TypedRating("strength", "charm", "4", "Saw it."),)),
            {"strength-creative-thinking", "bar-ml-debugging", ""},
        ),
    ],
)
def test_incomplete_submission_is_refused_and_kept(card, interviewer, draft, problems):
    with pytest.raises(Incomplete) as refusal:
        submit_scorecard(scorecard=card, draft=draft, by=interviewer)

    assert set(refusal.value.problems) == problems
    card.refresh_from_db()
    assert card.submitted_at is None
    assert Draft.from_json(card.draft).says_the_same_as(draft)
    assert not ScorecardVersion.objects.exists()


def test_hypothesis_withdrawn_while_writing_is_no_longer_asked(card, interviewer, filled, hiring_manager):
    Hypothesis.objects.update(withdrawn_at=timezone.now(), withdrawn_by=hiring_manager)

    with pytest.raises(Incomplete) as refusal:
        submit_scorecard(scorecard=card, draft=filled(), by=interviewer)

    assert "No longer asked for: Creative thinking" in refusal.value.problems[""]


def test_submitting_the_same_twice_is_once(card, interviewer, filled):
    first = submit_scorecard(scorecard=card, draft=filled(), revision=0, by=interviewer)
    second = submit_scorecard(scorecard=card, draft=filled(), revision=0, by=interviewer)

    assert first == second
    assert ScorecardVersion.objects.count() == 1


def test_submitting_something_else_afterwards_is_kept_as_a_draft(card, interviewer, filled):
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)

    with pytest.raises(ScorecardError, match="submitted already"):
        submit_scorecard(scorecard=card, draft=filled(level="4"), by=interviewer)

    card.refresh_from_db()
    assert Draft.from_json(card.draft).rating("strength-creative-thinking").choice == "4"
    assert ScorecardVersion.objects.get().ratings.get(scale="strength").level == 3


def test_submitting_from_a_stale_window_is_refused(card, interviewer, filled):
    save_draft(scorecard=card, draft=typed("Newer", tab="left"), revision=0, by=interviewer)

    with pytest.raises(StaleDraft):
        submit_scorecard(scorecard=card, draft=filled(tab="right"), revision=0, by=interviewer)

    card.refresh_from_db()
    assert (card.submitted_at, card.draft["summary"]) == (None, "Newer")


def test_released_scorecard_keeps_words_but_takes_no_judgement(card, interviewer, filled):
    Scorecard.objects.update(released_at=timezone.now())

    with pytest.raises(ScorecardError, match="no longer expected"):
        submit_scorecard(scorecard=card, draft=filled(), by=interviewer)

    card.refresh_from_db()
    assert Draft.from_json(card.draft).says_the_same_as(filled())


@pytest.mark.django_db(transaction=True)
def test_two_people_submit_the_same_form_at_once(card, interviewer, filled):
    """The same form, sent from two windows in the same moment, is one version."""
    barrier = threading.Barrier(3)
    answers = []

    def submit():
        barrier.wait()
        try:
            answers.append(submit_scorecard(scorecard=card, draft=filled(), revision=0, by=interviewer).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert answers == [ScorecardVersion.objects.get().pk] * 3
    assert Rating.objects.count() == 2
    assert Activity.objects.filter(verb="submitted_scorecard").count() == 1


def test_amendment_is_a_new_version_that_says_why(card, interviewer, filled):
    first = submit_scorecard(scorecard=card, draft=filled(), by=interviewer)

    second = amend_scorecard(
        scorecard=card, draft=filled(level="2", reason="Mixed up two candidates' notes."), by=interviewer
    )

    assert (second.number, second.amendment_reason) == (2, "Mixed up two candidates' notes.")
    assert first.ratings.get(scale="strength").level == 3
    assert second.ratings.get(scale="strength").level == 2
    assert second.ratings.count() == 2


def test_first_version_cannot_be_changed(card, interviewer, filled):
    version = submit_scorecard(scorecard=card, draft=filled(), by=interviewer)

    version.summary = "Something else"
    with pytest.raises(FrozenRow):
        version.save()
    with pytest.raises(FrozenRow):
        version.ratings.first().delete()
    with pytest.raises(FrozenRow):
        Rating.objects.update(observation="x")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"level": "2"}, "reason"),  # no reason given
        ({"reason": "Looked again."}, "reason"),  # nothing differs
    ],
)
def test_amendment_without_reason_or_difference_is_refused(card, interviewer, filled, change, where):
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)

    with pytest.raises(Incomplete) as refusal:
        amend_scorecard(scorecard=card, draft=filled(**change), by=interviewer)

    assert set(refusal.value.problems) == {where}
    assert ScorecardVersion.objects.count() == 1


def test_amending_twice_with_the_same_words_is_once(card, interviewer, filled):
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)
    draft = filled(level="2", reason="Mixed up.")

    amend_scorecard(scorecard=card, draft=draft, by=interviewer)
    amend_scorecard(scorecard=card, draft=draft, by=interviewer)

    assert ScorecardVersion.objects.count() == 2


def test_nothing_submitted_is_nothing_to_amend(card, interviewer, filled):
    with pytest.raises(ScorecardError, match="nothing to amend"):
        amend_scorecard(scorecard=card, draft=filled(reason="Early"), by=interviewer)


def test_amendment_carries_what_is_no_longer_asked(card, interviewer, filled, hiring_manager):
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)
    Hypothesis.objects.update(withdrawn_at=timezone.now(), withdrawn_by=hiring_manager)
    bar = TypedRating("bar", "ml-debugging", "clearly_above", "Found it by halving the pipeline.")

    version = amend_scorecard(scorecard=card, draft=Draft(ratings=(bar,), reason="Understated it."), by=interviewer)

    assert set(version.ratings.values_list("scale", "level", "mark")) == {
        ("strength", 3, None),
        ("bar", None, "clearly_above"),
    }


def test_amendment_before_anybody_else_submitted_is_still_blind(card, interviewer, filled):
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)

    version = amend_scorecard(scorecard=card, draft=filled(level="2", reason="Mixed up."), by=interviewer)

    assert version.after_reading is False


def test_amendment_after_others_could_be_read_says_so(card, other_card, interviewer, colleague, filled):
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)
    submit_scorecard(scorecard=other_card, draft=filled(), by=colleague)

    version = amend_scorecard(scorecard=card, draft=filled(level="2", reason="Persuaded."), by=interviewer)

    assert version.after_reading is True


def test_second_scorecard_booked_after_reading_says_so(
    card, other_card, interviewer, colleague, filled, kit, recruiter
):
    submit_scorecard(scorecard=other_card, draft=filled(), by=colleague)
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)
    book_interview(
        application=card.application,
        kit=kit,
        starts_at=timezone.now() + dt.timedelta(days=1),
        minutes=45,
        interviewers=[interviewer],
        by=recruiter,
    )
    second = Scorecard.objects.owed().get(author=interviewer)

    version = submit_scorecard(scorecard=second, draft=filled(), at=second.seat.during.upper, by=interviewer)

    assert version.after_reading is True


def test_nothing_is_submitted_before_the_interview_has_begun(card, filled, interviewer):
    """Whoever submits reads the others'."""
    begins = card.seat.during.lower
    with pytest.raises(ScorecardError, match="The interview has not begun"):
        submit_scorecard(
            scorecard=card, draft=filled(summary="Early."), at=begins - dt.timedelta(seconds=1), by=interviewer
        )
    card.refresh_from_db()
    assert (card.submitted_at, card.draft["summary"]) == (None, "Early.")

    version = submit_scorecard(scorecard=card, draft=filled(summary="Early."), at=begins, by=interviewer)

    assert version.number == 1


@pytest.mark.parametrize(("hours", "is_marked"), [(72, False), (73, True)])
def test_scorecard_much_later_is_from_memory_for_ever(card, interviewer, filled, hours, is_marked):
    late = card.seat.during.upper + dt.timedelta(hours=hours)

    version = submit_scorecard(scorecard=card, draft=filled(), at=late, by=interviewer)

    assert version.from_memory is is_marked
    assert cards_of(card.application, interviewer)[0].is_from_memory is is_marked


def test_late_amendment_is_marked_and_leaves_the_first_version_as_it_was(card, interviewer, filled):
    end = card.seat.during.upper
    first = submit_scorecard(scorecard=card, draft=filled(), at=end, by=interviewer)

    later = end + dt.timedelta(days=5)
    second = amend_scorecard(scorecard=card, draft=filled(level="4", reason="Slept on it."), at=later, by=interviewer)

    first.refresh_from_db()
    assert (first.from_memory, second.from_memory) == (False, True)


def test_shadows_scorecard_is_owed_but_does_not_count(application, kit, recruiter):
    trainee = factories.UserFactory()
    book_interview(
        application=application,
        kit=kit,
        starts_at=timezone.now() + dt.timedelta(days=1),
        minutes=45,
        interviewers=[factories.UserFactory()],
        shadows=[trainee],
        by=recruiter,
    )

    card = Scorecard.objects.get(author=trainee)
    assert (card.is_owed, card.counts) == (True, False)
