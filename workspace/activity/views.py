"""The activity log: who did and who saw what."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workspace.activity.models import Activity
from workspace.activity.veils import unveiled
from workspace.activity.wording import PHRASES, in_words
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import needs, viewer


class LogFilter(forms.Form):
    who = forms.ModelChoiceField(
        User.objects.order_by("name"), to_field_name="uuid", required=False, empty_label="Everybody"
    )
    what = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(
        required=False, choices=[("", "Acts and looks"), ("acts", "Only acts"), ("looks", "Only looks")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = sorted(verb for verb in PHRASES if verb != "saw")
        self.fields["what"].choices = [("", "Anything"), *((verb, verb.replace("_", " ")) for verb in verbs)]  # type: ignore[attr-defined]


@needs("workspace.view_activity_log")
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    form = LogFilter(request.GET or None)
    rows = unveiled(Activity.objects.select_related("actor"), viewer(request))
    if form.is_valid():
        rows = narrowed(rows, form.cleaned_data)
    status, problem = 200, ""
    try:
        page = keyset_page(rows, order=("-pk",), cursor=cursor_of(request), backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    context = {"form": form, "page": page, "lines": in_words(page.rows), "problem": problem}
    return render(request, "workspace/activity/log.html", context, status=status)


def cursor_of(request: HttpRequest) -> str:
    return request.GET.get("before") or request.GET.get("after") or ""


def narrowed(rows: "QuerySet[Activity]", wanted: dict[str, Any]) -> "QuerySet[Activity]":
    """Keep the rows that a filter asks for."""
    if wanted.get("who"):
        rows = rows.filter(actor=wanted["who"])
    if wanted.get("what"):
        rows = rows.filter(verb=wanted["what"])
    if wanted.get("kind"):
        rows = rows.filter(is_view=wanted["kind"] == "looks")
    return rows
