"""What results do when an exam is handed in, a page is put together or a person erased."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from hiring.pipeline.models import Application
from hiring.pipeline.signals import application_panels_wanted
from interviews.decisions.signals import late_debrief_panels_wanted
from interviews.exams.models import Exam
from interviews.exams.signals import exam_shown
from interviews.questions.answers import add_answers
from interviews.results import aids
from interviews.results.marking import mark_again, mark_attempt
from interviews.results.models import BarSupport, HandMark, ItemMark, Ruling
from interviews.results.queries import lines_of, sat_by
from interviews.results.records import exam_answers, shown_attempts
from interviews.results.rules import readable_attempts
from interviews.scorecards.receivers import ERASED
from interviews.sittings.models import Answer, Attempt, AttemptItem, ExamInvitation
from interviews.sittings.signals import attempt_handed_in, late_answers_counted
from workspace.activity.wording import Named, name_rows, say
from workspace.panels import Panel
from workspace.staff.models import User

__all__ = ["aids", "exam_panel"]  # importing `aids` registers what exams compute


@receiver(attempt_handed_in, dispatch_uid="interviews.mark_attempt")
def mark_what_was_handed_in(attempt: Attempt, **_: Any) -> None:
    """Formulas mark at once, in the same transaction: a sitting without marks would look like one of nothing."""
    mark_attempt(attempt=attempt)


@receiver(late_answers_counted, dispatch_uid="interviews.mark_late_answers")
def mark_late_answers(attempt: Attempt, items: Sequence[AttemptItem], reason: str, by: User, **_: Any) -> None:
    """What counts after all is marked after all; a short answer goes to the desk."""
    for item in items:
        mark_again(item=item, reason=reason, by=by)


@receiver(application_panels_wanted, dispatch_uid="interviews.exam_panel")
def exam_panel(application: Application, viewer: User, **_: Any) -> list[Panel]:
    """The exams of an application, as far as the viewer may know of them. Up to six queries."""
    whole = viewer.has_perm("interviews.view_application_exams", application)
    readable = readable_attempts(Attempt.objects.filter(invitation__application=application), viewer)
    invitations = list(
        ExamInvitation.objects.filter(application=application).select_related("exam", "attempt", "invited_by")
    )
    if not whole:
        keys = set(readable.handed_in().values_list("invitation", flat=True)) if invitations else set()
        invitations = [one for one in invitations if one.pk in keys]
        if not invitations:
            return []
    context = {
        "application": application,
        "sat": sat_by(invitations, readable),
        "may_invite": application.is_active and viewer.has_perm("interviews.invite_to_exam", application),
        "whole": whole,
    }
    return [Panel("interviews/results/panel.html", order=45, context=context, tab="Exams")]


@receiver(exam_shown, dispatch_uid="interviews.exam_as_it_was_sat")
def exam_as_it_was_sat(exam: Exam, viewer: User, **_: Any) -> list[Panel]:
    """What those who sat an exam tell of its line, once the band was measured on enough of them. Three queries."""
    line = lines_of([exam])[exam.pk]
    if line.sem is None:
        return []
    handed_in = Attempt.objects.handed_in().filter(invitation__exam=exam)
    context = {
        "exam": exam,
        "line": line.for_questions(exam.plan.total),
        "handed_in": handed_in.count(),
        "to_mark": handed_in.filter(items__share=None, items__is_void=False).distinct().count(),
        "may_list": viewer.has_perm("interviews.list_attempts"),
    }
    return [Panel("interviews/results/as_sat.html", order=10, context=context)]


@receiver(late_debrief_panels_wanted, dispatch_uid="interviews.exam_beside_debrief")
def exam_beside_debrief(application: Application, viewer: User, **_: Any) -> list[Panel]:
    """What exams say, beside the matrix and never in it; nothing where nobody sat one. Up to five queries."""
    readable = readable_attempts(Attempt.objects.filter(invitation__application=application), viewer)
    handed_in = readable.handed_in().values("invitation")
    rows = ExamInvitation.objects.filter(pk__in=handed_in).select_related("exam", "attempt", "invited_by")
    if not (sat := sat_by(list(rows), readable)):
        return []
    return [
        Panel("interviews/results/panel.html", order=50, context={"application": application, "sat": sat}, side=True)
    ]


@receiver(candidate_erasing, dispatch_uid="interviews.forget_exams")
def forget_exams(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Clear every word a person wrote, and was written about them. That something was asked and marked stays, as items are counted by it."""
    invitations = ExamInvitation.objects.filter(application__candidate=candidate)
    invitations.update(address="", request="", answer="")
    of_items = {"attempt__invitation__application__candidate": candidate}
    Attempt.objects.filter(invitation__in=invitations).update(ai_statement="", device="")
    Answer.erasable.filter(**{f"item__{path}": value for path, value in of_items.items()}).update(
        response={}, device=""
    )
    AttemptItem.objects.filter(**of_items).update(response=None)
    marks = ItemMark.erasable.filter(**{f"item__{path}": value for path, value in of_items.items()})
    marks.exclude(reason="").update(reason=ERASED)
    HandMark.erasable.filter(**{f"item__{path}": value for path, value in of_items.items()}).update(note="")
    Ruling.erasable.filter(**of_items).update(reasons=ERASED)
    BarSupport.erasable.filter(**of_items).update(observation=ERASED)


@receiver(candidate_copy_wanted, dispatch_uid="interviews.copy_exams")
def copy_exams(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person of their exams: what they answered, and of marks and rulings what the viewer may read."""
    mine = Attempt.objects.filter(invitation__application__candidate=candidate)
    seen = mine.visible_to(viewer)
    readable = readable_attempts(mine, viewer)
    invitations = ExamInvitation.objects.visible_to(viewer).filter(application__candidate=candidate).order_by("pk")
    answers = Answer.objects.filter(item__attempt__in=seen).order_by("pk")
    items = AttemptItem.objects.filter(attempt__in=readable).order_by("attempt", "position")
    return {
        "exam invitations": list(
            invitations.values(
                "exam__name", "opens_at", "closes_at", "extra_percent", "request", "answer", "created_at"
            )
        ),
        "exams sat": list(seen.order_by("pk").values("started_at", "deadline", "handed_in_at", "ai_statement")),
        "exam answers": list(
            answers.values("item__position", "item__question__question__title", "response", "typed_at", "came")
        ),
        "exam marks": list(items.values("position", "question__question__title", "share", "is_void", "seconds")),
        "exam rulings": list(
            Ruling.objects.filter(attempt__in=readable).order_by("pk").values("kind", "reasons", "created_at")
        ),
        "exam supports": list(
            BarSupport.objects.filter(attempt__in=readable).order_by("pk").values("competency__name", "observation")
        ),
    }


def name_in_log(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whose attempts these are, today. One query."""
    rows = Attempt.objects.filter(uuid__in=uuids).select_related("invitation__application__candidate")
    return {
        row.uuid: Named(
            f"an exam of {row.invitation.application.candidate}", reverse("interviews:attempt", args=[row.uuid])
        )
        for row in rows
    }


name_rows("attempt", name_in_log)
say("invited_to_exam", "invited to an exam ({exam})")
say("changed_exam_invitation", "changed the times of an exam ({exam})")
say("withdrew_exam_invitation", "withdrew the invitation to an exam ({exam})")
say("renewed_exam_link", "sent a new link to an exam ({exam})")
say("began_exam", "began an exam")
say("handed_in_exam", "handed in an exam")
say("counted_late_answers", "counted {answers} late answers of")
say("ruled_on_exam", "said what a result means")
say("supported_bar", "signed that an exam supports a bar")
say("marked_again", "marked a question anew ({question}): {changed} marks changed")
say("voided_question", "took a question out of all scores ({question})")
say("wrote_exam", "wrote an exam ({exam})")
say("retired_exam", "took an exam out of use ({exam})")

add_answers(exam_answers, shown_attempts)
