"""From a row of the outbox to a message."""

from django.core.mail import EmailMultiAlternatives

from workspace.mail.enclosures import enclosed_in
from workspace.mail.models import Mail


def compose(mail: Mail) -> EmailMultiAlternatives:
    """Return the message of a mail. What a program sends by itself says so, unless the mail's own headers say otherwise."""
    own = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"} | mail.headers
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.body,
        from_email=mail.sender or None,
        to=[mail.to],
        headers={name: value for name, value in own.items() if value},
    )
    along = enclosed_in(mail)
    if along.html:
        message.attach_alternative(along.html, "text/html")
    for file in along.files:
        message.attach(file.name, file.content, file.media_type)
    if mail.calendar:
        # An alternative to the text, not an attachment beside it: only so do calendar programs offer to accept it.
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}")
    return message
