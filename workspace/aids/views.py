"""The page of automated aids: open to all staff, since all of them work with what it lists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workspace.aids.registry import AIDS
from workspace.web import needs


@require_safe
@needs("workspace.see_aids")
def aids(request: HttpRequest) -> HttpResponse:
    """List every computed number with its formula, and whether it is on."""
    rows = [(aid, aid.is_on()) for aid in sorted(AIDS.values(), key=lambda aid: aid.name)]
    return render(request, "workspace/aids/list.html", {"rows": rows})
