"""When a team's update goes out, to whom, and what is planned for a week."""

import uuid as uuids
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hiring.teams.models import Team
from insights.updates.actions import draft_now, plan_of
from insights.updates.forms import PlanForm, ReaderForm
from insights.updates.models import UpdateReader, teams_kept_by
from workspace.activity.actions import log_activity
from workspace.staff.models import Organisation, User
from workspace.web import needs, posted, toast, viewer


def load_team(user: User, team: uuids.UUID) -> Team:
    """Return a team whose updates are this user's, or raise Http404. One query."""
    if (found := teams_kept_by(user).filter(uuid=team).first()) is None:
        raise Http404("There is no such team.")
    return found


def load_reader(user: User, team: uuids.UUID, reader: uuids.UUID) -> UpdateReader:
    """Return somebody on the list of such a team, or raise Http404. One query."""
    rows = UpdateReader.objects.select_related("plan__team").filter(plan__team__in=teams_kept_by(user).values("pk"))
    if (found := rows.filter(uuid=reader, plan__team__uuid=team).first()) is None:
        raise Http404("There is nobody like that on the list.")
    return found


@needs("insights.keep_updates", load=load_team)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, team: Team) -> HttpResponse:
    """The schedule and the plan of a week."""
    form = PlanForm(posted(request), instance=plan_of(team))
    if form.is_valid():
        form.save()
        log_activity(verb="planned_updates", subject=team, by=viewer(request))
        toast(request, "Saved.")
        return redirect("insights:update_plan", team=team.uuid)
    return _page(request, team, form=form)


def _page(request: HttpRequest, team: Team, **forms: Any) -> HttpResponse:
    row = plan_of(team)
    context = {
        "team": team,
        "form": forms.get("form") or PlanForm(instance=row),
        "reader_form": forms.get("reader_form") or ReaderForm(plan=row),
        "readers": row.readers.all(),
        "organisation": Organisation.current(),
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "insights/updates/plan.html", context, status=status)


@needs("insights.keep_updates", load=load_team)
@require_POST
def add_reader(request: HttpRequest, team: Team) -> HttpResponse:
    """Put somebody on the list."""
    form = ReaderForm(request.POST, plan=plan_of(team))
    if not form.is_valid():
        return _page(request, team, reader_form=form)
    form.save()
    log_activity(verb="planned_updates", subject=team, by=viewer(request))
    toast(request, f"{form.instance.name} gets the next one.")
    return redirect("insights:update_plan", team=team.uuid)


@needs("insights.keep_update_readers", load=load_reader)
@require_POST
def remove_reader(request: HttpRequest, reader: UpdateReader) -> HttpResponse:
    """Take somebody off the list; what has not left yet does not leave."""
    team = reader.plan.team
    reader.delete()
    log_activity(verb="planned_updates", subject=team, by=viewer(request))
    toast(request, f"{reader.name} gets no more.")
    return redirect("insights:update_plan", team=team.uuid)


@needs("insights.keep_updates", load=load_team)
@require_POST
def draft(request: HttpRequest, team: Team) -> HttpResponse:
    """Draft the next update now."""
    found = draft_now(team=team, by=viewer(request))
    return redirect("insights:update", uuid=found.uuid)
