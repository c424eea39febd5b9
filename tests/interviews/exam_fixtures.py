"""A small bank, an exam over it, and somebody who was invited."""

import datetime as dt
import uuid
from decimal import Decimal

from django.utils import timezone

from interviews.models import Attempt, AttemptItem, Exam, ExamInvitation, Question
from interviews.questions.actions import write_version
from interviews.questions.items import Form
from interviews.questions.marking import perfect
from interviews.questions.reading import read_item
from interviews.sittings.actions import begin, hand_in, save_answer
from tests import factories


def body(slug, form="single", depth="recall", **fields):
    """A question as it is written down: a sum with drawn numbers, a coin, or a few sentences."""
    known = {
        "single": {
            "text": f"Heads, {slug}?",
            "options": [{"text": "1/2", "right": True}, {"text": "1/3"}, {"text": "1/4"}],
        },
        "numeric": {
            "text": f"{slug}: what is {{{{a}}}} + {{{{b}}}}?",
            "draws": {"a": {"low": 1, "high": 400, "step": 1}, "b": {"low": 1, "high": 400, "step": 1}},
            "answer": {"formula": "a + b", "absolute": 0.5},
        },
        "short": {
            "text": f"Why, {slug}?",
            "rubric": ["No reason.", "A reason.", "Two reasons.", "Two, and when they fail."],
        },
    }[form]
    shared = {"slug": slug, "title": slug.capitalize(), "area": "ml-theory", "depth": depth, "form": form}
    return {**shared, "minutes": 1, "explanation": "So it is.", **known, **fields}


def make_question(slug, form="single", depth="recall", state="live", **fields):
    """Write a question into the bank, live unless told otherwise."""
    written = body(slug, form, depth, **fields)
    return write_version(Question(slug=slug, state=state), read_item(written), written)


def make_bank(*, single=3, numeric=3, short=1):
    """Write a bank: recall is single choice, apply is sums, diagnose a few sentences."""
    for number in range(single):
        make_question(f"coin-{number}")
    for number in range(numeric):
        make_question(f"sum-{number}", "numeric", "apply")
    for number in range(short):
        make_question(f"why-{number}", "short", "diagnose")


def make_exam(**fields):
    """An exam of two coins, one sum and one short answer, forty minutes long."""
    known = {
        "slug": "basics",
        "name": "Basics",
        "blueprint": [["ml-theory", "apply", 1], ["ml-theory", "diagnose", 1], ["ml-theory", "recall", 2]],
        "minutes": 40,
        "measures": "Whether somebody can read a training curve.",
        "cut": Decimal("0.6"),
    }
    return Exam.objects.create(**known | fields)


def invite(exam, application, **fields):
    """An invitation that is open now, as it stands in the database; no letter."""
    now = timezone.now()
    known = {
        "opens_at": now - dt.timedelta(days=1),
        "closes_at": now + dt.timedelta(days=6),
        "invited_by": application.role.recruiter,
        "address": "elin@mail.example",
    }
    return ExamInvitation.objects.create(exam=exam, application=application, **known | fields)


def answer(item, fields, **more):
    """Save fields of a question as a browser sends them."""
    posted = {name: [value] if isinstance(value, str) else value for name, value in fields.items()}
    return save_answer(item=item, variant=item.asked_variant, posted=posted, save_id=uuid.uuid4(), **more)


def right_fields(item):
    """What a browser sends that earns everything a formula gives."""
    variant = item.asked_variant
    best = perfect(variant)
    if variant.asked.form is Form.NUMERIC:
        return {"number": best.number}
    if variant.asked.form is Form.SHORT:
        return {"words": best.words}
    return {"chosen": list(best.chosen)}


def sat(invitation, *, right=True, **more):
    """Begin an exam, answer everything rightly (or nothing) and hand it in."""
    attempt = begin(invitation=invitation, **more)
    if right:
        for item in items_of(attempt):
            answer(item, right_fields(item))
    return hand_in(attempt=attempt)


def items_of(attempt):
    return list(AttemptItem.objects.filter(attempt=attempt).select_related("question__question"))


def by_form(attempt, form):
    """The first question of a form."""
    return next(item for item in items_of(attempt) if item.question.question.form == form)


def long_ago(attempt, minutes):
    """Move an attempt so many minutes into the past."""
    shift = dt.timedelta(minutes=minutes)
    Attempt.objects.filter(pk=attempt.pk).update(
        started_at=attempt.started_at - shift, deadline=attempt.deadline - shift
    )
    attempt.refresh_from_db()
    return attempt


def applied(role, name="Elin Vasquez"):
    """Somebody in a role's pipeline with an address."""
    candidate = factories.CandidateFactory(name=name)
    factories.IdentityFactory(candidate=candidate, value="elin@mail.example")
    return factories.ApplicationFactory(role=role, candidate=candidate)
