"""From a row of the outbox to a message."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from workspace.mail.models import Mail


def compose(mail: Mail) -> EmailMultiAlternatives:
    """Return the message of a mail. Its Message-ID comes from the row, so that a repeat is seen as one."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        headers={"Message-ID": f"<{mail.uuid}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    if mail.calendar:
        # An alternative to the text, not an attachment beside it: only so do calendar programs offer to accept it.
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}")
    return message
