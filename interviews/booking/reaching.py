"""How a candidate is reached about their interviews."""

from candidates.outreach.models import BouncedAddress
from candidates.people.enums import IdentityKind
from candidates.people.models import Candidate
from interviews.schedule.invitations import plain


def address_of(candidate: Candidate) -> str:
    """Return the address that was added first and still takes our mail; nothing where there is none. Two queries."""
    rows = candidate.identities.filter(kind=IdentityKind.EMAIL, deleted_at=None).order_by("pk")
    known = list(rows.values_list("value", flat=True))
    bounced = {
        one.lower() for one in BouncedAddress.objects.filter(candidate=candidate).values_list("address", flat=True)
    }
    return next((address for address in known if address.lower() not in bounced), "")


def why_unreachable(candidate: Candidate) -> str:
    """Say why nothing can be mailed to somebody; nothing where it can. Two queries."""
    if candidate.do_not_contact:
        return "They asked not to be written to. Lift that on their record first, if they said so."
    if not address_of(candidate):
        return "We know no address of theirs that takes our mail. Add one to their record first."
    return ""


def first_name(candidate: Candidate) -> str:
    """Return what to call somebody in a greeting."""
    return (plain(candidate.name).split() or ["there"])[0]
