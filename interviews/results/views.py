"""Results: the attempts of an exam, one attempt, the desk where short answers are marked, and marking anew."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews.exams.models import Exam
from interviews.exams.views import load_exam
from interviews.questions.models import Question
from interviews.refusals import InterviewsError, acted
from interviews.results.actions import rule_on_attempt, support_bar
from interviews.results.forms import PointsForm, ReasonForm, RulingForm, SupportForm
from interviews.results.marking import correct_key, give_points, void_question
from interviews.results.models import RulingKind
from interviews.results.pages import LineDrawing, answered, marking_left, next_to_mark
from interviews.results.queries import agreement_on, sat_by
from interviews.results.rules import readable_attempts
from interviews.sittings.actions import count_late_answers
from interviews.sittings.models import Attempt, AttemptItem, ExamInvitation
from interviews.sittings.queries import looks_of
from workspace.activity.actions import log_view
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import needs, toast, viewer

NEWEST = ("-created_at", "-pk")


def load_attempt(user: User, attempt: uuid.UUID) -> Attempt:
    """Find an attempt this user may know of: of a role they may see, or one they may read. 404 otherwise."""
    rows = Attempt.objects.select_related(
        "invitation__exam",
        "invitation__application__candidate",
        "invitation__application__role",
        "invitation__application__stage",
    )
    known = Attempt.objects.visible_to(user) | readable_attempts(Attempt.objects.all(), user)
    if found := rows.filter(uuid=attempt, pk__in=known.values("pk")).first():
        return found
    raise Http404


def load_question(user: User, slug: str) -> Question:
    """Find a question of the bank."""
    if found := Question.objects.filter(slug=slug).first():
        return found
    raise Http404


@require_safe
@needs("interviews.list_attempts", load=lambda user, slug: load_exam(user, slug))
def attempts(request: HttpRequest, exam: Exam) -> HttpResponse:
    """Who was invited to an exam, the latest first; never in the order of what came of it."""
    user = viewer(request)
    rows = (
        ExamInvitation.objects.visible_to(user)
        .filter(exam__slug=exam.slug)
        .select_related("exam", "attempt", "application__candidate", "application__role")
    )
    problem, page, status = "", KeysetPage([], "", ""), 200
    back = request.GET.get("before", "")
    try:
        page = keyset_page(rows, order=NEWEST, cursor=back or request.GET.get("after", ""), backwards=bool(back))
    except BadCursor as error:
        problem, status = str(error), 400
    readable = readable_attempts(Attempt.objects.all(), user)
    context = {
        "exam": exam,
        "page": page,
        "problem": problem,
        "sat": sat_by(page.rows, readable),
        "agreement": agreement_on(exam),
    }
    return render(request, "interviews/results/attempts.html", context, status=status)


@require_safe
@needs("interviews.view_attempt", load=load_attempt)
def attempt_page(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Show one attempt: answers beside their key and marks, time, and what people made of it."""
    return _attempt_page(request, attempt)


@require_POST
@needs("interviews.rule_on_attempt", load=load_attempt)
def rule(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Say what a result means."""
    form = RulingForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        if acted(
            form, rule_on_attempt, attempt=attempt, by=viewer(request), **data | {"kind": RulingKind(data["kind"])}
        ):
            toast(request, "Kept. It moves nobody: the decision on the application is yours to make.")
            return redirect("interviews:attempt", attempt.uuid)
    return _attempt_page(request, attempt, ruling=form)


@require_POST
@needs("interviews.rule_on_attempt", load=load_attempt)
def support(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Sign that it supports a bar."""
    form = SupportForm(request.POST, role=attempt.invitation.application.role)
    if form.is_valid() and acted(form, support_bar, attempt=attempt, by=viewer(request), **form.cleaned_data):
        toast(request, "Signed. It stands beside the ratings and is none of them.")
        return redirect("interviews:attempt", attempt.uuid)
    return _attempt_page(request, attempt, supporting=form)


@require_POST
@needs("interviews.rule_on_attempt", load=load_attempt)
def late(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Let late answers count."""
    form = ReasonForm(request.POST)
    if form.is_valid() and acted(form, count_late_answers, attempt=attempt, by=viewer(request), **form.cleaned_data):
        toast(request, "Counted, and marked.")
        return redirect("interviews:attempt", attempt.uuid)
    return _attempt_page(request, attempt, lateness=form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.mark_by_hand")
def desk(request: HttpRequest) -> HttpResponse:
    """Mark the next short answer, knowing neither whose it is nor what another gave it."""
    user, status = viewer(request), 200
    form = PointsForm()
    wanted = None
    if request.method == "POST":
        form = PointsForm(request.POST)
        wanted = _uuid(request.POST.get("answer", ""))
        item = AttemptItem.objects.filter(uuid=wanted).first()
        if item is None:
            toast(request, "This answer is not there any more.", level="error")
            return redirect("interviews:marking-desk")
        if form.is_valid() and acted(form, give_points, item=item, by=user, **form.cleaned_data):
            toast(request, "Kept. The next one:")
            return redirect("interviews:marking-desk")
        status = 422
    found = next_to_mark(user, wanted)
    context = {
        "next": found or (next_to_mark(user) if wanted else None),
        "form": form,
        "left": marking_left(),
        "agreement": agreement_on(),
    }
    return render(request, "interviews/results/desk.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.mark_again", load=load_question)
def again(request: HttpRequest, question: Question) -> HttpResponse:
    """Mark everything asked of a question anew, or take it out of everybody's score."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = void_question if request.POST.get("act") == "void" else correct_key
        try:
            changed = act(question=question, reason=form.cleaned_data["reason"], by=viewer(request))
        except InterviewsError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, f"{changed} mark{'s' * (changed != 1)} changed.")
            return redirect("interviews:mark-again", question.slug)
    items = AttemptItem.objects.filter(question__question=question, attempt__handed_in_at__isnull=False)
    context = {"question": question, "form": form, "asked": items.count(), "void": items.filter(is_void=True).count()}
    return render(request, "interviews/results/again.html", context, status=422 if form.is_bound else 200)


def _attempt_page(request: HttpRequest, attempt: Attempt, **forms: forms.Form) -> HttpResponse:
    user = viewer(request)
    application = attempt.invitation.application
    log_view(subject=attempt, by=user, candidate=application.candidate.uuid)
    sat = sat_by([attempt.invitation], readable_attempts(Attempt.objects.all(), user))[0]
    may_rule = user.has_perm("interviews.rule_on_attempt", attempt) and attempt.handed_in_at is not None
    rows = answered(attempt) if attempt.handed_in_at else []
    context: dict[str, Any] = {
        "attempt": attempt,
        "invitation": attempt.invitation,
        "application": application,
        "sat": sat,
        "drawing": LineDrawing(sat.result.line, sat.result.score) if sat.result else None,
        "answers": rows,
        "looks": looks_of(attempt),
        "has_late": may_rule and any(row.has_late for row in rows),
        "rulings": list(attempt.rulings.select_related("by")),
        "may_rule": may_rule,
        "may_mark_again": user.has_perm("interviews.mark_again"),
        "ruling": forms.get("ruling", RulingForm()) if may_rule else None,
        "supporting": forms.get("supporting", SupportForm(role=application.role)) if may_rule else None,
        "lateness": forms.get("lateness", ReasonForm()),
        # A form that is not shown again would swallow its refusal.
        "refused": [said for form in forms.values() for said in form.non_field_errors()] if not may_rule else [],
        "back_url": reverse("hiring:application", args=[application.uuid]),
    }
    return render(request, "interviews/results/attempt.html", context, status=422 if forms else 200)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
