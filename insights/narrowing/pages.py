"""What every dashboard answers with: its page inside the shared frame, or one of its tables as a file."""

from typing import Any

import defusedcsv.csv as csv
import rules
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from insights.narrowing.forms import ScopeForm
from insights.narrowing.models import dashboards_for
from insights.narrowing.tables import Page, Table
from workspace.staff.models import User
from workspace.web import viewer

# Each dashboard's name in addresses, the word on its tab, and who may open it.
DASHBOARDS = (
    ("overview", "Now", "insights.view_dashboards"),
    ("funnel", "Funnel", "insights.view_dashboards"),
    ("time", "Time", "insights.view_dashboards"),
    ("channels", "Channels", "insights.view_dashboards"),
    ("reading", "Reading", "insights.view_dashboards"),
    ("inputs", "Inputs", "insights.view_dashboards"),
    ("interviewers", "Interviewers", "insights.view_dashboards"),
    ("reasons", "Reasons", "insights.view_dashboards"),
    ("check_ins", "Check-ins", "insights.view_check_ins"),
)
NAMES = tuple(name for name, _, _ in DASHBOARDS)


def frame(request: HttpRequest, form: ScopeForm, name: str) -> dict[str, Any]:
    """Return what the bar and the tabs of a dashboard show. One query."""
    user = viewer(request)
    return {
        "form": form,
        "dashboard": name,
        "tabs": tabs(user, form, name),
        "saved": list(dashboards_for(user, name)),
    }


def tabs(user: User, form: ScopeForm, name: str) -> list[dict[str, object]]:
    """Return the dashboards this person may open, each narrowed as this one is."""
    return [
        {"label": label, "url": f"{reverse(f'insights:{one}')}{form.state()}", "active": one == name}
        for one, label, permission in DASHBOARDS
        if rules.has_perm(permission, user)  # no table of permissions is asked where the rule says no
    ]


def answer(request: HttpRequest, form: ScopeForm, page: Page, **more: Any) -> HttpResponse:
    """Show a dashboard, or send the table that `?csv=` names."""
    for table in page.tables:
        if table.id == request.GET.get("csv"):
            return table_file(table, form)
    state = form.state()
    tables = [(table, f"{state}{'&' if len(state) > 1 else ''}csv={table.id}") for table in page.tables]
    context = frame(request, form, page.name) | {"page": page, "tables": tables} | more
    return render(request, "insights/narrowing/page.html", context)


def table_file(table: Table, form: ScopeForm) -> HttpResponse:
    """Return a table as CSV, exactly what is shown; cells that a spreadsheet would run as formulas are made harmless."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.id}-{form.today}.csv"'
    csv.writer(response).writerows(table.file)
    return response
