"""What candidates are written about an exam: in their zone, where we know it, and always with the zone named."""

import datetime as dt
import zoneinfo

from candidates.people.models import Candidate
from interviews.sittings.clock import minutes_allowed
from interviews.sittings.links import link_of
from interviews.sittings.models import ExamInvitation
from workspace.staff.models import Organisation


def zone_of(candidate: Candidate) -> zoneinfo.ZoneInfo:
    """Return the candidate's zone, or the organisation's where we do not know it."""
    if candidate.time_zone:
        return zoneinfo.ZoneInfo(candidate.time_zone)
    return Organisation.current().zone


def moment_in_words(moment: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%A %-d %B %Y, %H:%M} ({zone.key})"


def minutes_of(invitation: ExamInvitation) -> int:
    return minutes_allowed(invitation.exam.minutes, invitation.extra_percent)


def invitation_letter(invitation: ExamInvitation) -> tuple[str, str]:
    """Return subject and body of the mail that carries the link."""
    organisation, zone = Organisation.current(), zone_of(invitation.application.candidate)
    exam, minutes = invitation.exam, minutes_of(invitation)
    extra = f" That includes {invitation.extra_percent}% extra time." if invitation.extra_percent else ""
    lines = [
        f"Hello {invitation.application.candidate.name},",
        "",
        f"we would like you to sit “{exam.name}”, a short exam on what the work needs: {exam.plan.total} questions, {minutes} minutes.{extra}",
        "",
        f"Begin whenever it suits you, from {moment_in_words(invitation.opens_at, zone)}",
        f"until {moment_in_words(invitation.closes_at, zone)}:",
        link_of(invitation),
        "",
        "The first page says how it works, what is measured and how it is marked, and has a question to practise with. The clock starts "
        "when you say so. You need no account, and a phone will do.",
        "",
        "If you need extra time or another way to take it, ask on that page before you begin. Asking has no effect on how you are judged.",
        "",
        "The link is yours alone; please do not pass it on.",
        "",
        organisation.name,
    ]
    return f"{organisation.name}: {exam.name}", "\n".join(lines)


def changed_letter(invitation: ExamInvitation) -> tuple[str, str]:
    """Return subject and body of the mail that says what was changed before the exam was begun."""
    organisation, zone = Organisation.current(), zone_of(invitation.application.candidate)
    lines = [
        f"Hello {invitation.application.candidate.name},",
        "",
        f"you now have {minutes_of(invitation)} minutes for “{invitation.exam.name}”.",
        f"Begin from {moment_in_words(invitation.opens_at, zone)}",
        f"until {moment_in_words(invitation.closes_at, zone)}, with the same link:",
        link_of(invitation),
        *(["", invitation.answer] if invitation.answer else []),
        "",
        organisation.name,
    ]
    return f"{organisation.name}: {invitation.exam.name}, new times", "\n".join(lines)


def reminder_letter(invitation: ExamInvitation, *, is_last: bool) -> tuple[str, str]:
    """Return subject and body of a reminder: that it was not opened, or that the window ends."""
    organisation, zone = Organisation.current(), zone_of(invitation.application.candidate)
    until = moment_in_words(invitation.closes_at, zone)
    why = (
        f"“{invitation.exam.name}” can be begun until {until}. If that does not suit you, answer this mail: we can move it."
        if is_last
        else f"“{invitation.exam.name}” waits for you. There is time until {until}."
    )
    lines = [f"Hello {invitation.application.candidate.name},", "", why, "", link_of(invitation), "", organisation.name]
    return f"{organisation.name}: {invitation.exam.name}", "\n".join(lines)
