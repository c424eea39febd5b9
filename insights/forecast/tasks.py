"""Forecasts are made at night and read all day."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="insights.forecast.look_ahead", acks_late=True, time_limit=580, soft_time_limit=560)
def look_ahead() -> int:
    """Score what time has told, then forecast every open role. Running it twice a day makes nothing new."""
    # Loaded here: the web process never needs numpy.
    from insights.forecast.actions import make_forecasts, score_forecasts

    score_forecasts(timezone.localdate())
    return make_forecasts(timezone.now())
