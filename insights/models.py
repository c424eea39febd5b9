"""The tables of this app, gathered from its feature folders."""

from insights.calibration.models import AgreementFigure, CalibrationRating, SeverityFigure
from insights.forecast.models import ForecastScore, RoleForecast
from insights.funnel.models import Fact, Tally

__all__ = [
    "AgreementFigure",
    "CalibrationRating",
    "Fact",
    "ForecastScore",
    "RoleForecast",
    "SeverityFigure",
    "Tally",
]
