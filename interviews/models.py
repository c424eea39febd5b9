"""The tables of this app, gathered from its feature folders."""

from interviews.availability.models import (
    BusySource,
    BusySpan,
    DayOff,
    InterviewerSettings,
    LoadPolicy,
    WorkingSpan,
    WrittenEvent,
)
from interviews.booking.models import BookedPart, Booking, Choice, ChoicePart, InvitationReply
from interviews.decisions.models import Approval, Decision, DecisionUndo, GapPlan
from interviews.exams.models import Exam
from interviews.handovers.models import Decline, Snooze
from interviews.kits.models import AssessmentType, Kit, KitCompetency, KitQuestion, KitStep
from interviews.plans.models import Hypothesis, PlannedInterview, RatingAgreement
from interviews.proposals.models import LoopSearch
from interviews.questions.models import BankStatistics, PassRating, Question, QuestionVersion
from interviews.reasons.models import ReasonsLetter
from interviews.results.models import BarSupport, HandMark, ItemMark, Ruling
from interviews.schedule.models import Interview, InterviewVersion, Seat
from interviews.scorecards.models import Rating, Scorecard, ScorecardVersion
from interviews.second_ratings.models import SecondRating
from interviews.sittings.models import Answer, Attempt, AttemptEvent, AttemptItem, ExamInvitation
from interviews.take_homes.models import Extension, HandIn, TakeHome, TakeHomeRating, TakeHomeRule
from interviews.training.models import Training, TrainingPolicy
from interviews.travel.models import TravelledRating
from interviews.works.models import ChosenWork, WorkJudgement

__all__ = [
    "Answer",
    "Approval",
    "AssessmentType",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "BankStatistics",
    "BarSupport",
    "BookedPart",
    "Booking",
    "BusySource",
    "BusySpan",
    "Choice",
    "ChoicePart",
    "ChosenWork",
    "DayOff",
    "Decision",
    "DecisionUndo",
    "Decline",
    "Exam",
    "ExamInvitation",
    "Extension",
    "GapPlan",
    "HandIn",
    "HandMark",
    "Hypothesis",
    "Interview",
    "InterviewVersion",
    "InterviewerSettings",
    "InvitationReply",
    "ItemMark",
    "Kit",
    "KitCompetency",
    "KitQuestion",
    "KitStep",
    "LoadPolicy",
    "LoopSearch",
    "PassRating",
    "PlannedInterview",
    "Question",
    "QuestionVersion",
    "Rating",
    "RatingAgreement",
    "ReasonsLetter",
    "Ruling",
    "Scorecard",
    "ScorecardVersion",
    "Seat",
    "SecondRating",
    "Snooze",
    "TakeHome",
    "TakeHomeRating",
    "TakeHomeRule",
    "Training",
    "TrainingPolicy",
    "TravelledRating",
    "WorkJudgement",
    "WorkingSpan",
    "WrittenEvent",
]
