"""The rows behind a weekly number, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from insights.inputs.enums import Measure, Now

AT_MOST = 300


@dataclass(frozen=True)
class Done:
    """One thing that was done: what, by whom, when, and where it is."""

    what: str
    detail: str
    who: Any
    at: dt.datetime
    url: str


def done(measure: str, rows: Any) -> list[Done]:
    """Return the latest rows of a measure, or of what is looked at as of now. One or two queries."""
    related, describe = LISTINGS[measure]
    return [describe(row) for row in rows.select_related(*related).order_by("-at", "-pk")[:AT_MOST]]


def _paper(row: Any) -> Done:
    return Done(
        row.paper.title,
        row.get_verdict_display(),
        row.person,
        row.at,
        reverse("candidates:paper", args=[row.paper.uuid]),
    )


def _author(row: Any) -> Done:
    url = reverse("candidates:candidate", args=[row.conversation.candidate.uuid])
    return Done(row.conversation.candidate.name, "first letter", row.author, row.at, url)


def _code(row: Any) -> Done:
    return Done(
        row.repository.name,
        row.get_execution_display() or "",
        row.judged_by,
        row.at,
        reverse("candidates:code", args=[row.uuid]),
    )


def _interview(row: Any) -> Done:
    url = reverse("interviews:interview", args=[row.uuid])
    return Done(row.application.candidate.name, str(row.kit), None, row.at, url)


def _scorecard(row: Any) -> Done:
    late = row.submitted_at is None or row.submitted_at > row.at + dt.timedelta(hours=24)
    said = "not yet in" if row.submitted_at is None else "later than 24 h" if late else "within 24 h"
    url = reverse("interviews:interview", args=[row.seat.interview.uuid])
    return Done(row.application.candidate.name, said, row.author, row.at, url)


def _card_now(row: Any) -> Done:
    if row.submitted_at is None:
        said = "overdue" if row.due_at < row.told_at else "due"
    else:
        said = "on time" if row.submitted_at <= row.due_at else "late"
    url = reverse("interviews:interview", args=[row.seat.interview.uuid])
    return Done(row.application.candidate.name, said, row.author, row.at, url)


def _written_to(row: Any) -> Done:
    url = reverse("candidates:candidate", args=[row.conversation.candidate.uuid])
    return Done(row.conversation.candidate.name, "last letter", row.author, row.at, url)


OF_A_CARD = ("application__candidate", "seat__interview", "author")
LISTINGS: dict[str, tuple[tuple[str, ...], Any]] = {
    Measure.PAPERS: (("paper", "person"), _paper),
    Measure.AUTHORS: (("conversation__candidate", "author"), _author),
    Measure.CODE: (("repository", "judged_by"), _code),
    Measure.INTERVIEWS: (("application__candidate", "kit"), _interview),
    Measure.SCORECARDS: (OF_A_CARD, _scorecard),
    Now.OWED: (OF_A_CARD, _card_now),
    Now.SUBMITTED: (OF_A_CARD, _card_now),
    Now.COMING: (("application__candidate", "kit"), _interview),
    Now.WRITTEN: (("conversation__candidate", "author"), _written_to),
}
