"""When we look at a hire again, and what can be said of a criterion then."""

from django.db import models

MONTHS = (3, 6, 12)


class Side(models.TextChoices):
    """What the criterion was when they were hired. The two are never counted together."""

    STRENGTH = "strength", "Strength"
    BAR = "bar", "Minimum bar"


class Seen(models.TextChoices):
    """What the work shows, beside what the interviews said. Words, not numbers: nothing here can be added up."""

    MORE = "more", "More than we judged"
    SAME = "same", "As we judged it"
    LESS = "less", "Less than we judged"
    UNSEEN = "unseen", "The work has not shown it yet"
