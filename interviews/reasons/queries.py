"""Rows turned into what the letter is drafted from."""

from candidates.outreach.composing import given_name
from candidates.privacy.models import PrivacyWords
from interviews.decisions.models import Decision
from interviews.reasons.composing import Facts, Found, draft_letter
from interviews.scorecards.models import Scorecard
from workspace.staff.models import Organisation, User


def first_draft(decision: Decision, *, by: User) -> tuple[str, str]:
    """Return subject and body, from the outcome as it was kept with the decision. Six queries."""
    application = decision.application
    anchors = dict(application.role.criteria.values_list("competency__name", "bar_anchor"))
    facts = Facts(
        given_name=given_name(application.candidate.name),
        role=application.role.title,
        organisation=Organisation.current().name,
        strengths=tuple(Found(one["name"], one["state"]) for one in _kept(decision, "strengths")),
        bars=tuple(Found(one["name"], one["state"], anchors.get(one["name"], "")) for one in _kept(decision, "bars")),
        looked_at=_looked_at(decision),
        contact=PrivacyWords.current().contact,
        signed_by=by.name,
    )
    return draft_letter(facts)


def judges_of(decision: Decision) -> list[str]:
    """Return the names of everybody who judged: who interviewed, decided and approved. Two queries."""
    application = decision.application
    names = set(Scorecard.objects.filter(application=application).values_list("author__name", flat=True))
    decided = Decision.objects.filter(application=application)
    for pair in decided.values_list("decided_by__name", "approver__name"):
        names.update(name for name in pair if name)
    return sorted(names)


def _kept(decision: Decision, name: str) -> list[dict[str, str]]:
    rows = decision.outcome.get(name) if isinstance(decision.outcome, dict) else None
    return [row for row in rows if isinstance(row, dict) and row.get("name")] if isinstance(rows, list) else []


def _looked_at(decision: Decision) -> tuple[str, ...]:
    cards = Scorecard.objects.submitted().filter(application=decision.application)
    types = cards.order_by().values_list("kit__assessment_type__name", flat=True).distinct()
    held = [f"your interview on {name[:1].lower()}{name[1:]}" for name in sorted(types)]
    candidate = decision.application.candidate
    file = ["your file"] if candidate.files.exists() or candidate.evidence.exists() else []
    return (*held, *file)
