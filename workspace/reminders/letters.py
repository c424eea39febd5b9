"""What the mails of the reminder engine say."""

from collections.abc import Sequence

from workspace.reminders.models import Notification
from workspace.staff.models import User

FOOT = "\n\n—\nYou can choose what reaches you, and when: {site}/me/\n"


def reminder_letter(notice: Notification, site: str) -> tuple[str, str]:
    """Return subject and body of one reminder."""
    link = f"\n\n{site}{notice.path}" if notice.path else ""
    return notice.subject, f"{notice.body}{link}{FOOT.format(site=site)}"


def digest_letter(notices: Sequence[Notification], user: User, site: str) -> tuple[str, str]:
    """Return subject and body of a person's daily digest."""
    items = "\n\n".join(f"• {notice.subject}\n  {site}{notice.path}" for notice in notices)
    count = f"{len(notices)} things wait" if len(notices) > 1 else "One thing waits"
    return f"{count} for you", f"Good morning {user.name.split()[0]},\n\n{items}{FOOT.format(site=site)}"
