"""Roles with their numbers: the list, a role's page, its state; and putting a candidate into one."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.people.models import Candidate
from hiring.board.filters import as_uuid
from hiring.board.forms import CloseRoleForm, PutIntoRoleForm
from hiring.board.role_queries import role_lines
from hiring.board.skills import skill_chart
from hiring.desk.refusals import TextRefused
from hiring.pipeline.actions import add_application
from hiring.pipeline.forms import AddForm
from hiring.pipeline.models import Application
from hiring.pipeline.refusals import AddRefused
from hiring.pipeline.role_states import close_role, hold_role, open_role
from hiring.refusals import HiringError
from hiring.roles.enums import STATE_MOVES, RequirementKind, RoleState
from hiring.roles.forms import MemberForm
from hiring.roles.models import Role
from hiring.roles.queries import load_role
from hiring.roles.signals import role_panels_wanted
from hiring.teams.shapes import shape_of
from workspace.paging import BadCursor, keyset_page
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer

LIVE = (RoleState.OPEN.value, RoleState.ON_HOLD.value, RoleState.DRAFT.value)
MOST_FOUND = 20


@require_safe
@needs("hiring.list_roles")
def roles(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    state = request.GET.get("state", "")
    rows = Role.objects.visible_to(user).select_related("team", "hiring_manager", "recruiter")
    rows = rows.filter(state=state) if state in RoleState.values else rows.filter(state__in=LIVE)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        page = keyset_page(rows, order=("title", "pk"), cursor=before or after, backwards=bool(before))
    except BadCursor as error:
        toast(request, str(error), level="error")
        return redirect("hiring:roles")
    context = {
        "page": page,
        "lines": role_lines(page.rows, timezone.now(), user),
        "state": state,
        "chips": _chips(state),
    }
    context["may_open"] = user.has_perm("hiring.open_role")
    return render(request, "hiring/board/roles.html", context)


def _chips(state: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?state={value}", "remove_url": "?" if value == state else "", "count": None}
        for value, label in RoleState.choices
    ]


@require_safe
@needs("hiring.view_role", load=load_role)
def role(request: HttpRequest, role: Role) -> HttpResponse:
    user = viewer(request)
    panels = gather_panels(role_panels_wanted, Role, role=role, viewer=user)
    requirements = list(role.requirements.order_by("position", "pk"))
    may_edit = user.has_perm("hiring.edit_role", role)
    context: dict[str, Any] = {
        "role": role,
        "view": "role",
        "board_query": "",
        "line": role_lines([role], timezone.now(), user)[0],
        "lists": [(kind, [one for one in requirements if one.kind == kind.value]) for kind in RequirementKind],
        "criteria": list(role.criteria.select_related("competency")),
        "members": list(role.members.select_related("user")),
        "shape": shape_of(role.team),
        "chart": skill_chart(role.profile),
        "panels": [panel for panel in panels if not panel.side],
        "side_panels": [panel for panel in panels if panel.side],
        "may_edit": may_edit,
        "next_states": STATE_MOVES[role.state],
    }
    if may_edit:
        context["member_form"] = MemberForm(role=role)
    return render(request, "hiring/board/role.html", context)


@require_POST
@needs("hiring.edit_role", load=load_role)
def open_or_hold(request: HttpRequest, role: Role) -> HttpResponse:
    act = hold_role if request.POST.get("state") == RoleState.ON_HOLD else open_role
    try:
        changed = act(role=role, by=viewer(request))
    except TextRefused as refusal:
        toast(request, str(refusal), level="error")
        return redirect("hiring:desk", slug=role.slug)
    except HiringError as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, f"{changed} is {changed.get_state_display().lower()}")
    return redirect("hiring:role", slug=role.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("hiring.edit_role", load=load_role)
def close(request: HttpRequest, role: Role) -> HttpResponse:
    active = Application.objects.active().filter(role=role).open_to(viewer(request)).count()
    form = CloseRoleForm(posted(request), active=active)
    if form.is_valid():
        try:
            closed = close_role(role=role, by=viewer(request), **form.cleaned_data)
        except HiringError as refusal:
            form.add_error(None, str(refusal))
        else:
            rejected = len(closed.rejected.changes) if closed.rejected else 0
            toast(request, f"{role} is closed" + (f", {rejected} rejected" if rejected else ""))
            return redirect("hiring:role", slug=role.slug)
    context = {"role": role, "form": form, "active": active}
    return render(request, "hiring/board/close.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("hiring.add_application", load=load_role)
def add(request: HttpRequest, role: Role) -> HttpResponse:
    """Find a candidate and put them into this role. Who is in it already is shown, and leads to their application."""
    user = viewer(request)
    form = AddForm(posted(request), role=role)
    if form.is_valid():
        candidate = get_object_or_404(
            Candidate.objects.visible_to(user), uuid=as_uuid(request.POST.get("candidate", ""))
        )
        try:
            made = add_application(candidate=candidate, role=role, by=user, **form.cleaned_data)
        except HiringError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, f"{candidate} is in {made.stage} of {role}")
            return redirect(reverse("hiring:application", args=[made.uuid]))
    words = (request.POST.get("q") or request.GET.get("q") or "").replace("\x00", "")[:100]
    context = {"role": role, "form": form, "q": words, "found": _found(role, user, words)}
    template = "hiring/board/add.html#found" if request.headers.get("HX-Request") else "hiring/board/add.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _found(role: Role, user: User, words: str) -> list[tuple[Candidate, Any]]:
    """Candidates that match, or the most recent ones, each with their active application here if there is one. Two queries."""
    visible = Candidate.objects.visible_to(user)
    rows = visible.matching(words) if words.strip() else visible
    people = list(rows.select_related("channel").order_by("-active_at", "-pk")[:MOST_FOUND])
    active = role.applications.filter(candidate__in=people, standing="active").select_related("stage")
    inside = {one.candidate_id: one for one in active}
    return [(person, inside.get(person.pk)) for person in people]


def load_candidate(user: User, candidate: uuid.UUID) -> Candidate:
    """Return a candidate this user may know of, or raise Http404. One query."""
    return get_object_or_404(Candidate.objects.visible_to(user), uuid=candidate)


@require_POST
@needs("hiring.put_into_role", load=load_candidate)
def put_into_role(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """The same from the candidate's page."""
    user = viewer(request)
    form = PutIntoRoleForm(request.POST, user=user)
    page = reverse("candidates:candidate", args=[candidate.uuid])
    try:
        if not form.is_valid():
            raise AddRefused("Choose one of your roles.")
        made = add_application(candidate=candidate, role=form.cleaned_data["role"], by=user)
    except HiringError as refusal:
        toast(request, str(refusal), level="error")
        return redirect(page)
    toast(request, f"{candidate} is in {made.stage} of {made.role}")
    return redirect("hiring:application", application=made.uuid)
