"""What is counted week by week: what we do, not what comes of it."""

from django.db import models


class Measure(models.TextChoices):
    PAPERS = "papers", "Papers read"
    AUTHORS = "authors", "Authors contacted"
    CODE = "code", "Reimplementations reviewed"
    INTERVIEWS = "interviews", "Interviews held"
    SCORECARDS = "scorecards", "Scorecards within 24 h"


# Belong to no role: only the view over all roles counts them.
OF_NO_ROLE = (Measure.PAPERS, Measure.AUTHORS, Measure.CODE)
# A plan for it is a share in per cent, not a number.
IN_PER_CENT = (Measure.SCORECARDS,)
