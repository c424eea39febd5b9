"""What is counted week by week: what we do, not what comes of it."""

from django.db import models


class Measure(models.TextChoices):
    PAPERS = "papers", "Papers read"
    AUTHORS = "authors", "Authors contacted"
    CODE = "code", "Reimplementations reviewed"
    INTERVIEWS = "interviews", "Interviews held"
    SCORECARDS = "scorecards", "Scorecards within 24 h"


class Now(models.TextChoices):
    """What is looked at as of now, in no week: the rows behind numbers that stand beside the weekly ones."""

    OWED = "owed", "Scorecards due"
    SUBMITTED = "submitted", "Scorecards of the last 90 days"
    COMING = "coming", "Interviews in the next 7 days"
    WRITTEN = "written", "People written to in the last 90 days"


# Belong to no role: only the view over all roles counts them.
OF_NO_ROLE: tuple[str, ...] = (Measure.PAPERS, Measure.AUTHORS, Measure.CODE, Now.WRITTEN)
# Say who was written to, which is for those who recruit.
OF_LETTERS: tuple[str, ...] = (Measure.AUTHORS, Now.WRITTEN)
# A plan for it is a share in per cent, not a number.
IN_PER_CENT = (Measure.SCORECARDS,)
