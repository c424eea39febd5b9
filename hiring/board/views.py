"""A role's applications as a board and as a list, and moving one of them."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hiring.board.filters import ANY, SORTS, Filters, as_uuid
from hiring.board.queries import Pipeline, load_role_with_stages
from hiring.pipeline.actions import move_application
from hiring.pipeline.enums import Standing
from hiring.pipeline.forms import MoveForm
from hiring.pipeline.models import Application
from hiring.pipeline.queries import load_to_move
from hiring.pipeline.views import say_done
from hiring.refusals import HiringError
from hiring.roles.models import Role, Stage
from workspace.paging import BadCursor
from workspace.web import back_to, needs, posted, toast, viewer

STANDINGS = [(value, label) for value, label in Standing.choices if value != Standing.ACTIVE]
STANDINGS.append((ANY, "Active and closed"))


@require_safe
@needs("hiring.view_board", load=load_role_with_stages)
def board(request: HttpRequest, role: Role) -> HttpResponse:
    filters = Filters.from_query(request.GET, board=True)
    pipeline = Pipeline(role, filters, viewer(request))
    lanes = pipeline.lanes()
    context = around(pipeline) | {"lanes": lanes, "view": "board"}
    return render(request, "hiring/board/board.html", context)


@require_safe
@needs("hiring.view_board", load=load_role_with_stages)
def lane(request: HttpRequest, role: Role) -> HttpResponse:
    """The next cards of one column; without htmx, the same stage as a list."""
    stage = get_object_or_404(Stage, role=role, uuid=as_uuid(request.GET.get("stage", "")))
    filters = Filters.from_query(request.GET, board=True)
    if not request.headers.get("HX-Request"):
        return redirect(reverse("hiring:applications", args=[role.slug]) + filters.query(stage=str(stage.uuid)))
    pipeline = Pipeline(role, filters, viewer(request))
    try:
        found = pipeline.lane_after(stage, request.GET.get("after", ""))
    except BadCursor as error:
        return HttpResponse(str(error), status=400)
    return render(request, "hiring/board/lane.html", {"lane": found, "role": role, "filters": filters})


@require_safe
@needs("hiring.view_board", load=load_role_with_stages)
def applications(request: HttpRequest, role: Role) -> HttpResponse:
    """The same as the board, as a list; closed applications too where asked for."""
    pipeline = Pipeline(role, Filters.from_query(request.GET), viewer(request))
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        page, cards = pipeline.page(cursor=before or after, backwards=bool(before))
    except BadCursor as error:
        toast(request, str(error), level="error")
        return redirect(request.path + pipeline.filters.query())
    words = f"{pipeline.total} application{'' if pipeline.total == 1 else 's'}"
    context = around(pipeline) | {"page": page, "cards": cards, "view": "list", "words": words}
    context["columns"] = columns(pipeline.filters)
    return render(request, "hiring/board/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("hiring.move_application", load=load_to_move)
def move(request: HttpRequest, application: Application) -> HttpResponse:
    """Move one application. GET is its "move to…" menu; on a board the answer is its card, in the column it belongs to."""
    back = back_to(request, reverse("hiring:application", args=[application.uuid]))
    form = MoveForm(posted(request), application=application)
    if form.is_valid():
        try:
            change = move_application(application=application, by=viewer(request), **form.cleaned_data)
        except HiringError as refusal:
            form.add_error(None, str(refusal))
        else:
            say_done(request, f"{application.candidate} moved to {change.after}", change)
            return on_board(request, form) if is_on_board(request) else redirect(back)
    if form.is_bound and is_on_board(request):
        toast(request, form_problem(form), level="error")
        return on_board(request, form, status=422)
    template = "hiring/board/move_menu.html" if request.headers.get("HX-Request") else "hiring/board/move.html"
    context = {"application": application, "form": form, "back": back}
    return render(request, template, context, status=422 if form.is_bound else 200)


def is_on_board(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target", "").startswith("application-card-")


def on_board(request: HttpRequest, form: MoveForm, status: int = 200) -> HttpResponse:
    """Put the card into the column where the application stands now, and count the columns it may have left or entered."""
    application = Application.objects.select_related("role", "stage").get(pk=form.application.pk)
    address = urlsplit(request.headers.get("HX-Current-URL", "")).query
    pipeline = Pipeline(application.role, Filters.from_query(QueryDict(address), board=True), viewer(request))
    touched = {form.application.stage_id, application.stage_id}
    if form.is_bound and (shown_in := form.cleaned_data.get("from_stage")):
        touched.add(shown_in.pk)
    counts = [(stage, pipeline.stage_counts.get(stage.pk, (0, 0))) for stage in pipeline.stages if stage.pk in touched]
    context = {"card": pipeline.card(application), "counts": counts, "may_move": True, "role": application.role}
    return render(request, "hiring/board/moved.html", context, status=status)


def form_problem(form: MoveForm) -> str:
    """The first thing that is wrong with a form, in words."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def around(pipeline: Pipeline) -> dict[str, Any]:
    """What stands around a board or a list: the role, the filters and the numbers."""
    filters, role = pipeline.filters, pipeline.role
    user = pipeline.viewer
    return {
        "role": role,
        "filters": filters,
        "stages": pipeline.open_stages,
        "channels": pipeline.channels,
        "total": pipeline.total,
        "late": pipeline.total_late,
        "chips": chips(pipeline),
        "clear_url": (Filters(sort=filters.sort).query() or "?") if filters.narrows else "",
        "board_query": filters.query(stage="", standing=Standing.ACTIVE.value, sort="applied"),
        "standings": STANDINGS,
        "may_move": user.has_perm("hiring.move_in_bulk", role),
        "may_edit": user.has_perm("hiring.edit_role", role),
    }


def chips(pipeline: Pipeline) -> list[dict[str, Any]]:
    """The filters that are on, each with the address without it, and those a click away."""
    filters = pipeline.filters
    shown: list[dict[str, Any]] = []

    def chip(label: str, name: str, value: Any, count: int | None = None) -> None:
        off = getattr(Filters(), name)
        is_on = getattr(filters, name) == value
        address = filters.query(**{name: off if is_on else value}) or "?"
        shown.append({"label": label, "remove_url": address if is_on else "", "url": address, "count": count})

    chip("mine", "mine", True)
    if filters.waiting or pipeline.total_late:
        chip("waiting too long", "waiting", True, None if filters.waiting else pipeline.total_late)
    if filters.q:
        chip(f"“{filters.q}”", "q", filters.q)
    named = next((channel.name for channel in pipeline.channels if channel.slug == filters.channel), filters.channel)
    if filters.channel:
        chip(f"channel: {named}", "channel", filters.channel)
    stage = next((stage for stage in pipeline.stages if str(stage.uuid) == filters.stage), None)
    if stage:
        chip(f"stage: {stage}", "stage", filters.stage)
    if filters.standing != Standing.ACTIVE:
        label = "active and closed" if filters.standing == ANY else Standing(filters.standing).label.lower()
        chip(label, "standing", filters.standing)
    return shown


def columns(filters: Filters) -> list[dict[str, str]]:
    """The headings of the list; those that sort lead to their other direction next."""
    heads = []
    for name, label in (
        ("name", "Candidate"),
        ("", "Stage"),
        ("waiting", "In stage"),
        ("", "Channel"),
        ("applied", "Applied"),
    ):
        current = filters.sort.removeprefix("-") == name
        turned = f"-{name}" if current and f"-{name}" in SORTS and not filters.sort.startswith("-") else name
        # Names go up from A; of times, the newest entry and the longest wait come first.
        rising = (name == "name") != filters.sort.startswith("-")
        direction = "ascending" if rising else "descending"
        heads.append(
            {
                "label": label,
                "url": (filters.query(sort=turned) or "?") if name else "",
                "sorted": direction if current else "none",
            }
        )
    return heads
