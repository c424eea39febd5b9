"""The letter to begin with: composed for a first one, empty but for the greeting in a conversation that goes on."""

import uuid
from dataclasses import dataclass

from candidates.outreach.composing import Letter, compose, given_name
from candidates.outreach.enums import MessageState
from candidates.outreach.models import Conversation, Template
from candidates.outreach.openings import Opening, openings_for
from candidates.outreach.queries import as_work, facts_for, works_of
from candidates.people.models import Candidate, Evidence
from workspace.staff.models import User


@dataclass(frozen=True)
class Desk:
    """Everything on the desk of who writes to somebody."""

    candidate: Candidate
    templates: list[Template]
    works: list[Evidence]
    openings: list[Opening]
    template: Template | None
    work: Evidence | None
    opening: Opening | None


def lay_out(candidate: Candidate, *, user: User, template: str = "", work: str = "", opening: str = "") -> Desk:
    """Gather what a letter can be made from, and what was chosen of it; by default the work a reader noticed most in."""
    templates, works = list(Template.objects.filter(is_active=True)), works_of(candidate)
    openings = openings_for(user)
    chosen = next((row for row in works if str(row.uuid) == work), None)
    return Desk(
        candidate=candidate,
        templates=templates,
        works=works,
        openings=openings,
        template=next((row for row in templates if str(row.uuid) == template), None),
        work=chosen or (works[0] if works and work != "none" else None),
        opening=next((row for row in openings if str(row.uuid) == opening), None),
    )


def first_letter(desk: Desk, *, user: User, subject: str = "", body: str = "") -> Letter:
    """Compose a letter from what lies on the desk; `subject` and `body` replace those of the template. Raises TemplateRefused."""
    facts = facts_for(desk.candidate, sender=user, works=desk.works, opening=desk.opening)
    if not body and desk.template:
        subject, body = desk.template.subject, desk.template.body
    return compose(facts, work=as_work(desk.work) if desk.work else None, subject=subject, body=body)


def next_letter(conversation: Conversation, *, user: User) -> Letter:
    """Return the beginning of a further letter in a conversation."""
    last = next((row for row in reversed(list(conversation.messages.all())) if row.state != MessageState.DRAFT), None)
    subject = last.subject if last else ""
    if subject and not subject.lower().startswith("re:"):
        subject = f"Re: {subject}"
    return Letter(subject, f"Hello {given_name(conversation.candidate.name)},\n\n[[your words]]\n\n{user.name}")


def opening_of(openings: list[Opening], key: uuid.UUID | None) -> Opening | None:
    return next((row for row in openings if row.uuid == key), None)
