"""Making a role from a profile, and changing what it asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hiring.refusals import HiringError
from hiring.roles.actions import add_member, edit_role, make_role, remove_member
from hiring.roles.enums import RequirementKind
from hiring.roles.forms import CriteriaForm, MemberForm, RoleForm, StartForm, TemplateForm
from hiring.roles.models import Role, RoleProfile
from hiring.roles.opening import Criterion, Proposal, propose_role
from hiring.roles.queries import load_role
from hiring.teams.models import Team
from hiring.teams.shapes import shape_of
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer


@require_http_methods(["GET", "HEAD", "POST"])
@needs("hiring.open_role")
def new_role(request: HttpRequest) -> HttpResponse:
    """First for which team and from which profile (in the address), then everything else, filled in to be edited."""
    user = viewer(request)
    start = StartForm(request.GET or None, user=user)
    if not start.is_valid():
        choices = {"start": start, "teams": Team.objects.visible_to(user), "profiles": RoleProfile.objects.all()}
        return render(request, "hiring/roles/start.html", choices)
    team, profile = start.cleaned_data["team"], start.cleaned_data["profile"]
    proposal = propose_role(team, profile)
    form, criteria, template = _new_forms(request, user, profile, proposal)
    if all([form.is_valid(), criteria.is_valid(), template.is_valid()]):
        role = make_role(
            team=team,
            profile=profile,
            criteria=criteria.criteria(),
            lists=form.lists,
            template=template.cleaned_data["template"],
            by=user,
            **form.own_fields,
        )
        toast(request, f"{role} is a draft. Look it over, then open it.")
        return redirect("hiring:role", slug=role.slug)
    context: dict[str, Any] = {"team": team, "profile": profile, "shape": shape_of(team), "proposal": proposal}
    context |= {"form": form, "criteria": criteria, "template": template, "role": None}
    return render(request, "hiring/roles/form.html", context, status=422 if form.is_bound else 200)


def _new_forms(
    request: HttpRequest, user: User, profile: RoleProfile, proposal: Proposal
) -> tuple[RoleForm, CriteriaForm, TemplateForm]:
    data = posted(request)
    initial: dict[str, Any] = {kind: "\n".join(texts) for kind, texts in proposal.lists.items()}
    initial |= {"title": profile.name, "recruiter" if user.is_recruiting else "hiring_manager": user.pk}
    return (
        RoleForm(data, initial=initial),
        CriteriaForm(data, proposed=proposal.criteria),
        TemplateForm(data, initial={"template": proposal.template.slug if proposal.template else None}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("hiring.edit_role", load=load_role)
def change_role(request: HttpRequest, role: Role) -> HttpResponse:
    data = posted(request)
    form = RoleForm(data, instance=role, initial=_lists_of(role))
    criteria = CriteriaForm(data, proposed=_criteria_of(role))
    if all([form.is_valid(), criteria.is_valid()]):
        edit_role(role=role, criteria=criteria.criteria(), lists=form.lists, by=viewer(request), **form.own_fields)
        toast(request, "The role is saved")
        return redirect("hiring:role", slug=role.slug)
    context = {"team": role.team, "profile": role.profile, "shape": shape_of(role.team), "proposal": None}
    context |= {"form": form, "criteria": criteria, "template": None, "role": role}
    return render(request, "hiring/roles/form.html", context, status=422 if form.is_bound else 200)


def _lists_of(role: Role) -> dict[str, str]:
    """The role's three lists, one item a line. One query."""
    rows = list(role.requirements.order_by("position", "pk"))
    return {kind: "\n".join(row.text for row in rows if row.kind == kind) for kind in RequirementKind.values}


def _criteria_of(role: Role) -> list[Criterion]:
    rows = role.criteria.select_related("competency")
    return [Criterion(row.competency, row.may_be_strength, row.bar_level, row.bar_anchor) for row in rows]


@require_POST
@needs("hiring.edit_role", load=load_role)
def join(request: HttpRequest, role: Role) -> HttpResponse:
    form = MemberForm(request.POST, role=role)
    if form.is_valid():
        member = add_member(role=role, user=form.cleaned_data["user"], by=viewer(request))
        toast(request, f"{member.user} can see this role now")
    else:
        toast(request, "Choose somebody who is not on this role yet.", level="error")
    return redirect(reverse("hiring:role", args=[role.slug]) + "#members")


@require_POST
@needs("hiring.edit_role", load=load_role)
def leave(request: HttpRequest, role: Role) -> HttpResponse:
    wanted = request.POST.get("user", "")
    member = next((one for one in role.members.select_related("user") if str(one.user.uuid) == wanted), None)
    try:
        if member is None:
            raise HiringError("That person is not a member of this role.")
        remove_member(role=role, user=member.user, by=viewer(request))
    except HiringError as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, f"{member.user} no longer sees this role")
    return redirect(reverse("hiring:role", args=[role.slug]) + "#members")
