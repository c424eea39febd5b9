"""Who holds something, so that it can be taken from a process that died without letting go."""

import os
import secrets
import socket


def new_holder() -> str:
    """Return a name for this process's hold: unlike any other, and telling which process it is."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(4)}"


def is_dead(holder: str) -> bool:
    """Say whether a holder was a process of this machine that is no more. Of other machines nobody can tell."""
    host, _, rest = holder.partition(":")
    if host != socket.gethostname()[:80]:
        return False
    try:
        os.kill(int(rest.partition(":")[0]), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError, OverflowError):
        return False
    return False
