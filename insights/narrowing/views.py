"""Keeping a dashboard's narrowing under a name."""

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from insights.narrowing.forms import KEPT
from insights.narrowing.models import SavedDashboard
from insights.narrowing.pages import NAMES
from workspace.typed import line_of
from workspace.web import back_to, needs, toast, viewer

LONGEST = 500


@needs("insights.view_dashboards")
@require_POST
def save_dashboard(request: HttpRequest) -> HttpResponse:
    """Keep the bar under a name, for oneself or for all. Undoing that a view was dropped comes with all of it in the address."""
    given = request.POST if "name" in request.POST else request.GET
    name = line_of(given.get("name", ""))[:60]
    page = given.get("page", "")
    if page not in NAMES:
        toast(request, "That dashboard does not exist. Open one and save it there.", level="error")
        return redirect("insights:overview")
    query = urlencode([(key, given[key]) for key in KEPT if given.get(key)])
    if not name:
        toast(request, "Give the view a name.", level="error")
    elif len(query) > LONGEST:
        toast(request, "These filters are too long to keep. Clear some of them.", level="error")
    else:
        SavedDashboard.objects.update_or_create(
            owner=viewer(request),
            page=page,
            name=name,
            defaults={"query": query, "is_shared": given.get("shared") == "1"},
        )
        toast(request, f"Saved as “{name}”.")
    return redirect(f"{reverse(f'insights:{page}')}?{query}")


@needs("insights.view_dashboards")
@require_POST
def drop_dashboard(request: HttpRequest, uuid: str) -> HttpResponse:
    """Forget a saved view of one's own; the toast can bring it back."""
    view = SavedDashboard.objects.filter(owner=viewer(request), uuid=uuid).first()
    if view is not None:
        view.delete()
        kept = [("name", view.name), ("page", view.page), ("shared", "1" if view.is_shared else "")]
        kept += parse_qsl(view.query)
        undo = f"{reverse('insights:save_dashboard')}?{urlencode(kept)}"
        toast(request, f"Forgot the view “{view.name}”.", undo=undo)
    return redirect(back_to(request, reverse("insights:overview")))
