"""One field for people, roles, pages and acts: as a palette over any page, and as a page of its own."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from workspace.search.queries import find_everywhere, tidy
from workspace.web import signed_in, viewer

IN_PALETTE = 6
ON_PAGE = 20


@signed_in
@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Answer while somebody types: the few best of each kind."""
    words = tidy(request.GET.get("q", ""))
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('workspace:search')}?{urlencode({'q': words})}")
    found = find_everywhere(viewer(request), words, most=IN_PALETTE)
    return render(request, "workspace/search/palette.html", {"found": found, "words": words})


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The same, as a page: for who has no JavaScript, and for who wants to see more."""
    words = tidy(request.GET.get("q", ""))
    found = find_everywhere(viewer(request), words, most=ON_PAGE) if words else []
    return render(request, "workspace/search/search.html", {"found": found, "words": words})
