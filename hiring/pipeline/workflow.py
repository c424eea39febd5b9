"""Drawing the workflow from its tables, so that the picture cannot be wrong."""

from collections.abc import Mapping

from django.db.models import TextChoices

from hiring.pipeline.enums import MOVES, Standing
from hiring.roles.enums import STATE_MOVES, RoleState

HEAD = """# Workflow

Drawn by `manage.py draw_workflow` from `hiring/pipeline/enums.py` and `hiring/roles/enums.py`; a test fails when it is stale.

## An application

Within *active* it moves between the stages of its role, any to any other in use. Every move is one row of history; only the latest
can be undone, and undo is one more row: back to the stage it left, waiting since it entered that stage. Reopening goes back to the stage it
left too, and the wait starts anew. A rejection needs a person and a reason.
"""

ROLE_HEAD = """
## A role

Nobody enters a closed role, and a role with people in it closes only together with the reason they are rejected for. A role opens once it
has a stage to enter and a strength to hire for.
"""


def workflow_document() -> str:
    """Return the whole of docs/workflow.md."""
    application = diagram(Standing, MOVES, start=Standing.ACTIVE)
    role = diagram(RoleState, STATE_MOVES, start=RoleState.DRAFT)
    return f"{HEAD}\n{application}\n{table(Standing, MOVES)}{ROLE_HEAD}\n{role}\n{table(RoleState, STATE_MOVES)}"


def diagram(states: type[TextChoices], moves: Mapping[str, frozenset[str]], *, start: str) -> str:
    """Return a Mermaid state diagram of a table of moves, in the order of the states."""
    lines = [f"    {state.value}: {state.label}" for state in states]
    lines.append(f"    [*] --> {states(start).value}")
    for state in states:
        lines += [f"    {state.value} --> {to.value}" for to in states if to in moves.get(state, frozenset())]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"]) + "\n"


def table(states: type[TextChoices], moves: Mapping[str, frozenset[str]]) -> str:
    """Return the same as a table, for whoever cannot see the picture."""
    rows = ["| from | to |", "|---|---|"]
    for state in states:
        ways = ", ".join(to.label.lower() for to in states if to in moves.get(state, frozenset()))
        rows.append(f"| {state.label.lower()} | {ways or 'nowhere'} |")
    return "\n".join(rows) + "\n"
