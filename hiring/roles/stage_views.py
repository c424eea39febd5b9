"""The stage editor: one page, one form; the order changes by buttons, so it works without JavaScript."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hiring.refusals import HiringError
from hiring.roles.forms import StageForm
from hiring.roles.models import Role, Stage
from hiring.roles.queries import load_role
from hiring.roles.refusals import StageRefused
from hiring.roles.stage_actions import add_stage, edit_stage, reorder_stages, restore_stage, retire_stage
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer

ACTS = ("up", "down", "retire", "restore")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("hiring.edit_role", load=load_role)
def stages(request: HttpRequest, role: Role) -> HttpResponse:
    rows = list(role.stages.order_by("position"))
    used = [stage for stage in rows if stage.retired_at is None]
    data = posted(request)
    forms = [StageForm.of(stage, data) for stage in used]
    new = StageForm(data if data and data.get("new-name") else None, prefix="new", initial={"sla_days": 3})
    if data is not None and all(form.is_valid() for form in forms) and (not new.is_bound or new.is_valid()):
        try:
            _save(role, forms, new, viewer(request))
            _act(role, rows, data, viewer(request))
        except HiringError as refusal:
            toast(request, str(refusal), level="error")
        else:
            toast(request, "The stages are saved")
        return redirect("hiring:stages", slug=role.slug)
    people = _people_in(role)
    for form in forms:
        form.people = people[form.stage.pk]  # type: ignore[attr-defined]
    context: dict[str, Any] = {"role": role, "forms": forms, "new": new}
    context["retired"] = [stage for stage in rows if stage.retired_at]
    return render(request, "hiring/roles/stages.html", context, status=200 if data is None else 422)


def _save(role: Role, forms: list[StageForm], new: StageForm, by: User) -> None:
    for form in forms:
        if form.has_changed():
            edit_stage(stage=form.stage, by=by, **form.cleaned_data)  # type: ignore[attr-defined]
    if new.is_bound:
        add_stage(role=role, by=by, **new.cleaned_data)


def _act(role: Role, rows: list[Stage], data: Any, by: User) -> None:
    """Do what the pressed button says, to the stage it names."""
    act = next((name for name in ACTS if name in data), "")
    if not act:
        return
    stage = next((stage for stage in rows if str(stage.uuid) == data[act]), None)
    if stage is None:
        raise StageRefused("That stage is not one of this role.")
    if act == "retire":
        retire_stage(stage=stage, by=by)
    elif act == "restore":
        restore_stage(stage=stage, by=by)
    else:
        order = list(role.stages.filter(retired_at=None).order_by("position"))
        reorder_stages(role=role, order=_shifted(order, stage, -1 if act == "up" else 1), by=by)


def _shifted(order: list[Stage], stage: Stage, step: int) -> list[Stage]:
    """Put one stage a place up or down; at the end of the line nothing changes."""
    if stage not in order:
        return order
    here = order.index(stage)
    there = min(max(here + step, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    return order


def _people_in(role: Role) -> dict[int, int]:
    """How many stand in each stage: who is in the way of retiring it. One query."""
    counted = role.stages.annotate(people=Count("applications", filter=Q(applications__standing="active")))
    return dict(counted.values_list("pk", "people"))
