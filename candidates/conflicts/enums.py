"""What a conflict of interest can be, and what becomes of it."""

from django.db import models


class ConflictKind(models.TextChoices):
    SAME_PERSON = "same_person", "The candidate is a colleague"
    ADVISOR = "advisor", "Advisor and advisee"
    COAUTHOR = "coauthor", "Co-authors"
    LAB = "lab", "Same lab"
    EMPLOYER = "employer", "Same employer"
    PERSONAL = "personal", "Friends, family, partners"
    OTHER = "other", "Something else"


class ConflictState(models.TextChoices):
    PROPOSED = "proposed", "Waits for a decision"
    RECUSED = "recused", "Recused"
    CLEARED = "cleared", "Cleared"


# Who may become what. A recusal is lifted by clearing it, with a reason; a cleared conflict can be seen differently later.
DECISIONS: dict[str, frozenset[str]] = {
    ConflictState.PROPOSED: frozenset({ConflictState.RECUSED, ConflictState.CLEARED}),
    ConflictState.RECUSED: frozenset({ConflictState.CLEARED}),
    ConflictState.CLEARED: frozenset({ConflictState.RECUSED}),
}


class SelfKind(models.TextChoices):
    """How one of us stands on papers and elsewhere."""

    NAME = "name", "Name as on papers"
    ORCID = "orcid", "ORCID"
    OPENREVIEW = "openreview", "OpenReview"
    GITHUB = "github", "GitHub"


class TieKind(models.TextChoices):
    """To whom or what one of us belongs or belonged."""

    EMPLOYER = "employer", "Employer"
    LAB = "lab", "Lab or group"
    ADVISOR = "advisor", "My advisor"
    ADVISEE = "advisee", "Advised by me"
