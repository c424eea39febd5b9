"""Sources of papers: what each brought and when, run now, switch on and off, connect."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.harvest import actions
from candidates.harvest.enums import OPEN, SCOPES, Connector
from candidates.harvest.forms import ConnectForm, ScopeForm
from candidates.harvest.models import Source
from candidates.harvest.queries import all_sources, newest_runs, view_of
from candidates.harvest.refusals import HarvestRefused
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer


def load_source(_user: User, uuid: str) -> Source:
    if (source := Source.objects.filter(uuid=uuid).first()) is None:
        raise Http404
    return source


@needs("candidates.see_sources")
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source and how it stands; the page asks again by itself while one is read."""
    views = all_sources(now=timezone.now())
    is_at_work = any(view.run is not None and view.run.is_open for view in views)
    context = {
        "views": views,
        "is_at_work": is_at_work,
        "may_change": request.user.has_perm("candidates.change_sources"),
    }
    part = "#source-list" if request.headers.get("HX-Request") else ""
    return render(request, f"candidates/harvest/sources.html{part}", context)


@needs("candidates.see_sources", load=load_source)
@require_safe
def source(request: HttpRequest, source: Source) -> HttpResponse:
    """One source with its runs; the page asks again by itself while one is under way."""
    runs = newest_runs(source)
    newest = runs[0] if runs else None
    if request.headers.get("HX-Request") and not (newest and newest.is_open):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "view": view_of(source, newest, now=timezone.now()),
        "source": source,
        "runs": runs,
        "may_change": request.user.has_perm("candidates.change_sources"),
    }
    part = "#run-progress" if request.headers.get("HX-Request") else ""
    return render(request, f"candidates/harvest/source.html{part}", context)


@needs("candidates.change_sources")
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest) -> HttpResponse:
    """Connect a new source and read it for the first time."""
    form = ConnectForm(posted(request))
    if form.is_valid():
        try:
            source = actions.connect_source(**form.cleaned_data, by=viewer(request))
        except HarvestRefused as error:
            form.add_error("scope", str(error))
        else:
            actions.run_now(source=source, by=viewer(request))
            toast(request, "The source is connected and is being read for the first time.")
            return redirect("candidates:source", uuid=source.uuid)
    scopes = [
        (Connector(connector).label, *words) for connector, words in SCOPES.items() if connector != Connector.BIBTEX
    ]
    return render(request, "candidates/harvest/connect.html", {"form": form, "scopes": scopes}, status=_status(form))


@needs("candidates.change_sources", load=load_source)
@require_http_methods(["GET", "HEAD", "POST"])
def scope(request: HttpRequest, source: Source) -> HttpResponse:
    """Change which list is read."""
    form = ScopeForm(posted(request), connector=source.connector, initial={"scope": source.scope})
    if form.is_valid():
        try:
            actions.change_scope(source=source, scope=form.cleaned_data["scope"], by=viewer(request))
        except HarvestRefused as error:
            form.add_error("scope", str(error))
        else:
            toast(request, "The next run reads this list from its beginning.")
            return redirect("candidates:source", uuid=source.uuid)
    return render(request, "candidates/harvest/scope.html", {"form": form, "source": source}, status=_status(form))


@needs("candidates.change_sources", load=load_source)
@require_POST
def run(request: HttpRequest, source: Source) -> HttpResponse:
    """Read a source now."""
    try:
        actions.run_now(source=source, by=viewer(request))
    except HarvestRefused as error:
        toast(request, str(error), level="error")
    return redirect("candidates:source", uuid=source.uuid)


@needs("candidates.change_sources", load=load_source)
@require_POST
def stop(request: HttpRequest, source: Source) -> HttpResponse:
    """Stop the run that is under way."""
    if run := source.runs.filter(state__in=OPEN).first():
        actions.stop_run(run=run, by=viewer(request))
        toast(request, "Stopped. What came so far is kept, and the next run goes on from there.")
    return redirect("candidates:source", uuid=source.uuid)


@needs("candidates.change_sources", load=load_source)
@require_POST
def switch(request: HttpRequest, source: Source) -> HttpResponse:
    """Switch a source on or off."""
    is_enabled = request.POST.get("on") == "1"
    actions.set_enabled(source=source, is_enabled=is_enabled, by=viewer(request))
    toast(request, "It is read by the clock again." if is_enabled else "It is no longer read by the clock.")
    return redirect("candidates:source", uuid=source.uuid)


def _status(form: ScopeForm) -> int:
    return 422 if form.errors else 200
