"""One application: its page, and what can be done to it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring.pipeline.actions import (
    hire_application,
    note_on_application,
    reject_application,
    reopen_application,
    undo_change,
    withdraw_application,
)
from hiring.pipeline.bulk import undo_batch
from hiring.pipeline.clock import waiting_clock
from hiring.pipeline.forms import CloseForm, HireForm, MoveForm, NoteForm, RejectForm, ReopenForm, WithdrawForm
from hiring.pipeline.models import Application, StageChange
from hiring.pipeline.queries import load_application, load_change
from hiring.pipeline.refusals import MoveRefused
from hiring.pipeline.signals import application_panels_wanted
from hiring.pipeline.timeline import timeline
from hiring.refusals import HiringError
from hiring.roles.models import Role
from workspace.activity.actions import log_view
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.web import back_to, needs, posted, toast, viewer


@require_safe
@needs("hiring.view_application", load=load_application)
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """The whole page for those of the role; only header and panels for who is assigned to an interview."""
    user = viewer(request)
    whole = user.has_perm("hiring.view_whole_application", application)
    may_move = whole and user.has_perm("hiring.move_application", application)
    panels = gather_panels(application_panels_wanted, Application, application=application, viewer=user)
    context = header(application) | {
        "application": application,
        "whole": whole,
        "may_move": may_move,
        "panels": [panel for panel in panels if not panel.side],
        "side_panels": [panel for panel in panels if panel.side],
        "pages": sorted((panel for panel in panels if panel.page), key=lambda panel: panel.side),
    }
    log_view(subject=application, by=user, candidate=application.candidate.uuid)
    if whole:
        context |= {
            "candidate_url": reverse("candidates:candidate", args=[application.candidate.uuid]),
            "entries": timeline(application, viewer=user),
            "notes": application.notes.select_related("author"),
            "note_form": NoteForm(),
        }
    if may_move:
        context |= moves(application)
    return render(request, "hiring/pipeline/application.html", context)


def header(application: Application) -> dict[str, Any]:
    """How long the application has stood where it stands. One query."""
    now = timezone.now()
    clock = waiting_clock(now)
    over = clock.days_over(application.entered_at, application.stage.sla_days) if application.is_active else 0
    return {"days": application.days_in_stage(now), "over": over}


def moves(application: Application) -> dict[str, Any]:
    """The forms that can be sent from where the application stands."""
    if application.is_active:
        return {"move_form": MoveForm(application=application)}
    return {"reopen_form": ReopenForm(application=application)}


def closing(
    form_class: type[CloseForm], act: Callable[..., StageChange], title: str, verb: str, done: str
) -> Callable[..., HttpResponse]:
    """Make the view that ends an application one way: GET shows what will happen, POST does it."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs("hiring.move_application", load=load_application)
    def view(request: HttpRequest, application: Application) -> HttpResponse:
        back = back_to(request, reverse("hiring:application", args=[application.uuid]))
        form = form_class(posted(request), application=application)
        if form.is_valid():
            try:
                change = act(application=application, by=viewer(request), **form.cleaned_data)
            except HiringError as refusal:
                form.add_error(None, str(refusal))
            else:
                say_done(request, f"{application.candidate} {done}", change)
                return redirect(back)
        context = {"application": application, "form": form, "title": title, "verb": verb, "back": back}
        status = 422 if form.is_bound else 200
        return render(request, "hiring/pipeline/close.html", context, status=status)

    return view


reject = closing(RejectForm, reject_application, "Reject", "Reject", "rejected")
withdraw = closing(WithdrawForm, withdraw_application, "Withdraw", "Note the withdrawal", "withdrew")
hire = closing(HireForm, hire_application, "Hire", "Hire", "hired")


@require_POST
@needs("hiring.move_application", load=load_application)
def reopen(request: HttpRequest, application: Application) -> HttpResponse:
    form = ReopenForm(request.POST, application=application)
    try:
        if not form.is_valid():
            raise MoveRefused("That is not a stage of this role. Choose another one.")
        change = reopen_application(application=application, to=form.cleaned_data["to"], by=viewer(request))
    except HiringError as refusal:
        toast(request, str(refusal), level="error")
    else:
        say_done(request, f"{application.candidate} is back in {change.after}", change)
    return redirect(back_to(request, reverse("hiring:application", args=[application.uuid])))


@require_POST
@needs("hiring.note_on_application", load=load_application)
def note(request: HttpRequest, application: Application) -> HttpResponse:
    form = NoteForm(request.POST)
    if form.is_valid():
        note_on_application(application=application, text=form.cleaned_data["text"], by=viewer(request))
        return redirect(reverse("hiring:application", args=[application.uuid]) + "#notes")
    context = {"application": application, "note_form": form, "notes": application.notes.select_related("author")}
    return render(request, "hiring/pipeline/notes_page.html", context, status=422)


@require_POST
@needs("hiring.undo_change", load=load_change)
def undo(request: HttpRequest, change: StageChange) -> HttpResponse:
    try:
        undone = undo_change(change=change, by=viewer(request))
    except HiringError as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, f"Undone: {undone.application.candidate} is in {undone.after} again")
    return redirect(back_to(request, reverse("hiring:application", args=[change.application.uuid])))


def load_batch_role(user: User, batch: uuid.UUID) -> Role:
    """Return the role in which a batch of changes was made; a batch is made on one board, so it has one."""
    change = StageChange.objects.filter(batch=batch).select_related("application__role").first()
    if change is None or not Role.objects.visible_to(user).filter(pk=change.application.role_id).exists():
        raise Http404("There is no such change.")
    role = change.application.role
    role.loaded_for, role.batch = user.pk, batch  # type: ignore[attr-defined]
    return role


@require_POST
@needs("hiring.move_in_bulk", load=load_batch_role)
def undo_many(request: HttpRequest, role: Role) -> HttpResponse:
    result = undo_batch(batch=role.batch, by=viewer(request))  # type: ignore[attr-defined]
    if result.changes:
        toast(request, f"Undone for {len(result.changes)}")
    if result.refused:
        toast(request, f"{len(result.refused)} stayed as they are: something happened to them since.", level="warning")
    return redirect(back_to(request, reverse("hiring:board", args=[role.slug])))


def say_done(request: HttpRequest, text: str, change: StageChange) -> None:
    """Say what happened, with an Undo that takes it back."""
    toast(request, text, undo=reverse("hiring:undo_change", args=[change.uuid]))
