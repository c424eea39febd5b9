"""The tables of this app, gathered from its feature folders."""

from insights.aggregates.models import Fact, Passage, PassageTally, Recount, Tally
from insights.calibration.models import AgreementFigure, CalibrationRating, SeverityFigure
from insights.forecast.models import ForecastScore, RoleForecast
from insights.narrowing.models import SavedDashboard

__all__ = [
    "AgreementFigure",
    "CalibrationRating",
    "Fact",
    "ForecastScore",
    "Passage",
    "PassageTally",
    "Recount",
    "RoleForecast",
    "SavedDashboard",
    "SeverityFigure",
    "Tally",
]
