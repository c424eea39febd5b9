"""Mails that lower folders ask for."""

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse

from workspace.mail.actions import queue_mail
from workspace.staff.models import Invitation, Organisation
from workspace.staff.signals import staff_invited


@receiver(staff_invited, dispatch_uid="mail an invitation")
def mail_invitation(sender: type, *, invitation: Invitation, token: str, **_: Any) -> None:
    """Send the link by which an account is made; the outbox forgets it once it has left."""
    link = settings.SITE_URL + reverse("workspace:accept_invitation", args=[token])
    greeting = f"Hello {invitation.name.split()[0]},\n\n" if invitation.name.strip() else "Hello,\n\n"
    queue_mail(
        key=f"staff-invitation/{invitation.uuid}",
        to=invitation.email,
        subject=f"{invitation.invited_by.name} invites you to Strongsuit",
        body=(
            f"{greeting}{invitation.invited_by.name} invites you to the hiring pipeline of {Organisation.current().name}"
            f" as {invitation.get_persona_display().lower()}.\n\nChoose your password here, within seven days:\n{link}\n"
        ),
        is_secret=True,
    )
