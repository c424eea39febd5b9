"""Who is calling: a personal token, or the session of somebody who reads the API's pages."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from workspace.staff.models import User
from workspace.tokens.actions import find_token
from workspace.tokens.models import ApiToken

if TYPE_CHECKING:
    # Django REST framework imports this module while it imports its views.
    from rest_framework.views import APIView


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer ss_…`"""

    def authenticate(self, request: HttpRequest) -> tuple[User, ApiToken] | None:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return None
        token = find_token(secret.strip(), timezone.now()) if kind.lower() == "bearer" else None
        if token is None:
            raise AuthenticationFailed(
                "This token is unknown, expired or revoked. Make a new one on your page of tokens."
            )
        return token.user, token

    def authenticate_header(self, request: HttpRequest) -> str:
        return 'Bearer realm="strongsuit"'


class HasScope(BasePermission):
    """The token must carry the scope its view names: `read_scope` for safe methods, `write_scope` for the others."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        safe = request.method in {"GET", "HEAD", "OPTIONS"}
        wanted = getattr(view, "read_scope" if safe else "write_scope", None)
        if not isinstance(request.auth, ApiToken) or wanted is None:
            return False
        self.message = f"This token lacks the scope {wanted}."
        return wanted in request.auth.scopes


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A personal token, made on your page of tokens."}
