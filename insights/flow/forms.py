"""The stage changes behind a number."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import F, Q

from hiring.pipeline.enums import Standing
from hiring.pipeline.models import ClosingReason
from hiring.roles.models import Stage
from insights.flow.queries import MOVED
from insights.narrowing.forms import ScopeForm

ANY = "any"
NONE = "none"


class MovesForm(ScopeForm):
    """The bar, and: into which stage or out of which (a kind of stage, or one stage by its uuid), in which way, for which reason."""

    way = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Any change"),
            (ANY, "Left a stage"),
            (MOVED, "Moved on"),
            *((one, label) for one, label in Standing.choices if one != Standing.ACTIVE),
        ],
    )
    into = forms.CharField(required=False, widget=forms.HiddenInput)
    out_of = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(required=False, widget=forms.HiddenInput)
    motivation = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["compare"]

    def condition(self, stages: dict[int, Stage], reasons: Collection[ClosingReason]) -> Q:
        """Return which passages are meant; what is not known matches none, and "none" is no reason given."""
        wanted = self.wanted
        found = Q() if wanted else Q(pk__in=[])
        if into := wanted.get("into"):
            came = ~Q(before_id=F("after_id")) | ~Q(standing_before=Standing.ACTIVE)
            found &= Q(after_id__in=named(into, stages), standing_after=Standing.ACTIVE) & came
        if out_of := wanted.get("out_of"):
            found &= Q(before_id__in=named(out_of, stages))
        if way := wanted.get("way"):
            found &= left(way)
        if slug := wanted.get("reason"):
            found &= Q(reason_id__in=[0] if slug == NONE else [one.pk for one in reasons if one.slug == slug])
        if wish := wanted.get("motivation"):
            found &= Q(reason_id__in=[one.pk for one in reasons if one.motivation == wish])
        return found


def named(key: str, stages: dict[int, Stage]) -> Collection[int]:
    """Return the stages a key stands for: a kind, or one stage's uuid."""
    return [stage.pk for stage in stages.values() if key in {stage.kind, str(stage.uuid)}]


def left(way: str) -> Q:
    """Return the condition that a passage took somebody out of a stage in this way."""
    gone = Q(standing_before=Standing.ACTIVE, before_id__gt=0)
    moved = Q(standing_after=Standing.ACTIVE) & ~Q(before_id=F("after_id"))
    if way == ANY:
        return gone & (moved | ~Q(standing_after=Standing.ACTIVE))
    return gone & (moved if way == MOVED else Q(standing_after=way))
