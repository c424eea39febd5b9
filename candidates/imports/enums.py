from django.db import models


class BatchKind(models.TextChoices):
    PEOPLE = "people", "People from a CSV file"
    PAPERS = "papers", "Papers from a BibTeX file"


class BatchState(models.TextChoices):
    """Where an import stands. Nothing but rows of its own is written before RUNNING."""

    MAPPING = "mapping", "Say what the columns hold"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Ready to import"
    RUNNING = "running", "Being imported"
    DONE = "done", "Imported"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"


MOVES: dict[str, frozenset[str]] = {
    BatchState.MAPPING: frozenset({BatchState.CHECKING}),
    BatchState.CHECKING: frozenset({BatchState.CHECKED}),
    BatchState.CHECKED: frozenset({BatchState.CHECKING, BatchState.RUNNING}),  # another mapping may be tried
    BatchState.RUNNING: frozenset({BatchState.DONE}),
    BatchState.DONE: frozenset({BatchState.UNDOING}),
    BatchState.UNDOING: frozenset({BatchState.UNDONE}),
    BatchState.UNDONE: frozenset(),
}
AT_WORK = frozenset({BatchState.CHECKING, BatchState.RUNNING, BatchState.UNDOING})


class Verdict(models.TextChoices):
    """What the dry run says of a row."""

    UNCHECKED = "", "Not checked yet"
    NEW = "new", "New"
    UPDATE = "update", "Adds to a record"
    DOUBT = "doubt", "Maybe known: decide"
    SAME = "same", "Nothing new"
    ERROR = "error", "Cannot be imported"


class Decision(models.TextChoices):
    """What will be done with a row."""

    LEAVE = "leave", "Leave out"
    ADD = "add", "Add as new"
    UPDATE = "update", "Add to the record"


class Outcome(models.TextChoices):
    """What was done with a row."""

    NONE = "", "Left out"
    ADDED = "added", "Added"
    UPDATED = "updated", "Added to a record"
    FAILED = "failed", "Failed"
    TAKEN_BACK = "taken_back", "Taken back"
    KEPT = "kept", "Kept"
