"""Invented content for the style page."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from workspace.charts import Chart, Series
from workspace.paging import KeysetPage


class SampleForm(forms.Form):
    """One field of each kind, one of them refused."""

    name = forms.CharField(help_text="As they write it themselves.")
    email = forms.EmailField(label="E-mail", required=False)
    channel = forms.ChoiceField(choices=[("arxiv", "arXiv"), ("referral", "Referral"), ("direct", "Direct")])
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    side = forms.ChoiceField(choices=[("r", "Researcher"), ("e", "Engineer")], widget=forms.RadioSelect)
    wants = forms.MultipleChoiceField(
        choices=[("tools", "Cutting-edge tools"), ("people", "Excellent people")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agrees = forms.BooleanField(label="They agreed to be contacted again", required=False)
    met_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)


LABELS = ["Sourced", "Contacted", "Screen", "Onsite", "Offer", "Hired"]


def sample_charts() -> list[Chart]:
    """Return a chart of each kind."""
    return [
        Chart("c-funnel", "Ever reached", "funnel", LABELS, [Series("People", [180, 96, 41, 19, 6, 4])], "people"),
        Chart(
            "c-stacked",
            "Applications by channel",
            "stacked",
            ["Jul", "Aug", "Sep", "Oct"],
            [Series("arXiv", [12, 18, 9, 22]), Series("Referral", [4, 6, 5, 3]), Series("Direct", [20, 17, 25, 31])],
            note="last four months",
            label_head="Month",
        ),
        Chart(
            "c-line",
            "Scorecards on time",
            "line",
            ["W40", "W41", "W42", "W43", "W44"],
            [Series("On time", [71, 80, None, 88, 92]), Series("Goal", [85, 85, 85, 85, 85])],
            "%",
            label_head="Week",
        ),
        Chart("c-bar", "Days in stage", "bar", LABELS[:4], [Series("Median", [3, 6, 8, 5])], "days"),
    ]


def catalogue() -> dict[str, Any]:
    """Return the context of the style page."""
    now = timezone.now()
    refused = SampleForm({"name": "", "email": "elin@", "channel": "arxiv", "side": ""})
    return {
        "levels": [None, 1, 2, 3, 4],
        "states": [
            ["untested", "supported once", "confirmed", "refuted"],
            ["met", "borderline", "not met"],
            ["hire signal", "more evidence", "no"],
            ["active", "hired", "rejected", "withdrawn"],
            ["draft", "scheduled", "submitted", "overdue", "failed", "running"],
        ],
        "people": ["Elin Vasquez", "Tomás Okafor", "Mei Sørensen", "Kofi Mensah", "Ada Lindqvist", "Noor Haddad"],
        "moments": [now - dt.timedelta(minutes=3), now - dt.timedelta(hours=5), now + dt.timedelta(days=3)],
        "now": now,
        "soon": now + dt.timedelta(minutes=45),
        "form": SampleForm(),
        "refused": refused,
        "charts": sample_charts(),
        "page": KeysetPage([], "next", "previous"),
        "chips": [
            {"label": "channel: arXiv", "remove_url": "?"},
            {"label": "waiting too long", "url": "?late=1", "count": 2},
            {"label": "mine", "url": "?mine=1"},
        ],
        "tabs": [
            {"label": "Evidence", "url": "?", "active": False},
            {"label": "Scorecards", "url": "?", "active": False, "count": 4},
            {"label": "Debrief", "url": "?", "active": True},
        ],
        "colours": ["accent", "strength", "met", "below", "danger", "info", "quiet"],
    }
