"""The processes of ours that the supervisor runs: each in a group of its own, so that Ctrl-C reaches only the supervisor."""

import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from config.local.places import ROOT
from config.local.trouble import Trouble

STOP_SECONDS = 12
# A child that ends this often this soon after its start will not get better by itself.
LIVES = 3
SHORT_LIFE_SECONDS = 30
LOG_KEPT_BYTES = 5 * 1024 * 1024
PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """Ask Linux to end this child should the supervisor be killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One program, run as `python <arguments>`."""

    def __init__(
        self,
        name: str,
        arguments: list[str],
        *,
        log: pathlib.Path | None,
        env: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self.arguments = arguments
        self.log = log
        self.env = env or {}
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._short_lives = 0

    def start(self) -> None:
        """Start the program; its output goes to the log, or to ours where there is none."""
        if self.log and self.log.exists() and self.log.stat().st_size > LOG_KEPT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        output = self.log.open("ab") if self.log else None
        try:
            self._process = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **self.env},
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        finally:
            if output:
                output.close()
        self._started_at = time.monotonic()

    @property
    def pid(self) -> int:
        """The process id of a program that was started."""
        assert self._process is not None
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The code that the program ended with, None while it runs."""
        return self._process.poll() if self._process else None

    def has_ended(self) -> bool:
        """Tell whether the program has ended by itself."""
        return self.exit_code is not None

    def restart_or_give_up(self) -> None:
        """Start the program again, unless it keeps ending."""
        if time.monotonic() - self._started_at < SHORT_LIFE_SECONDS:
            self._short_lives += 1
        else:
            self._short_lives = 0
        if self._short_lives >= LIVES:
            raise Trouble(
                f"The {self.name} process keeps ending (code {self.exit_code}):\n{self._last_words()}",
                remedy=f"The whole log is {self.log}.",
            )
        print(f"The {self.name} process ended (code {self.exit_code}); starting it again.", flush=True)
        self.start()

    def wait_for_end(self, *, should_stop: Callable[[], bool]) -> None:
        """Wait for the program to end, or end it when told to."""
        while self.exit_code is None:
            if should_stop():
                self.terminate()
                self.wait_or_kill()
            time.sleep(0.02)

    def terminate(self) -> None:
        """Ask the program to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the program and its children at once."""
        self._signal(signal.SIGKILL, group=True)

    def wait_or_kill(self) -> None:
        """Wait until the program has ended; end it by force when it takes too long."""
        if self._process is None:
            return
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    def _signal(self, number: signal.Signals, *, group: bool = False) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        if group:
            os.killpg(self._process.pid, number)
        else:
            self._process.send_signal(number)

    def _last_words(self) -> str:
        if self.log is None:
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4000))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-15:])
