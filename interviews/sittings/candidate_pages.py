"""What a candidate's pages show. None of it holds a key, a mark or a name of anybody of ours."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from candidates.privacy.models import PrivacyWords
from interviews.exams.models import Exam
from interviews.questions.items import Form
from interviews.questions.marking import RULES
from interviews.questions.models import Question
from interviews.sittings.clock import GRACE, seconds_left, time_in_words
from interviews.sittings.door import Door
from interviews.sittings.letters import minutes_of, moment_in_words, zone_of
from interviews.sittings.links import token_of
from interviews.sittings.models import Attempt, AttemptItem, ExamInvitation
from interviews.sittings.queries import attempt_of, looks_of, places_of
from workspace.staff.models import Organisation

FACES = {
    Door.WITHDRAWN: (
        "This exam is no longer open",
        "It was taken back, or your application has ended. Nothing is expected of you.",
    ),
    Door.TOO_EARLY: (
        "Not yet",
        "The exam can be begun from {opens}. This page will let you in then, with the same link.",
    ),
    Door.TOO_LATE: (
        "The time to begin is over",
        "It could be begun until {closes}. If you would still like to sit it, answer the letter.",
    ),
    Door.TIME_UP: (
        "Time is up",
        "What you had answered by then is kept, and is handed in by itself at {shuts}, so that answers still on their way can arrive.",
    ),
    Door.HANDED_IN: ("Handed in. Thank you", ""),
}


@dataclass(frozen=True)
class Rule:
    """How one form of question is marked."""

    form: str
    words: str


def rules_of(exam: Exam) -> list[Rule]:
    """Return the formulas of the forms that this exam may draw. One query."""
    places = {cell.place for cell in exam.plan.cells}
    live = Question.objects.live().order_by().values_list("area", "depth", "form").distinct()
    forms = {form for area, depth, form in live if (area, depth) in places}
    return [Rule(form.label, RULES[form]) for form in Form if form.value in forms]


def welcome(invitation: ExamInvitation) -> dict[str, Any]:
    """What the first page says before the clock starts. Three queries."""
    exam, zone = invitation.exam, zone_of(invitation.application.candidate)
    return {
        "exam": exam,
        "minutes": minutes_of(invitation),
        "total": exam.plan.total,
        "rules": rules_of(exam),
        "privacy": PrivacyWords.current(),
        "grace_minutes": int(GRACE.total_seconds() // 60),
        "opens": moment_in_words(invitation.opens_at, zone),
        "closes": moment_in_words(invitation.closes_at, zone),
    }


def face(invitation: ExamInvitation, where: Door, now: dt.datetime) -> dict[str, Any]:
    """Title and words of a page that shows no question, and how many were answered."""
    zone = zone_of(invitation.application.candidate)
    attempt = attempt_of(invitation)
    title, words = FACES[where]
    told = {
        "opens": moment_in_words(invitation.opens_at, zone),
        "closes": moment_in_words(invitation.closes_at, zone),
        "shuts": moment_in_words(attempt.deadline + GRACE, zone) if attempt else "",
    }
    context: dict[str, Any] = {"title": title, "words": words.format_map(told), "exam": invitation.exam}
    if attempt is not None:
        places = places_of(attempt)
        context |= {
            "attempt": attempt,
            "answered": sum(place.is_answered for place in places),
            "total": len(places),
            "looks": looks_of(attempt),
            "handed_in": said(attempt.handed_in_at, zone),
            "may_hand_in": where.may_hand_in,
            "was_time": attempt.handed_in_by == "time",
        }
    return context


def said(moment: dt.datetime | None, zone: zoneinfo.ZoneInfo) -> str:
    return moment_in_words(moment, zone) if moment else ""


def running(invitation: ExamInvitation, attempt: Attempt, now: dt.datetime) -> dict[str, Any]:
    """What every page of a running exam shares: the clock, the list of questions, and what to keep for when there is no connection."""
    token = token_of(invitation)
    places = places_of(attempt)
    left = seconds_left(attempt.deadline, now)
    pages = [reverse("interviews:sit-question", args=[token, place.position]) for place in places]
    review = reverse("interviews:sit-review", args=[token])
    return {
        "exam": invitation.exam,
        "attempt": attempt,
        "token": token,
        "places": list(zip(places, pages, strict=True)),
        "review_url": review,
        "answered": sum(place.is_answered for place in places),
        "total": len(places),
        "left": time_in_words(left),
        "now_ms": int(now.timestamp() * 1000),
        "deadline_ms": int(attempt.deadline.timestamp() * 1000),
        "keep": " ".join([*pages, review]),
        "ends": moment_in_words(attempt.deadline, zone_of(invitation.application.candidate)),
        "organisation": Organisation.current(),
    }


def neighbours(item: AttemptItem, token: str, total: int) -> dict[str, str]:
    """The addresses before and after a question; after the last comes the review."""

    def page(position: int) -> str:
        return reverse("interviews:sit-question", args=[token, position])

    last = item.position >= total
    return {
        "previous_url": page(item.position - 1) if item.position > 1 else "",
        "next_url": reverse("interviews:sit-review", args=[token]) if last else page(item.position + 1),
    }
