"""What a dashboard is narrowed to. The address holds all of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from candidates.channels.models import Channel
from hiring.pipeline.enums import Standing
from hiring.roles.models import Role
from insights.funnel.queries import KIND_ORDER, Scope, hidden_applications, visible_roles
from workspace.staff.models import User


class ScopeForm(forms.Form):
    """Role, first month of application, channel. Only roles the viewer may see can be named."""

    role = forms.ChoiceField(required=False)
    since = forms.ChoiceField(label="Applied since", required=False)
    channel = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, viewer: User, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        # Read once, for the choices and for the figures.
        self.roles = {role.slug: role for role in visible_roles(viewer).order_by("title", "pk")}
        self.channels = {channel.slug: channel for channel in Channel.objects.all()}
        self.fields["role"].choices = [("", "All roles"), *((slug, str(one)) for slug, one in self.roles.items())]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            ("", "All channels"),
            *((slug, str(one)) for slug, one in self.channels.items()),
        ]
        self.fields["since"].choices = [("", "Ever"), *months_back(today, 18)]  # type: ignore[attr-defined]

    def clean_role(self) -> Role | None:
        return self.roles.get(self.cleaned_data["role"])

    def clean_channel(self) -> Channel | None:
        return self.channels.get(self.cleaned_data["channel"])

    def scope(self) -> Scope:
        """Return what is asked for; an unknown role or month narrows to nothing rather than to everything."""
        if not self.is_valid():
            return Scope(roles=())
        role, since, channel = (self.cleaned_data.get(name) for name in ("role", "since", "channel"))
        roles = (role.pk,) if role else tuple(one.pk for one in self.roles.values())
        return Scope(
            roles=roles,
            since=dt.date.fromisoformat(since) if since else None,
            channel=channel.pk if channel else None,
            hidden=hidden_applications(self.viewer, roles),
        )


def months_back(today: dt.date, number: int) -> list[tuple[str, str]]:
    """Return the firsts of the last months, newest first, as choices."""
    months, day = [], today.replace(day=1)
    for _ in range(number):
        months.append((day.isoformat(), f"{day:%B %Y}"))
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return months


@dataclass(frozen=True)
class RowsLink:
    """Makes the addresses of the rows behind a number: the dashboard's own narrowing, and what the number adds."""

    kept: tuple[tuple[str, str], ...]

    def to(self, **more: object) -> str:
        query = [*self.kept, *((name, str(value)) for name, value in more.items())]
        return f"{reverse('insights:applications')}?{urlencode(query)}"


class RowsForm(ScopeForm):
    """The rows behind a number: the same narrowing, plus where they stand or how far they came."""

    standing = forms.ChoiceField(required=False, choices=[("", "Any standing"), *Standing.choices])
    kind = forms.ChoiceField(
        required=False,
        choices=[("", "Any stage"), *((kind, kind.replace("_", " ").capitalize()) for kind in KIND_ORDER)],
    )
    stage = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reached = forms.ChoiceField(
        required=False,
        choices=[("", "However far"), *((kind, f"Reached {kind.replace('_', ' ')}") for kind in KIND_ORDER)],
    )
    late = forms.BooleanField(label="Waiting too long", required=False)
    no_channel = forms.BooleanField(required=False, widget=forms.HiddenInput)
