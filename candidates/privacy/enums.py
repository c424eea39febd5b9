"""Why we may keep somebody's data, how they were told, how they objected, and why records went."""

from django.db import models


class Basis(models.TextChoices):
    """What the law lets us keep somebody's data for (GDPR, Article 6)."""

    INTEREST = "interest", "Legitimate interest"
    CONSENT = "consent", "Their consent"
    THEIR_STEP = "their_step", "Steps they asked for before a contract"


class Told(models.TextChoices):
    """How somebody learned that we keep their data (GDPR, Articles 13 and 14)."""

    LETTER = "letter", "With our first letter"
    FIRST_HAND = "first_hand", "They gave us the data themselves"
    TALK = "talk", "In person or on the phone"
    OTHERWISE = "otherwise", "In another way"


class Way(models.TextChoices):
    """How somebody objected."""

    LINK = "link", "By the link in a letter"
    ONE_CLICK = "one_click", "By their mail program’s button"
    REPLY = "reply", "In an answer"
    TOLD_US = "told_us", "They told one of us"
    ERASURE = "erasure", "With the wish to be erased"


class Gone(models.TextChoices):
    """Why records were deleted."""

    UNTOLD = "untold", "Not told in time"
    OUTDATED = "outdated", "No contact for too long"
    BY_HAND = "by_hand", "Erased by one of us"
