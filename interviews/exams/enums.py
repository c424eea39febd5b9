"""What an exam is set to."""

from django.db import models


class AiPolicy(models.TextChoices):
    """Whether a candidate may use AI tools; said on the first page, in these words."""

    NOT_ALLOWED = "not_allowed", "Not allowed"
    DECLARED = "declared", "Allowed and declared"
    ALLOWED = "allowed", "Allowed"


AI_WORDS = {
    AiPolicy.NOT_ALLOWED: "Please answer without AI assistants, on your own. Your notes, books and the web are fine. "
    "Nobody watches you: in the next conversation we ask you to explain two of your answers.",
    AiPolicy.DECLARED: "You may use AI assistants. Before you hand in, say for what: it lowers no mark. "
    "In the next conversation we ask you to explain two of your answers.",
    AiPolicy.ALLOWED: "You may use AI assistants, books and the web as you would at work. "
    "In the next conversation we ask you to explain two of your answers.",
}


class CutMethod(models.TextChoices):
    FIXED = "fixed", "Set by hand"
    ANGOFF = "angoff", "From the judges’ expectations of each question"


class HandMarking(models.TextChoices):
    EVERY = "every", "Two people mark every short answer"
    SAMPLE = "sample", "Two people mark a fifth of the short answers, one the rest"
