"""Asking servers that a colleague named. Their address is not ours to trust: no inner network, no endless answer, no password sent elsewhere.

The name is resolved here, every address it has must be a public one, and the connection goes to the very address that was looked at, so that a
second answer of the name service changes nothing. Hosts of one's own network are let in by name with CALENDAR_PRIVATE_HOSTS.
"""

import collections.abc
import ipaddress
import socket
import time
import urllib.parse
from dataclasses import dataclass

import httpx
from django.conf import settings

USER_AGENT = "Strongsuit/1 (calendar)"
MOST_BYTES = 8 * 1024 * 1024
MOST_SECONDS = 40.0
MOST_REDIRECTS = 4
TIMEOUT = httpx.Timeout(15, connect=5)


class CalendarError(Exception):
    """A calendar could not be read or written. The text says what to do, and names neither address nor password."""


class Unreachable(CalendarError):
    """Nobody answered, or not in time; trying again may help."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; header names in lower case. `url` is where it came from after redirects."""

    status: int
    body: bytes
    headers: collections.abc.Mapping[str, str]
    url: str


def known_address(typed: str) -> str:
    """Return a typed address as we would ask it, or raise CalendarError: https, or webcal, which means the same."""
    address = typed.strip()
    if address.lower().startswith("webcal"):
        address = "https" + address[address.index(":") :] if ":" in address else address
    try:
        parts = urllib.parse.urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise CalendarError("This is not an address. Copy it from your calendar program.") from error
    if parts.scheme not in {"https", "http"} or not host:
        raise CalendarError("Give an address that starts with https:// or webcal://.")
    if parts.username or parts.password:
        raise CalendarError("Leave name and password out of the address; they have fields of their own.")
    if parts.scheme == "http" and not _is_let_in(host):
        raise CalendarError("Give the address with https://, so that nobody reads along.")
    return urllib.parse.urlunsplit(parts._replace(fragment=""))


def ask(
    method: str,
    url: str,
    *,
    headers: collections.abc.Mapping[str, str] | None = None,
    content: str | bytes | None = None,
    auth: tuple[str, str] | None = None,
) -> Answer:
    """Send one request and return its whole answer, whatever its status; redirects are followed. Raises CalendarError."""
    deadline = time.monotonic() + MOST_SECONDS
    # Compressed answers are not asked for: a small one can hide a huge one.
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **(headers or {})}
    first = urllib.parse.urlsplit(url)
    try:
        with httpx.Client(transport=PublicOnly(), timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
            for _ in range(MOST_REDIRECTS + 1):
                place = urllib.parse.urlsplit(url)
                credentials = auth if (place.scheme, place.netloc) == (first.scheme, first.netloc) else None
                request = client.build_request(method, url, headers=sent, content=content)
                answer = client.send(request, auth=credentials, stream=True)
                try:
                    if not answer.has_redirect_location:
                        return _read(answer, url, deadline)
                    url = _next(url, answer.headers["location"])
                finally:
                    answer.close()
    except httpx.TimeoutException as error:
        raise Unreachable("The calendar's server took too long to answer. We try again.") from error
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise Unreachable("The calendar's server could not be reached. We try again.") from error
    raise CalendarError("The address leads from one place to the next without end. Copy it from your calendar again.")


class PublicOnly(httpx.HTTPTransport):
    """Connects to public addresses alone, and to the one that was looked at."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        address = public_address(host, request.url.port or (443 if request.url.scheme == "https" else 80))
        request.headers.setdefault("Host", host)
        # The certificate is still checked against the name.
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=address)
        return super().handle_request(request)


def public_address(host: str, port: int) -> str:
    """Return an address of `host` to connect to, or raise CalendarError where one of them lies in a network that is not public."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise Unreachable("No server has this name. Look whether the address is complete.") from error
    if not _is_let_in(host):
        for text in found:
            address = ipaddress.ip_address(str(text).partition("%")[0])
            inner = getattr(address, "ipv4_mapped", None) or address
            if not inner.is_global or inner.is_multicast:
                raise CalendarError(
                    "This address lies in a private network. Ask your admin to allow its host (CALENDAR_PRIVATE_HOSTS)."
                )
    # IPv4 first: many a container has no other way out.
    return str(min(found, key=lambda text: (":" in str(text), str(text))))


def _is_let_in(host: str) -> bool:
    return host.lower() in {name.strip().lower() for name in settings.CALENDAR_PRIVATE_HOSTS}


def _next(url: str, location: str) -> str:
    target = urllib.parse.urljoin(url, location)
    if urllib.parse.urlsplit(url).scheme == "https" and urllib.parse.urlsplit(target).scheme != "https":
        raise CalendarError(
            "The server sends us to an address without https. Copy the address from your calendar again."
        )
    return known_address(target)


def _read(answer: httpx.Response, url: str, deadline: float) -> Answer:
    if answer.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise CalendarError("The server sends only compressed answers, which we do not take.")
    body = bytearray()
    for piece in answer.iter_raw():
        body += piece
        if len(body) > MOST_BYTES:
            raise CalendarError("This calendar is larger than 8 MB. Give one with fewer past years.")
        if time.monotonic() > deadline:
            raise Unreachable("The calendar's server took too long to answer. We try again.")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status_code, bytes(body), headers, url)
