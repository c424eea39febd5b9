"""Who holds something, so that it can be taken from a process that died without letting go."""

import os
import pathlib
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
        pid = int(rest.partition(":")[0])
        os.kill(pid, 0)
        # Where nobody collects its end, a killed process stays in the table as a zombie.
        state = (
            pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        )
    except ProcessLookupError:
        return True
    except (OSError, ValueError, OverflowError):
        return False
    return state[:1] in (["Z"], ["X"])
