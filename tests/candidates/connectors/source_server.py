"""A real HTTP server on 127.0.0.1 that answers with what a test scripted and remembers what it was asked."""

import contextlib
import dataclasses
import http.server
import threading
import time


@dataclasses.dataclass
class Scripted:
    body: bytes | str = b""
    status: int = 200
    media_type: str = "application/json"
    headers: dict = dataclasses.field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    cut_at: int | None = None

    @property
    def octets(self):
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclasses.dataclass
class Asked:
    method: str
    path: str
    headers: dict
    body: bytes
    at: float


class SourceServer:
    def __init__(self):
        self.script = []
        self.asked = []
        self.busy = 0
        self.most_at_once = 0
        self.lock = threading.Lock()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}"

    def answers(self, *script):
        """Answer the coming requests with these, the last one again and again."""
        self.script = list(script)

    def _next(self):
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def _handler(outer):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                with outer.lock:
                    outer.busy += 1
                    outer.most_at_once = max(outer.most_at_once, outer.busy)
                    length = int(self.headers.get("content-length", 0))
                    asked = Asked(
                        self.command, self.path, dict(self.headers), self.rfile.read(length), time.monotonic()
                    )
                    outer.asked.append(asked)
                    scripted = outer._next()
                try:
                    self.answer(scripted)
                finally:
                    with outer.lock:
                        outer.busy -= 1

            do_POST = do_GET

            def answer(self, scripted):
                time.sleep(scripted.delay)
                self.send_response(scripted.status)
                self.send_header("content-type", scripted.media_type)
                self.send_header("content-length", str(len(scripted.octets)))
                for name, value in scripted.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    if scripted.drip:
                        for octet in scripted.octets:
                            self.wfile.write(bytes([octet]))
                            self.wfile.flush()
                            time.sleep(scripted.drip)
                    else:
                        self.wfile.write(scripted.octets[: scripted.cut_at])

            def log_message(self, *args):
                """Keep the tests' output to the tests."""

        return Handler

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
