"""How the acts on tokens read in the log."""

import uuid
from collections.abc import Collection

from workspace.activity.wording import Named, name_rows, say
from workspace.tokens.models import ApiToken


def name_tokens(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    return {token.uuid: Named(f"“{token.name}”") for token in ApiToken.objects.filter(uuid__in=uuids)}


name_rows("apitoken", name_tokens)
say("made_api_token", "made a token for programs ({scopes})")
say("revoked_api_token", "revoked a token for programs")
