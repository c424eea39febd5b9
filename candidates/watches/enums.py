"""What a reader can say of a paper."""

from django.db import models


class Verdict(models.TextChoices):
    LIKE = "like", "Liked"
    DISLIKE = "dislike", "Not for us"


class Act(models.TextChoices):
    """One line in the log of readings. CLEAR takes a verdict back, UNSAVE what was kept for later."""

    LIKE = "like", "liked"
    DISLIKE = "dislike", "disliked"
    CLEAR = "clear", "took the verdict back"
    SAVE = "save", "saved for later"
    UNSAVE = "unsave", "no longer saved"
    NOTE = "note", "noted"
