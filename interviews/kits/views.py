"""Reading and writing kits."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews.kits.actions import (
    KitRefused,
    copy_kit,
    create_kit,
    edit_assessment_type,
    edit_kit,
    restore_kit,
    retire_kit,
    stamp_of,
)
from interviews.kits.changes import changes_between
from interviews.kits.forms import AssessmentTypeForm, CopyForm, KitFilterForm, WholeKitForm
from interviews.kits.grid import grid
from interviews.kits.models import AssessmentType, Kit
from interviews.kits.queries import asked, kit_of, listed, timed, types_with_counts, versions_of, with_origin, worded
from interviews.kits.telling import told
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_kit(user: User, slug: str, version: int | None = None) -> Kit:
    """Find a kit; they are open to all staff."""
    if kit := kit_of(slug, version):
        return kit
    raise Http404


def load_type(user: User, slug: str) -> AssessmentType:
    """Find an assessment type."""
    if kind := AssessmentType.objects.filter(slug=slug).first():
        return kind
    raise Http404


@require_safe
@needs("interviews.view_kits")
def kits(request: HttpRequest) -> HttpResponse:
    """List the kits in use by assessment type, or those that were taken out of use."""
    form = KitFilterForm(request.GET)
    form.is_valid()
    kind, profile = form.cleaned_data.get("type"), form.cleaned_data.get("profile")
    is_retired = form.cleaned_data.get("use") == "retired"
    rows = with_origin(Kit.objects.out_of_use() if is_retired else Kit.objects.current())
    rows = rows.order_by("assessment_type__position", "assessment_type", "name")
    if kind:
        rows = rows.filter(assessment_type=kind)
    if profile:
        rows = rows.filter(Q(profiles=profile) | Q(profiles=None))
    context = {
        "form": form,
        "kits": list(rows),
        "is_filtered": bool(kind or profile or is_retired),
        "may_edit": viewer(request).has_perm("interviews.edit_kits"),
    }
    return _page(request, "interviews/kits/list.html", "kits", context)


@require_safe
@needs("interviews.view_kits", load=load_kit)
def kit_page(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Show a kit, fit to be printed."""
    versions = list(versions_of(kit))
    context = {
        **kit_context(kit),
        "versions": versions,
        "newest": versions[0],
        "before": next((one for one in versions if one.version < kit.version), None),
        "may_edit": viewer(request).has_perm("interviews.edit_kits"),
        "copy_form": CopyForm(),
    }
    return render(request, "interviews/kits/kit.html", context)


def kit_context(kit: Kit, words: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what the body of a kit needs, here and on a scorecard. `words` name the work it is held about."""
    kit = worded(kit, words or {})
    return {
        "kit": kit,
        "flow": timed(kit),
        "asked": asked(kit),
        "leave_out": listed(kit.leave_out),
        "adjustments": listed(kit.adjustments),
        "good": listed(kit.good_looks_like),
        "watch_out": listed(kit.watch_out),
    }


@require_safe
@needs("interviews.view_kits", load=load_kit)
def changes(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Show what a version changed of the one before, or of another that the address names."""
    versions = list(versions_of(kit))
    named = request.GET.get("against", "")
    wanted = int(named) if named.isascii() and named.isdigit() and len(named) < 6 else kit.version - 1
    other = next((one for one in versions if one.version == wanted and one.pk != kit.pk), None)
    against = kit_of(kit.slug, other.version) if other else None
    older, newer = sorted((kit, against), key=lambda one: one.version) if against else (None, kit)
    context = {
        "kit": kit,
        "older": older,
        "newer": newer,
        "versions": versions,
        "changes": changes_between(told(older), told(newer)) if older else [],
    }
    return render(request, "interviews/kits/changes.html", context)


@require_safe
@needs("interviews.view_kits")
def coverage(request: HttpRequest) -> HttpResponse:
    """Show which kinds of assessment have a kit for which profile."""
    context = {"grid": grid(), "may_edit": viewer(request).has_perm("interviews.edit_kits")}
    return render(request, "interviews/kits/coverage.html", context)


@require_safe
@needs("interviews.view_kits", load=load_kit)
def handout(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Show what the candidate is given, and nothing else, fit to be printed or shared."""
    if not kit.material:
        raise Http404
    return render(request, "interviews/kits/handout.html", {"kit": kit})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.edit_kits")
def new(request: HttpRequest) -> HttpResponse:
    """Write a new kit."""
    form = WholeKitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kit = create_kit(content=form.content, by=viewer(request))
        except KitRefused as error:
            form.kit.add_error(None, str(error))
        else:
            toast(request, "Kit saved.")
            return redirect("interviews:kit", kit.slug, kit.version)
    status = 422 if request.method == "POST" else 200
    return render(request, "interviews/kits/edit.html", {"form": form, "kit": None}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.edit_kits", load=load_kit)
def edit(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Write a kit anew: the next version."""
    form = WholeKitForm(request.POST if request.method == "POST" else None, kit=kit)
    seen = request.POST.get("seen") or stamp_of(kit)
    if request.method == "POST" and form.is_valid():
        try:
            saved = edit_kit(kit=kit, content=form.content, seen=seen, why=form.reason, by=viewer(request))
        except KitRefused as error:
            form.kit.add_error(None, str(error))
            seen = stamp_of(Kit.objects.get(pk=kit.pk))
        else:
            toast(request, f"Saved as version {saved.version}.")
            return redirect("interviews:kit", saved.slug, saved.version)
    context = {"form": form, "kit": kit, "seen": seen}
    return render(request, "interviews/kits/edit.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@needs("interviews.edit_kits", load=load_kit)
def retire(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Take a kit out of use."""
    try:
        retire_kit(kit=kit, by=viewer(request))
    except KitRefused as error:
        toast(request, str(error), level="error")
    else:
        toast(request, f"“{kit.name}” is out of use. What was booked with it stays.")
    return redirect("interviews:kits")


@require_POST
@needs("interviews.edit_kits", load=load_kit)
def restore(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Put a kit back into use."""
    try:
        restore_kit(kit=kit, by=viewer(request))
    except KitRefused as error:
        toast(request, str(error), level="error")
    else:
        toast(request, f"“{kit.name}” is in use again.")
    return redirect("interviews:current-kit", kit.slug)


@require_POST
@needs("interviews.edit_kits", load=load_kit)
def copy(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Give a team a kit of its own that begins as a copy of this version."""
    form = CopyForm(request.POST)
    if not form.is_valid():
        toast(request, "Choose the team that is to have its own copy.", level="error")
        return redirect("interviews:kit", kit.slug, kit.version)
    try:
        made = copy_kit(kit=kit, team=form.cleaned_data["team"], by=viewer(request))
    except KitRefused as error:
        toast(request, str(error), level="error")
        return redirect("interviews:kit", kit.slug, kit.version)
    toast(request, f"{made.team} has its own copy now. Plans and bookings name it where you choose it.")
    return redirect("interviews:kit", made.slug, made.version)


@require_safe
@needs("interviews.view_kits")
def assessment_types(request: HttpRequest) -> HttpResponse:
    """Show the kinds of assessment: what each can show, and who has held it."""
    context = {
        "types": list(types_with_counts(timezone.now())),
        "may_edit": viewer(request).has_perm("interviews.edit_kits"),
    }
    return render(request, "interviews/kits/assessment_types.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.edit_kits", load=load_type)
def assessment_type(request: HttpRequest, kind: AssessmentType) -> HttpResponse:
    """Put an assessment type into the organisation's own words."""
    form = AssessmentTypeForm(request.POST if request.method == "POST" else None, instance=kind)
    if request.method == "POST" and form.is_valid():
        edit_assessment_type(kind=kind, fields=dict(form.cleaned_data), by=viewer(request))
        toast(request, "Saved.")
        return redirect(f"{reverse('interviews:assessment-types')}#{kind.slug}")
    context = {"form": form, "kind": kind}
    status = 422 if request.method == "POST" else 200
    return render(request, "interviews/kits/assessment_type.html", context, status=status)


def _page(request: HttpRequest, template: str, partial: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"{template}#{partial}" if request.headers.get("HX-Request") else template, context)
