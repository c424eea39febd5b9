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
from interviews.decisions.models import Approval, Decision, DecisionUndo, GapPlan
from interviews.kits.models import AssessmentType, Kit, KitCompetency, KitQuestion, KitStep
from interviews.plans.models import Hypothesis, PlannedInterview, RatingAgreement
from interviews.questions.models import PassRating, Question, QuestionVersion
from interviews.schedule.models import Interview, InterviewVersion, Seat
from interviews.scorecards.models import Rating, Scorecard, ScorecardVersion
from interviews.second_ratings.models import SecondRating
from interviews.training.models import Training, TrainingPolicy
from interviews.travel.models import TravelledRating

__all__ = [
    "Approval",
    "AssessmentType",
    "BusySource",
    "BusySpan",
    "DayOff",
    "Decision",
    "DecisionUndo",
    "GapPlan",
    "Hypothesis",
    "Interview",
    "InterviewVersion",
    "InterviewerSettings",
    "Kit",
    "KitCompetency",
    "KitQuestion",
    "KitStep",
    "LoadPolicy",
    "PassRating",
    "PlannedInterview",
    "Question",
    "QuestionVersion",
    "Rating",
    "RatingAgreement",
    "Scorecard",
    "ScorecardVersion",
    "Seat",
    "SecondRating",
    "Training",
    "TrainingPolicy",
    "TravelledRating",
    "WorkingSpan",
    "WrittenEvent",
]
