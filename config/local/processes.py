"""Watching processes that are not our children."""

import time
from collections.abc import Iterable

import psutil


def is_alive(pid: int) -> bool:
    """Tell whether a process still does anything; a zombie that nobody has reaped does not."""
    try:
        return psutil.Process(pid).status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
    except psutil.NoSuchProcess:
        return False


def wait_until_gone(pids: Iterable[int], *, seconds: float = 10) -> list[int]:
    """Wait for processes to end; return those that are still there after `seconds`."""
    deadline = time.monotonic() + seconds
    left = [pid for pid in pids if is_alive(pid)]
    while left and time.monotonic() < deadline:
        time.sleep(0.01)
        left = [pid for pid in left if is_alive(pid)]
    return left
