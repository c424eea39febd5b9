"""What a take-home can be set to, and how far a handed-in file is ready to be read by people who must not know whose it is."""

from django.db import models

from interviews.exams.enums import AiPolicy

# The type of assessment that is done at home.
TYPE = "take-home"

AI_WORDS = {
    AiPolicy.NOT_ALLOWED: "Please work without AI assistants. Your notes, books and the web are fine. Nobody watches you: we talk about your work afterwards.",
    AiPolicy.DECLARED: "You may use AI assistants. Say for what when you hand in: it lowers no rating. We talk about your work afterwards.",
    AiPolicy.ALLOWED: "Use AI assistants, books and the web as you would at work. We talk about your work afterwards.",
}


class CleanState(models.TextChoices):
    """What became of the copy of a file from which its author's traces are taken out."""

    WAITING = "waiting", "Being cleaned"
    CLEANED = "cleaned", "Cleaned"
    BY_HAND = "by_hand", "Cleaned by hand"
    NOT_POSSIBLE = "not_possible", "Cannot be cleaned"
    FAILED = "failed", "Could not be cleaned"
