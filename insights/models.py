"""The tables of this app, gathered from its feature folders."""

from insights.aggregates.models import Fact, Passage, PassageTally, Recount, Tally
from insights.calibration.models import AgreementFigure, CalibrationRating, SeverityFigure
from insights.checkins.models import CheckIn, CheckInMark, StartDay
from insights.fairness.models import FairnessReader, FairnessReport, FairnessTable, PooledReading, WaitingCount
from insights.forecast.models import ForecastScore, ForecastSurface, RoleForecast
from insights.inputs.models import InputPlan
from insights.narrowing.models import SavedDashboard
from insights.self_identification.models import CountryQuestions, SelfAnswer
from insights.updates.models import TeamUpdate, UpdatePlan, UpdateReader

__all__ = [
    "AgreementFigure",
    "CalibrationRating",
    "CheckIn",
    "CheckInMark",
    "CountryQuestions",
    "Fact",
    "FairnessReader",
    "FairnessReport",
    "FairnessTable",
    "ForecastScore",
    "ForecastSurface",
    "InputPlan",
    "Passage",
    "PassageTally",
    "PooledReading",
    "Recount",
    "RoleForecast",
    "SavedDashboard",
    "SelfAnswer",
    "SeverityFigure",
    "StartDay",
    "Tally",
    "TeamUpdate",
    "UpdatePlan",
    "UpdateReader",
    "WaitingCount",
]
