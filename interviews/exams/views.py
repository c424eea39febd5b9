"""Reading and writing exams, and trying one on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring.roles.models import Role
from interviews.exams.actions import ExamRefused, create_exam, edit_exam, is_used, retire_exam, stamp_of
from interviews.exams.blueprint import concerns, gaps
from interviews.exams.forms import ExamForm
from interviews.exams.grid import DEPTHS, grid
from interviews.exams.models import Exam
from interviews.exams.passing import PassLine, sem_of_length
from interviews.exams.queries import exam_of, judged_line, live_counts
from interviews.exams.signals import exam_shown
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_exam(user: User, slug: str, version: int | None = None) -> Exam:
    """Find an exam; that there is one, and its terms, are open to all staff."""
    if exam := exam_of(slug, version):
        return exam
    raise Http404


@require_safe
@needs("interviews.view_exams")
def exams(request: HttpRequest) -> HttpResponse:
    """List the exams in use."""
    context = {
        "exams": list(Exam.objects.current().select_related("profile")),
        "may_write": viewer(request).has_perm("interviews.write_exams"),
        "may_list": viewer(request).has_perm("interviews.list_attempts"),
    }
    return render(request, "interviews/exams/list.html", context)


@require_safe
@needs("interviews.view_exams", load=load_exam)
def exam_page(request: HttpRequest, exam: Exam) -> HttpResponse:
    """Show an exam's terms, what the bank lacks for it, and what people who sat it tell of its line."""
    user = viewer(request)
    live, plan = live_counts(), exam.plan
    context = {
        "exam": exam,
        "grid": grid({cell.place: cell.count for cell in plan.cells}, live, float(exam.exposure_cap)),
        "depths": DEPTHS,
        "gaps": gaps(plan, live, float(exam.exposure_cap)),
        "concerns": concerns(plan, exam.minutes),
        "line": PassLine(float(exam.cut), sem_of_length(float(exam.cut), plan.total)),
        "judged": judged_line(plan),
        "roles": list(exam.roles.visible_to(user).order_by("title")),
        "versions": list(Exam.objects.filter(slug=exam.slug).order_by("-version").values_list("version", flat=True)),
        "may_write": user.has_perm("interviews.write_exams") and exam.retired_at is None,
        "panels": gather_panels(exam_shown, Exam, exam=exam, viewer=user),
    }
    return render(request, "interviews/exams/exam.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.write_exams")
def new(request: HttpRequest) -> HttpResponse:
    """Write a new exam."""
    user = viewer(request)
    form = ExamForm(request.POST if request.method == "POST" else None, roles=_roles_of(user))
    if request.method == "POST" and form.is_valid():
        try:
            exam = create_exam(fields=form.terms, roles=form.cleaned_data["roles"], blueprint=form.blueprint, by=user)
        except ExamRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, "Exam saved.")
            return redirect("interviews:exam", exam.slug)
    return _edit_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.write_exams", load=load_exam)
def edit(request: HttpRequest, exam: Exam) -> HttpResponse:
    """Write an exam anew; a version somebody was invited to is followed by another."""
    user = viewer(request)
    form = ExamForm(request.POST if request.method == "POST" else None, instance=exam, roles=_roles_of(user))
    seen = request.POST.get("seen") or stamp_of(exam)
    if request.method == "POST" and form.is_valid():
        # A role the writer may not see stays what it was.
        hidden = exam.roles.exclude(pk__in=_roles_of(user).values("pk"))
        roles = [*form.cleaned_data["roles"], *hidden]
        try:
            saved = edit_exam(exam=exam, fields=form.terms, roles=roles, blueprint=form.blueprint, seen=seen, by=user)
        except ExamRefused as refusal:
            form.add_error(None, str(refusal))
            seen = stamp_of(Exam.objects.get(pk=exam.pk))
        else:
            toast(request, f"Saved as version {saved.version}." if saved.version > exam.version else "Exam saved.")
            return redirect("interviews:exam", saved.slug)
    return _edit_page(request, form, exam, seen)


@require_POST
@needs("interviews.write_exams", load=load_exam)
def retire(request: HttpRequest, exam: Exam) -> HttpResponse:
    """Take an exam out of use."""
    try:
        retire_exam(exam=exam, by=viewer(request))
    except ExamRefused as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, f"“{exam.name}” is out of use. Whoever was invited may still sit it.")
    return redirect("interviews:exams")


def _roles_of(user: User) -> Any:
    return Role.objects.visible_to(user).order_by("title")


def _edit_page(request: HttpRequest, form: ExamForm, exam: Exam | None, seen: str = "") -> HttpResponse:
    counts = form.counts if form.is_bound else {cell.place: cell.count for cell in exam.plan.cells} if exam else {}
    rows = grid(counts, live_counts(), float(exam.exposure_cap) if exam else 0.3)
    context = {
        "form": form,
        "exam": exam,
        "seen": seen,
        "is_used": exam is not None and is_used(exam),
        "rows": [(row, [(cell, form[cell.name]) for cell in row.cells]) for row in rows],
        "depths": DEPTHS,
    }
    return render(request, "interviews/exams/edit.html", context, status=422 if form.is_bound else 200)
