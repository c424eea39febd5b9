"""The tables of this app, gathered from its feature folders."""

from interviews.decisions.models import Approval, Decision
from interviews.kits.models import AssessmentType, Kit, KitCompetency, KitQuestion, KitStep
from interviews.plans.models import Hypothesis, PlannedInterview
from interviews.schedule.models import Interview, InterviewVersion, Seat
from interviews.scorecards.models import Rating, Scorecard, ScorecardVersion

__all__ = [
    "Approval",
    "AssessmentType",
    "Decision",
    "Hypothesis",
    "Interview",
    "InterviewVersion",
    "Kit",
    "KitCompetency",
    "KitQuestion",
    "KitStep",
    "PlannedInterview",
    "Rating",
    "Scorecard",
    "ScorecardVersion",
    "Seat",
]
