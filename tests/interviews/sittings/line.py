"""The line between a browser and the server under test, which can be cut."""

import socket
import threading
from contextlib import suppress


class Line:
    """Passes on what arrives at its own port. Cut, it refuses whatever asks and drops what is under way, a worker's requests too.

    A browser's own pretended outage stops short of what a page sends while it is being left; here nothing slips past.
    """

    def __init__(self, port: int) -> None:
        self.behind = port
        self.open_ends: set[socket.socket] = set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.door.getsockname()[1]}"
        self._listen()

    def cut(self) -> None:
        # Only shutting it down wakes the thread that waits for the next caller.
        with suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.listening.join(timeout=5)
        for end in list(self.open_ends):
            _drop(end)

    def mend(self) -> None:
        self.door = socket.create_server(self.address)
        self._listen()

    def _listen(self) -> None:
        self.address = self.door.getsockname()
        self.listening = threading.Thread(target=self._take_callers, args=(self.door,), daemon=True)
        self.listening.start()

    def _take_callers(self, door: socket.socket) -> None:
        while True:
            try:
                caller, _ = door.accept()
            except OSError:
                return
            try:
                answering = socket.create_connection(("localhost", self.behind))
            except OSError:
                _drop(caller)
                continue
            self.open_ends |= {caller, answering}
            for ends in ((caller, answering), (answering, caller)):
                threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while octets := source.recv(65_536):
                sink.sendall(octets)
        for end in (source, sink):
            self.open_ends.discard(end)
            _drop(end)


def _drop(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
