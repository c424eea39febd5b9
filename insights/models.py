"""The tables of this app, gathered from its feature folders."""

from insights.forecast.models import ForecastScore, RoleForecast
from insights.funnel.models import Fact, Tally

__all__ = ["Fact", "ForecastScore", "RoleForecast", "Tally"]
