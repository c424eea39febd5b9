"""The mail that asks, and what stops it."""

import uuid

from candidates.people.models import Candidate
from insights.self_identification.links import link_of
from insights.self_identification.models import CountryQuestions
from interviews.booking.reaching import first_name
from workspace.mail.guards import guard_mails
from workspace.mail.models import Mail
from workspace.staff.models import Organisation

PREFIX = "self-identification/"


def invitation(candidate: Candidate, country: CountryQuestions) -> tuple[str, str]:
    """Return subject and body of the mail that carries the link."""
    organisation = Organisation.current().name
    names = " and ".join(question.text.lower() for question in country.asked)
    body = (
        f"Hello {first_name(candidate)},\n\n"
        "thank you for your application. We would like to know whether our hiring treats everybody alike, and can only count what people "
        f"tell us. If you want to, say a word about your {names}; it takes a minute:\n{link_of(candidate, country)}\n\n"
        "It is voluntary, and “I would rather not say” is an answer. Nobody who decides about your application sees it, whether you answer or "
        "not; nobody here can look up what you said. It is kept apart, counted with the answers of many others, and never "
        "shown for fewer than five people. With the same link you can change it or take it back at any time.\n\n"
        f"{organisation}\n"
    )
    return f"{organisation}: a voluntary question", body


def why_not(mail: Mail) -> str:
    """Stop the question where its person is gone, or wants no letters, by now."""
    candidate = Candidate.objects.filter(uuid=uuid.UUID(mail.key.removeprefix(PREFIX))).first()
    if candidate is None or candidate.erased_at or candidate.merged_into_id:
        return "Their record is gone."
    return "They asked not to be written to." if candidate.do_not_contact else ""


guard_mails(PREFIX, why_not)
