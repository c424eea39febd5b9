"""An archive of invented papers on 127.0.0.1 that hands them out by OAI-PMH the way arXiv does, and can be told to fail.

`python -m config.evidence.archive COUNT` serves until it is ended, and prints its address. Every record is made when it
is asked for, from its place alone, so a million of them cost no memory and come out the same each time.
"""

import http.server
import re
import sys
import threading
import urllib.parse
from collections.abc import Callable
from typing import Any

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<responseDate>2026-11-20T12:00:00Z</responseDate><request verb="ListRecords">http://127.0.0.1/oai</request>
"""
WORDS = [
    "tidal",
    "sparse",
    "attention",
    "gauge",
    "robust",
    "harbour",
    "diffusion",
    "causal",
    "estuary",
    "latent",
    "policy",
    "drift",
    "kernel",
    "current",
    "causal",
    "graph",
    "sediment",
    "retrieval",
    "calibrated",
    "wave",
    "transport",
    "neural",
    "salinity",
    "bandit",
    "moorings",
]
FIRST = ("Odalys", "Júlia", "Wei-Han", "Ada", "Tomás", "Ngozi", "Ingrid", "Yusuf", "Mei", "Søren", "Leilani")
LAST = (
    "Brenninkmeyer",
    "Várhegyi",
    "Tseng",
    "Quill",
    "Okonkwo",
    "Halvorsen",
    "Demir",
    "Kealoha",
    "Ferreira",
    "Nakamura",
)
A_MONTH = 20_000
ABSTRACT = " ".join(f"We study the {one} {two} of a bay." for one in WORDS[:6] for two in WORDS[6:12])


def number_of(place: int) -> str:
    """Return the arXiv number of the paper at a place."""
    months, rest = divmod(place, A_MONTH)
    return f"{(8 + months // 12) % 100:02}{months % 12 + 1:02}.{rest:05}"


def authors_of(place: int) -> list[tuple[str, str]]:
    """Return the given and family names of a paper's authors, in order."""
    return [
        (
            f"{FIRST[(place + step) % len(FIRST)]} {chr(65 + (place // 7 + step) % 26)}.",
            LAST[(place * 3 + step) % len(LAST)],
        )
        for step in range(1 + place % 6)
    ]


def record(place: int) -> str:
    """Return one record of the format arXiv."""
    number, noun = number_of(place), WORDS[place % len(WORDS)]
    authors = "".join(
        f"<author><keyname>{family}</keyname><forenames>{given}</forenames></author>"
        for given, family in authors_of(place)
    )
    return (
        f"<record><header><identifier>oai:arXiv.org:{number}</identifier><datestamp>2026-11-18</datestamp>"
        f'<setSpec>cs:cs:LG</setSpec></header><metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{number}</id>'
        f"<created>2026-11-18</created><authors>{authors}</authors><title>On {noun} number {place} of {WORDS[place // 25 % 25]} "
        f"{WORDS[place // 625 % 25]}</title><categories>cs.LG stat.ML</categories><comments>{place % 30} pages</comments>"
        f"<abstract>{ABSTRACT[place % 200 :]} Case {place}.</abstract></arXiv></metadata></record>\n"
    )


def page(start: int, size: int, count: int) -> str:
    """Return the page that begins at a place; it names the next one as arXiv does, in a token that is quoted already."""
    end = min(start + size, count)
    token = f"verb%3DListRecords%26metadataPrefix%3DarXiv%26until%3D2026-11-20%26skip%3D{end}" if end < count else ""
    records = "".join(map(record, range(start, end)))
    return f"{HEAD}<ListRecords>{records}<resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>"


Fault = Callable[[int, int], tuple[int, dict[str, str]] | int | None]


class Archive:
    """Serves `count` papers in pages of `size`.

    `fault(start, asked)` is called for each request, the `asked`-th of the page that begins at `start`: it returns None
    to answer well, a status with headers, or how many bytes to send before the line is cut.
    """

    def __init__(self, count: int, *, size: int = 1_000, fault: Fault | None = None) -> None:
        self.count, self.size, self.fault = count, size, fault
        self.asked: list[int] = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/oai"

    def __enter__(self) -> "Archive":
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        archive = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
                # The token is quoted already: it must come back as it was given.
                token = re.fullmatch(r"verb%3D.*%26skip%3D(\d+)", asked.get("resumptionToken", [""])[0])
                start = int(token[1]) if token else 0
                archive.asked.append(start)
                told = archive.fault(start, archive.asked.count(start)) if archive.fault else None
                status, headers = told if isinstance(told, tuple) else (200, {})
                body = b"" if status != 200 else page(start, archive.size, archive.count).encode()
                self.send_response(status)
                for name, value in {"content-type": "text/xml", "content-length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body[:told] if isinstance(told, int) else body)

            def log_message(self, *_args: Any) -> None:
                """Keep the output to the address."""

        return Handler


def main() -> None:
    """Serve until ended."""
    with Archive(int(sys.argv[1]), size=int(sys.argv[2]) if len(sys.argv) > 2 else 1_000) as archive:
        sys.stdout.write(f"{archive.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
