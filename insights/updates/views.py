"""The updates of one's teams, and one of them: to read, to edit, to let go."""

import uuid as uuids

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insights.updates.actions import edit_update, settle, write_anew
from insights.updates.enums import UpdateState
from insights.updates.forms import WordsForm
from insights.updates.letters import BELOW, file_name, parts_of, sheet_of, title_of
from insights.updates.models import TeamUpdate, UpdatePlan, teams_kept_by
from insights.updates.refusals import UpdateRefused
from insights.updates.sheet import pdf_of
from insights.updates.story import week_words
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer

DONE = {
    UpdateState.APPROVED: "Approved. It goes out at its time.",
    UpdateState.HELD: "Held back. It does not go out this week.",
    UpdateState.DRAFT: "Open again. It goes out at its time.",
}


@needs("insights.list_updates")
@require_safe
def updates(request: HttpRequest) -> HttpResponse:
    """Every update of one's teams, the newest first. The number of queries does not depend on how many there are."""
    user = viewer(request)
    teams = list(teams_kept_by(user).order_by("name", "pk"))
    plans = {plan.team_id: plan for plan in UpdatePlan.objects.filter(team__in=teams)}
    rows = TeamUpdate.objects.visible_to(user).select_related("team").defer("numbers")
    status, problem = 200, ""
    cursor = request.GET.get("before") or request.GET.get("after") or ""
    try:
        page = keyset_page(rows, order=("-monday", "-pk"), cursor=cursor, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    context = {
        "teams": [(team, plans.get(team.pk)) for team in teams],
        "page": page,
        "found": [(row, week_words(row.monday)) for row in page.rows],
        "problem": problem,
    }
    return render(request, "insights/updates/updates.html", context, status=status)


def load_update(user: User, uuid: uuids.UUID) -> TeamUpdate:
    """Return an update of one of this user's teams, or raise Http404."""
    rows = TeamUpdate.objects.visible_to(user).select_related("team", "approved_by", "edited_by")
    if (found := rows.filter(uuid=uuid).first()) is None:
        raise Http404("There is no such update.")
    return found


@needs("insights.keep_updates", load=load_update)
@require_safe
def update(request: HttpRequest, update: TeamUpdate) -> HttpResponse:
    """One update, as it reads."""
    plan = UpdatePlan.objects.filter(team=update.team).prefetch_related("readers").first()
    context = {
        "update": update,
        "title": title_of(update),
        "parts": parts_of(update),
        "below": BELOW,
        "plan": plan,
        "readers": list(plan.readers.all()) if plan else [],
    }
    return render(request, "insights/updates/update.html", context)


@needs("insights.keep_updates", load=load_update)
@require_safe
def paper(request: HttpRequest, update: TeamUpdate) -> HttpResponse:
    """The same as one page of paper."""
    response = HttpResponse(pdf_of(sheet_of(update)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(update)}"'
    return response


@needs("insights.keep_updates", load=load_update)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, update: TeamUpdate) -> HttpResponse:
    """Change the words."""
    title = title_of(update)
    form = WordsForm(posted(request), instance=update)
    if form.is_valid():
        try:
            edit_update(update=update, words=form.cleaned_data, by=viewer(request))
        except UpdateRefused as error:
            form.add_error(None, str(error))
        else:
            toast(request, "Saved.")
            return redirect("insights:update", uuid=update.uuid)
    context = {"update": update, "title": title, "form": form}
    return render(request, "insights/updates/edit.html", context, status=422 if form.errors else 200)


@needs("insights.keep_updates", load=load_update)
@require_POST
def change_state(request: HttpRequest, update: TeamUpdate) -> HttpResponse:
    """Approve it, hold it back, or open it again."""
    state = request.POST.get("state", "")
    try:
        if state not in DONE:
            raise UpdateRefused("Choose to approve it, to hold it back or to open it again.")
        settle(update=update, state=state, by=viewer(request))
        toast(request, DONE[UpdateState(state)])
    except UpdateRefused as error:
        toast(request, str(error), level="error")
    return redirect("insights:update", uuid=update.uuid)


@needs("insights.keep_updates", load=load_update)
@require_POST
def anew(request: HttpRequest, update: TeamUpdate) -> HttpResponse:
    """Take today's numbers, and the words they make."""
    try:
        write_anew(update=update, by=viewer(request))
        toast(request, "Written anew from the numbers of this minute.")
    except UpdateRefused as error:
        toast(request, str(error), level="error")
    return redirect("insights:update", uuid=update.uuid)
