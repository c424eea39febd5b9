"""What the trips to conferences brought."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insights.trips.queries import trip_lines
from workspace.web import needs, viewer


@needs("insights.view_dashboards")
@require_safe
def trips(request: HttpRequest) -> HttpResponse:
    """Each conference with the people met there and what became of them."""
    return render(request, "insights/trips/trips.html", {"lines": trip_lines(viewer(request))})
