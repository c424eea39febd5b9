from django.db import models


class RoleState(models.TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    ON_HOLD = "on_hold", "On hold"
    CLOSED = "closed", "Closed"


STATE_MOVES: dict[str, frozenset[str]] = {
    RoleState.DRAFT: frozenset({RoleState.OPEN, RoleState.CLOSED}),
    RoleState.OPEN: frozenset({RoleState.ON_HOLD, RoleState.CLOSED}),
    RoleState.ON_HOLD: frozenset({RoleState.OPEN, RoleState.CLOSED}),
    RoleState.CLOSED: frozenset({RoleState.OPEN}),
}


class ClosedBecause(models.TextChoices):
    """Why a role is no longer open. A role may be opened again all the same."""

    FILLED = "filled", "Every opening is filled"
    CANCELLED = "cancelled", "It is no longer needed"
    BUDGET = "budget", "There is no budget for it"
    MERGED = "merged", "Another role takes its place"
    OTHER = "other", "Another reason"


class RequirementKind(models.TextChoices):
    MUST = "must", "Must have"
    NICE = "nice", "Nice to have"
    DUTY = "duty", "Duty"


class BarLevel(models.TextChoices):
    """How high a minimum bar stands; the anchor text says what that means for one competency."""

    LOW = "low", "Low"
    MID = "mid", "Mid"
    HIGH = "high", "High"


class BarPolicy(models.TextChoices):
    """When a bar's rating asks for a second, independent one (see interviews.rule.bars).

    With a near miss, bars that must not be wrong (`RoleCompetency.must_not_be_wrong`) ask on either side all the same.
    """

    NEAR_MISS = "near_miss", "Second rating on a near miss"
    TWO_SIDED = "two_sided", "Second rating near the bar, on either side"


class StageKind(models.TextChoices):
    """What a stage is for. The kinds are the same in every role, so that funnels can be compared."""

    SOURCED = "sourced", "Sourced"
    CONTACTED = "contacted", "Contacted"
    REVIEW = "review", "Review"
    SCREEN = "screen", "Screen"
    ASSESSMENT = "assessment", "Assessment"
    ONSITE = "onsite", "Onsite"
    DECISION = "decision", "Decision"
    OFFER = "offer", "Offer"


class CompetencySide(models.TextChoices):
    RESEARCH = "research", "Research"
    ENGINEERING = "engineering", "Engineering"
    BOTH = "both", "Both"
