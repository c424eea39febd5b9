"""What may still stop a mail at the last moment. A feature that writes to people outside guards its own mails, by the start of their key."""

from collections.abc import Callable

from workspace.mail.models import Mail

# Returns why the mail must not leave any more, or nothing. Called inside the transaction that hands the mail over, so that whatever row
# the guard locks is decided together with it.
Guard = Callable[[Mail], str]

GUARDS: dict[str, Guard] = {}


def guard_mails(prefix: str, guard: Guard) -> None:
    """Ask `guard` about every mail whose key starts with `prefix`; saying so again replaces it."""
    GUARDS[prefix] = guard


def why_not_any_more(mail: Mail) -> str:
    """Return the reason of the first guard that stops this mail; nothing where it may go."""
    return next(
        (reason for prefix, guard in GUARDS.items() if mail.key.startswith(prefix) and (reason := guard(mail))), ""
    )
