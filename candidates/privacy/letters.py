"""What a letter says about personal data: all of it the first time, how to object every time."""

from candidates.people.models import Candidate
from candidates.privacy.models import PrivacyWords
from candidates.privacy.objecting import objection_url
from workspace.staff.models import Organisation


def footer_for(candidate: Candidate, address: str, *, tells: bool) -> str:
    """Return what stands under a letter; `tells` adds what somebody we found must be told (GDPR, Article 14). Up to three queries."""
    link = objection_url(candidate, address)
    way_out = f"You do not want to hear from us? One click, and we never write again:\n{link}"
    return f"{article_14(candidate)}\n\n{way_out}" if tells else way_out


def article_14(candidate: Candidate) -> str:
    """Say who we are, what we keep, where it is from, why we may, for how long, and what they can ask for."""
    words, organisation = PrivacyWords.current(), Organisation.current().name
    notice = getattr(candidate, "notice", None)
    source = notice.source if notice else "what you published"
    contact = f"write to {words.contact}" if words.contact else "answer this letter"
    kept = (
        f"Without contact we delete them after {words.keeps_months} months."
        if words.keeps_months
        else "We keep them until they no longer serve that, or until you object."
    )
    more = f" More: {words.policy_url}" if words.policy_url else ""
    return (
        f"About your data: {words.controller or organisation} is responsible for it. We keep your name, your public profiles and addresses, "
        f"your published work and our notes on it. We have them from: {source}. We keep them to find people we would like to work with, "
        "which is our legitimate interest (GDPR, Article 6(1)(f)); only those who hire with us see them, and nobody decides about you "
        f"by machine. {kept} You can object, see them, have them corrected, "
        f"restricted or erased, and complain to a supervisory authority: {contact}.{more}"
    )
