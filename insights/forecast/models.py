"""Every forecast that was made, and what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hiring.roles.models import Role
from insights.forecast.wording import SAID_FOR, chance_by, chance_words, range_words
from workspace.rows import AppendOnly, Row


class RoleForecast(AppendOnly):
    """What was said of one role on one day. Days count from `made_on`; an empty day lies beyond the horizon. Says nothing of any candidate."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="forecasts")
    made_on = models.DateField()
    openings_left = models.PositiveSmallIntegerField()
    days_open = models.PositiveIntegerField()
    horizon_days = models.PositiveSmallIntegerField()
    chances = ArrayField(models.FloatField(), help_text="P(filled) by the end of each week from the day it was made.")
    quantiles = ArrayField(models.FloatField(null=True), help_text="Days at 1 %, 2 % … 99 %.")
    naive_quantiles = ArrayField(
        models.FloatField(), help_text="The same of the plain forecast from past times to fill."
    )
    average_days = models.FloatField(help_text="Days left by the average time to fill of past roles.")
    own_share = models.FloatField(help_text="How much of the stage rates is the organisation's own data, 0 to 1.")
    levers = models.JSONField(default=list, help_text="[kind, what, chance by the aim] for each change that was tried.")
    inputs = models.JSONField(default=list, help_text="[channel, people a week that alone would do, now a week].")
    by_channel = models.JSONField(default=list, help_text="[channel, share of the expected hires].")
    chance_of_atom = models.FloatField(help_text="Drawn uniformly when it was made: breaks ties when it is scored.")

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["role", "made_on"], name="role_forecast_once_a_day")]

    def __str__(self) -> str:
        return f"{self.role} on {self.made_on}"

    @property
    def said(self) -> list[tuple[int, str]]:
        """The chances in words, each with its number of days."""
        return [(days, chance_words(chance_by(self.chances, days))) for days in SAID_FOR]

    @property
    def range(self) -> str:
        """The 10, 50 and 90 % days as a sentence."""
        return range_words(self.made_on, self.quantiles, self.horizon_days)


class ForecastSurface(Row):
    """What pages answer “what if” from: sums over a role's futures of the newest night (see `surfaces`), replaced by the next. Says nothing of any candidate."""

    role = models.OneToOneField(Role, models.CASCADE, related_name="forecast_surface")
    made_on = models.DateField()
    kept = models.JSONField()

    def __str__(self) -> str:
        return f"What-ifs of {self.role}, {self.made_on}"


class ForecastScore(AppendOnly):
    """How good one forecast was, once its role was filled or its horizon had passed. Days; `days` is empty if it was not filled."""

    forecast = models.OneToOneField(RoleForecast, models.CASCADE, related_name="score")
    scored_on = models.DateField()
    days = models.FloatField(null=True)
    crps = models.FloatField()
    naive_crps = models.FloatField()
    average_error = models.FloatField()
    pit = models.FloatField()

    class Meta:
        ordering = ["-scored_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.forecast}: {self.crps:.0f} days"
