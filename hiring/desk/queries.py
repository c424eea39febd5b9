"""What the desk shows of a role: its text, what the linter finds in it, and what of that was let stand."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone

from hiring.catalogue.reading import pool_estimates
from hiring.desk.composing import Said, compose
from hiring.desk.marking import Part, mark
from hiring.desk.models import Override, RoleText
from hiring.desk.signals import assessments_wanted, odds_wanted
from hiring.linter.linting import lint
from hiring.linter.offer import OPEN_LONG
from hiring.linter.pool import PoolShrink, shrink
from hiring.linter.profiles import AskedProfile, profiles_asked
from hiring.linter.reading import RoleText as ReadText
from hiring.linter.reading import read
from hiring.linter.terms import Assessment, Facts, Finding, Kind, Severity
from hiring.roles.enums import RequirementKind
from hiring.roles.models import Role

# What a suggested rewrite leaves to a person.
GAP = re.compile(r"\[\[[^\[\]]{0,80}\]\]")
RESEARCH_PROFILES = frozenset({"ml-researcher"})


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it: with the words it marks, what each rewrite takes out and puts in, and the override that lets it stand, if any."""

    finding: Finding
    words: tuple[str, ...]
    rewrites: tuple[tuple[str, str], ...]
    override: Override | None

    @property
    def blocks(self) -> bool:
        return self.finding.severity is Severity.ERROR and self.override is None

    @property
    def severity_name(self) -> str:
        return self.finding.severity.name.lower()


@dataclass(frozen=True)
class Reading:
    """Everything the linter's side of the desk says about one text."""

    text: str
    shown: tuple[Shown, ...]
    parts: tuple[Part, ...]
    profiles: tuple[AskedProfile, ...]
    pool: PoolShrink
    lists: dict[str, list[str]]

    @property
    def errors(self) -> int:
        return sum(one.blocks for one in self.shown)

    @property
    def warnings(self) -> int:
        return self._open(Severity.WARNING)

    @property
    def notes(self) -> int:
        return self._open(Severity.INFO)

    @property
    def stands(self) -> int:
        return sum(one.override is not None for one in self.shown)

    @property
    def is_several_jobs(self) -> bool:
        return len(self.profiles) > 1

    def _open(self, severity: Severity) -> int:
        return sum(one.finding.severity is severity and one.override is None for one in self.shown)


def text_of(role: Role) -> RoleText | None:
    """The text that was saved, or None. One query."""
    return RoleText.objects.filter(role=role).select_related("saved_by").first()


def said_by(role: Role) -> Said:
    """What the role says in its own fields. Two queries."""
    requirements = list(role.requirements.order_by("position", "pk"))
    criteria = list(role.criteria.select_related("competency"))
    lists = {kind: [one.text for one in requirements if one.kind == kind.value] for kind in RequirementKind}
    return Said(
        title=role.title,
        problem=role.problem,
        outcomes=role.outcomes,
        strengths=[one.competency.name for one in criteria if one.may_be_strength],
        musts=lists[RequirementKind.MUST],
        nices=lists[RequirementKind.NICE],
        duties=lists[RequirementKind.DUTY],
        bars=[(one.competency.name, one.bar_anchor) for one in criteria if one.bar_level],
    )


def facts_of(role: Role, said: Said, written: RoleText | None, now: dt.datetime) -> Facts:
    """What the rules may know beside the text. Two queries, and those of the receivers."""
    answers = assessments_wanted.send(Role, role=role)
    assessments: list[Assessment] = [one for _, answer in answers for one in answer or ()]
    open_days = (now - role.opened_at).days if role.opened_at and role.state == "open" else 0
    unchanged_since = written.saved_at if written else role.opened_at
    return Facts(
        today=now.date(),
        place=role.location,
        is_research=role.profile.slug in RESEARCH_PROFILES,
        has_strength=bool(said.strengths),
        has_bar=bool(said.bars),
        assessments=tuple(assessments) or None,
        open_days=open_days,
        unchanged_days=(now - unchanged_since).days if unchanged_since else 0,
        hires=role.applications.filter(standing="hired").count(),
        odds=_odds(role) if open_days > OPEN_LONG else "",
    )


def _odds(role: Role) -> str:
    return " ".join(said for _, said in odds_wanted.send(Role, role=role) if said)


def reading_of(role: Role, text: str, said: Said, written: RoleText | None) -> Reading:
    """Lint a text of this role, saved or not. Four queries, however much is found."""
    facts = facts_of(role, said, written, timezone.now())
    overrides = {one.rule: one for one in Override.objects.filter(role=role, withdrawn_at=None).select_related("by")}
    found = [_shown(text, one, overrides.get(one.rule)) for one in lint(text, facts)]
    shown = tuple(sorted(found, key=lambda one: one.override is not None))
    read_text = read(text)
    open_findings = [one.finding for one in shown if one.override is None]
    return Reading(
        text=text,
        shown=shown,
        parts=mark(text, open_findings),
        profiles=profiles_asked(read_text),
        pool=shrink(read_text, facts, pool_estimates()),
        lists=lists_in(read_text),
    )


def current_text(said: Said, written: RoleText | None) -> str:
    return written.text if written else compose(said)


def why_not_publish(role: Role) -> str:
    """Say what the linter holds against opening this role, or "". Up to seven queries."""
    written, said = text_of(role), said_by(role)
    if written is None and not said.says_anything:
        return ""
    if written is not None and (gap := GAP.search(written.text)):
        return f"There is a gap left in the role's text: “{gap.group()}”. Fill it at the desk first."
    found = reading_of(role, current_text(said, written), said, written)
    titles = [one.finding.title.lower() for one in found.shown if one.blocks]
    if not titles:
        return ""
    number = "One finding" if len(titles) == 1 else f"{len(titles)} findings"
    return f"{number} in the role's text must be repaired or overridden with a reason first: {', '.join(titles)}. The desk shows where."


def lists_in(role: ReadText) -> dict[str, list[str]]:
    """The lines of the three lists as the linter reads them, by kind of requirement."""
    kinds = {
        RequirementKind.MUST: Kind.MUST,
        RequirementKind.NICE: Kind.NICE,
        RequirementKind.DUTY: Kind.DUTY,
    }
    found: dict[str, list[str]] = {}
    for kind, part in kinds.items():
        items: dict[int, list[str]] = {}
        for piece in role.of(part):
            items.setdefault(piece.item if piece.is_listed else -piece.start - 1, []).append(piece.words.rstrip(" ."))
        found[kind.value] = list(dict.fromkeys("; ".join(words) for words in items.values()))
    return found


def marked_words(text: str, finding: Finding) -> tuple[str, ...]:
    """The words a finding marks, each once."""
    return tuple(dict.fromkeys(text[span.start : span.end].strip()[:300] for span in finding.spans))


def _shown(text: str, finding: Finding, override: Override | None) -> Shown:
    words = marked_words(text, finding)
    covers = override is not None and set(words) <= set(override.words)
    rewrites = tuple((text[one.span.start : one.span.end].strip(), one.text.strip(" ,")) for one in finding.rewrites)
    return Shown(finding, words, rewrites, override if covers else None)
