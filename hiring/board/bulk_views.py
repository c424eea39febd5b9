"""Many applications at once, and taking the list along as a file."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from candidates.people.models import Candidate
from candidates.people.signals import candidates_listed
from hiring.board.export import csv_lines
from hiring.board.filters import Filters
from hiring.board.forms import BulkMoveForm, BulkRejectForm, PutIntoRoleForm
from hiring.board.queries import Pipeline, load_role_with_stages
from hiring.pipeline.bulk import BulkResult, move_many, reject_many
from hiring.pipeline.entries import AddResult, add_many
from hiring.refusals import HiringError
from hiring.roles.models import Role
from hiring.roles.queries import load_role
from workspace.activity.actions import log_view
from workspace.web import back_to, needs, posted_uuids, toast, viewer


@require_POST
@needs("hiring.move_in_bulk", load=load_role)
def bulk_move(request: HttpRequest, role: Role) -> HttpResponse:
    back = back_to(request, reverse("hiring:board", args=[role.slug]))
    form = BulkMoveForm(request.POST, role=role, viewer=viewer(request))
    if not form.is_valid():
        return render(request, "hiring/board/bulk_move.html", {"role": role, "form": form, "back": back}, status=422)
    try:
        result = move_many(by=viewer(request), **form.cleaned_data)
    except HiringError as refusal:
        toast(request, str(refusal), level="error")
    else:
        say_result(request, result, f"moved to {form.cleaned_data['to']}")
    return redirect(back)


@require_POST
@needs("hiring.move_in_bulk", load=load_role)
def bulk_reject(request: HttpRequest, role: Role) -> HttpResponse:
    """Ask for the reason first, naming everybody it would be given to; then reject them."""
    back = back_to(request, reverse("hiring:board", args=[role.slug]))
    asked = "confirmed" in request.POST
    form = BulkRejectForm(
        request.POST if asked else None,
        role=role,
        viewer=viewer(request),
        initial={"applications": request.POST},
    )
    chosen = form.chosen(request.POST)
    if asked and form.is_valid():
        try:
            result = reject_many(by=viewer(request), **form.cleaned_data)
        except HiringError as refusal:
            form.add_error(None, str(refusal))
        else:
            say_result(request, result, "rejected")
            return redirect(back)
    if not chosen:
        toast(request, "Choose at least one candidate first.", level="warning")
        return redirect(back)
    context = {"role": role, "form": form, "back": back, "chosen": chosen}
    return render(request, "hiring/board/bulk_reject.html", context, status=422 if asked else 200)


@require_POST
@needs("hiring.add_in_bulk")
def add_many_to_role(request: HttpRequest) -> HttpResponse:
    """Ask which role those chosen in a list of candidates shall enter, naming them; then let them enter."""
    user, back = viewer(request), back_to(request, reverse("candidates:list"))
    wanted = set(posted_uuids(request, "candidate"))
    people = Candidate.objects.visible_to(user).filter(uuid__in=wanted).select_related("channel")
    asked = "confirmed" in request.POST
    form = PutIntoRoleForm(request.POST if asked else None, user=user)
    if asked and form.is_valid():
        role = form.cleaned_data["role"]
        try:
            result = add_many(candidates=people, role=role, by=user)
        except HiringError as refusal:
            form.add_error(None, str(refusal))
        else:
            say_added(request, result, role, gone=len(wanted) - len(result.made) - len(result.refused))
            return redirect(back)
    chosen = list(people.order_by("folded_name", "pk"))
    if not chosen:
        toast(request, "Choose somebody first: tick the boxes at the left.", level="warning")
        return redirect(back)
    candidates_listed.send(Candidate, rows=chosen, viewer=user)
    context = {"form": form, "back": back, "chosen": chosen}
    return render(request, "hiring/board/bulk_add.html", context, status=422 if asked else 200)


def say_added(request: HttpRequest, result: AddResult, role: Role, gone: int) -> None:
    """Say how many entered, with one Undo for all to those who run the role; and who did not, and why."""
    if result.made:
        undo = reverse("hiring:undo_batch", args=[result.batch])
        may_undo = request.user.has_perm("hiring.move_in_bulk", role)
        people = "1 candidate is" if len(result.made) == 1 else f"{len(result.made)} candidates are"
        toast(request, f"{people} in {result.made[0].stage} of {role}", undo=undo if may_undo else "")
    for _, why in result.refused[:3]:
        toast(request, why, level="warning")
    if (others := max(len(result.refused) - 3, 0) + gone) > 0:
        toast(request, f"{others} more did not enter: in {role} already, erased, or not yours to see.", level="warning")


def say_result(request: HttpRequest, result: BulkResult, done: str) -> None:
    """Say how many went, with one Undo for all; and who did not, and why."""
    if result.changes:
        people = "1 candidate" if len(result.changes) == 1 else f"{len(result.changes)} candidates"
        toast(request, f"{people} {done}", undo=reverse("hiring:undo_batch", args=[result.batch]))
    for application, why in result.refused[:3]:
        toast(request, f"{application.candidate}: {why}", level="warning")
    if len(result.refused) > 3:
        toast(request, f"{len(result.refused) - 3} more stayed where they are.", level="warning")


@require_safe
@needs("hiring.view_board", load=load_role_with_stages)  # type: ignore[arg-type]  # a stream is no HttpResponse to the type checker
def export(request: HttpRequest, role: Role) -> StreamingHttpResponse:
    """The list as it stands in the address, all pages of it."""
    user = viewer(request)
    pipeline = Pipeline(role, Filters.from_query(request.GET), user)
    log_view(subject=role, by=user)
    response = StreamingHttpResponse(csv_lines(pipeline), content_type="text/csv; charset=utf-8")
    name = f"{role.slug}-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
