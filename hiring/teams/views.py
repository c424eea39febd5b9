"""Teams and their shape."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hiring.catalogue.reading import archetypes
from hiring.teams.actions import create_team, edit_team
from hiring.teams.forms import TeamForm
from hiring.teams.models import Team
from hiring.teams.shapes import shape_of
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer


def load_team(user: User, team: uuid.UUID) -> Team:
    """Return a team this user may know of, or raise Http404. One query."""
    found = Team.objects.visible_to(user).select_related("lead").filter(uuid=team).first()
    if found is None:
        raise Http404("There is no such team.")
    return found


@require_safe
@needs("hiring.list_teams")
def teams(request: HttpRequest) -> HttpResponse:
    rows = list(Team.objects.visible_to(viewer(request)).select_related("lead"))
    shapes = {shape.slug: shape for shape in archetypes()}
    context = {"teams": [(team, shapes[team.archetype]) for team in rows]}
    return render(request, "hiring/teams/list.html", context | _may(viewer(request)))


@require_safe
@needs("hiring.list_teams", load=load_team)
def team(request: HttpRequest, team: Team) -> HttpResponse:
    context = {"team": team, "shape": shape_of(team)} | _may(viewer(request))
    return render(request, "hiring/teams/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("hiring.edit_teams")
def new_team(request: HttpRequest) -> HttpResponse:
    form = TeamForm(posted(request))
    if form.is_valid():
        made = create_team(by=viewer(request), **form.cleaned_data)
        toast(request, f"{made} is set up. Open a role in it next.")
        return redirect("hiring:team", team=made.uuid)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("hiring.edit_teams", load=load_team)
def change_team(request: HttpRequest, team: Team) -> HttpResponse:
    form = TeamForm(posted(request), instance=team)
    if form.is_valid():
        edit_team(team=team, by=viewer(request), **form.cleaned_data)
        toast(request, "The team is saved")
        return redirect("hiring:team", team=team.uuid)
    return _form_page(request, form, team)


def _form_page(request: HttpRequest, form: TeamForm, team: Team | None) -> HttpResponse:
    chosen = form["archetype"].value()
    context = {"form": form, "team": team, "shapes": archetypes(), "chosen": chosen}
    return render(request, "hiring/teams/form.html", context, status=422 if form.is_bound else 200)


def _may(user: User) -> dict[str, bool]:
    return {"may_edit": user.has_perm("hiring.edit_teams"), "may_open": user.has_perm("hiring.open_role")}
