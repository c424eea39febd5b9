"""Asking over HTTP, as a browser with a kept-alive connection does, and keeping what it took."""

import re
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from config.bench.world import PASSWORD

WARM_UP = 5


@dataclass
class Figures:
    """What one action took: milliseconds per request, bytes on the wire, queries."""

    name: str
    times: list[float] = field(default_factory=list)
    size: int = 0
    queries: int | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[18]


def client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=60, headers={"Accept-Encoding": "gzip"})


def sign_in(browser: httpx.Client, email: str) -> None:
    """Sign in through the page."""
    page = browser.get("/accounts/login/")
    answer = browser.post(
        "/accounts/login/", data={"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token_in(page.text)}
    )
    if answer.status_code != 302:
        raise RuntimeError(f"could not sign in: {answer.status_code}")


def token_in(html: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    if not found:
        raise RuntimeError("the page holds no form token")
    return found[1]


def measure(name: str, ask: Callable[[int], httpx.Response], *, times: int) -> Figures:
    """Ask so many times, one after the other, and keep each one's time; the first few do not count."""
    figures = Figures(name)
    for number in range(-WARM_UP, times):
        began = time.perf_counter()
        answer = ask(number)
        took = (time.perf_counter() - began) * 1000
        if answer.status_code not in {200, 302}:
            raise RuntimeError(f"{name}: {answer.status_code} {answer.text[:300]}")
        if number >= 0:
            figures.times.append(took)
    figures.size = len(answer.content)
    figures.queries = int(answer.headers["X-Queries"]) if "X-Queries" in answer.headers else None
    return figures


def throughput(make: Callable[[], Callable[[], httpx.Response]], *, clients: int = 4, seconds: float = 4) -> float:
    """Return requests a second from so many clients at once. Signing in, with its slow hash, is over before the clock starts."""
    counts = [0] * clients
    asks = [make() for _ in range(clients)]
    until = time.perf_counter() + seconds

    def work(place: int) -> None:
        ask = asks[place]
        while time.perf_counter() < until:
            ask()
            counts[place] += 1

    threads = [threading.Thread(target=work, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds
