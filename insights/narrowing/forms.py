"""What a dashboard is narrowed to: one bar for all of them. The address holds all of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from candidates.channels.models import Channel
from hiring.roles.models import Role
from insights.narrowing.periods import Period, last_weeks
from insights.narrowing.scope import EVER, Scope, hidden_applications, visible_roles
from workspace.staff.models import User

SPANS = (4, 12, 26, 52)
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2199, 12, 31)
# What an address may say of the bar.
KEPT = ("role", "team", "profile", "channel", "since", "until", "ever", "compare")


@dataclass(frozen=True)
class RowsLink:
    """Makes the addresses of the rows behind a number: the dashboard's own narrowing, and what the number adds."""

    kept: tuple[tuple[str, str], ...]

    def to(self, **more: object) -> str:
        return self._at("insights:applications", more)

    def moves(self, **more: object) -> str:
        """The stage changes behind a number, not the applications."""
        return self._at("insights:moves", more)

    def _at(self, page: str, more: Mapping[str, object]) -> str:
        query = [*self.kept, *((name, str(value)) for name, value in more.items() if value != "")]
        return f"{reverse(page)}?{urlencode(query)}"


class DayField(forms.DateField):
    """A day of this age: what is counted from it, as long a time before it, is still within the calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def clean(self, value: Any) -> dt.date | None:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(f"Choose a day from {EARLIEST.year} to {LATEST.year}.")
        return day


class ScopeForm(forms.Form):
    """Role, team, profile, channel, from and to, and whether the period before stands beside it. Only roles the viewer may see can be named."""

    role = forms.ChoiceField(required=False)
    team = forms.ChoiceField(required=False)
    profile = forms.ChoiceField(required=False)
    channel = forms.ChoiceField(required=False)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)
    compare = forms.BooleanField(label="Beside the period before", required=False)

    def __init__(self, data: Any, *, viewer: User, today: dt.date, weeks: int = 0, **kwargs: Any) -> None:
        """Where no day is named, look at the last `weeks`, or at all there is."""
        self.viewer, self.today = viewer, today
        if weeks and not _named(data):
            period = last_weeks(today, weeks)
            data = data.copy()
            data["since"], data["until"] = str(period.first), str(period.last)
        super().__init__(data, **kwargs)
        # Read once, for the choices and for the figures.
        self.roles = {
            role.slug: role for role in visible_roles(viewer).select_related("team", "profile").order_by("title", "pk")
        }
        self.channels = {channel.slug: channel for channel in Channel.objects.all()}
        teams = {str(one.team.uuid): one.team.name for one in self.roles.values()}
        profiles = {one.profile.slug: one.profile.name for one in self.roles.values() if one.profile}
        self._choose("role", "All roles", {slug: str(one) for slug, one in self.roles.items()})
        self._choose("team", "All teams", dict(sorted(teams.items(), key=lambda pair: pair[1])))
        self._choose("profile", "All profiles", dict(sorted(profiles.items(), key=lambda pair: pair[1])))
        self._choose("channel", "All channels", {slug: str(one) for slug, one in self.channels.items()})

    def _choose(self, name: str, everything: str, found: dict[str, str]) -> None:
        if name in self.fields:
            self.fields[name].choices = [("", everything), *found.items()]  # type: ignore[attr-defined]

    def clean_role(self) -> Role | None:
        return self.roles.get(self.cleaned_data["role"])

    def clean_channel(self) -> Channel | None:
        return self.channels.get(self.cleaned_data["channel"])

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            raise forms.ValidationError("The first day is after the last one. Change one of the two.")
        return self.cleaned_data

    @property
    def wanted(self) -> dict[str, Any]:
        """Return what is asked for, nothing where it could not be read."""
        return self.cleaned_data if self.is_valid() else {}

    @property
    def period(self) -> Period:
        wanted = self.wanted
        return Period(wanted.get("since"), wanted.get("until"))

    @property
    def before(self) -> Period | None:
        """The period before, where it is wanted and there is one."""
        return self.period.before(self.today) if self.wanted.get("compare") else None

    @property
    def lacks_before(self) -> bool:
        """Whether a period before is wanted and there can be none."""
        return bool(self.wanted.get("compare")) and self.before is None

    def chosen_roles(self) -> tuple[int, ...]:
        """Return the roles that are left, by key; an unknown role, team or day leaves none rather than all."""
        if not self.is_valid():
            return ()
        role, team, profile = (self.cleaned_data.get(name) for name in ("role", "team", "profile"))
        found = [role] if role else list(self.roles.values())
        return tuple(
            one.pk
            for one in found
            if (not team or str(one.team.uuid) == team)
            and (not profile or (one.profile is not None and one.profile.slug == profile))
        )

    @property
    def is_of_all_roles(self) -> bool:
        """Whether nothing narrows the roles."""
        return self.is_valid() and not any(self.cleaned_data.get(name) for name in ("role", "team", "profile"))

    def scope(self) -> Scope:
        """Return the applications that are asked for. One query."""
        roles = self.chosen_roles()
        channel = self.wanted.get("channel")
        return Scope(
            roles=roles,
            period=self.period if roles else EVER,
            channel=channel.pk if channel else None,
            hidden=hidden_applications(self.viewer, roles),
        )

    def link(self, period: Period | None = None) -> RowsLink:
        """Return what makes addresses of rows: of the period the form names, or of another one."""
        period = period or self.period
        kept = [(name, self.data[name]) for name in ("role", "team", "profile", "channel") if self.data.get(name)]
        days = (("since", period.first), ("until", period.last))
        return RowsLink((*kept, *((name, str(day)) for name, day in days if day)))

    def state(self, **changed: str) -> str:
        """Return the bar as an address's query, with some of it changed; empty ones are left out."""
        kept = dict(self.kept) | changed
        query = urlencode({name: value for name, value in kept.items() if value})
        return f"?{query}"

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return the bar as it was asked for: what a saved view keeps."""
        return [(name, self.data[name]) for name in KEPT if self.data.get(name)]

    @property
    def has_days(self) -> bool:
        return "since" in self.fields

    @property
    def spans(self) -> list[tuple[str, str, bool]]:
        """Return the usual periods: label, address, whether it is the one shown."""
        found = []
        for weeks in SPANS:
            period = last_weeks(self.today, weeks)
            days = {"since": str(period.first), "until": str(period.last), "ever": ""}
            found.append((f"{weeks} weeks", self.state(**days), self.period == period))
        ever = self.is_valid() and self.period == EVER
        return [*found, ("All time", self.state(since="", until="", ever="on"), ever)]

    @property
    def said(self) -> str:
        """Return the narrowing in words, for paper and for a file."""
        if not self.is_valid():
            return ""
        chosen = [
            label
            for name in ("role", "team", "profile", "channel")
            if name in self.fields and self.data.get(name)
            for value, label in self.fields[name].choices  # type: ignore[attr-defined]
            if value == self.data[name]
        ]
        return ", ".join([*chosen, self.period.in_words()])


def _named(data: Mapping[str, Any]) -> bool:
    """Whether an address says anything about days."""
    return any(name in data for name in ("since", "until", "ever"))
