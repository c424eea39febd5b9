"""The board asks what its cards should say."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from hiring.pipeline.signals import applications_shown
from interviews.board.cards import tell
from workspace.staff.models import User


@receiver(applications_shown, dispatch_uid="interviews.tell_cards")
def tell_cards(applications: list[Any], viewer: User, **_: Any) -> None:
    """Cards say how far the interviews are."""
    tell(applications, viewer, timezone.now())
