"""Sign-up is by invitation only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs themselves up; an invitation's own page makes the account."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name to fill in."""
