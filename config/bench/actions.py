"""The measured actions, on the product and on the floor."""

import json
from collections.abc import Callable
from typing import Any

import httpx

from config.bench.driving import WARM_UP, Figures, client, measure, sign_in, throughput, token_in
from config.bench.interviewing import as_posted, filled
from config.bench.sourcing import SourcingWorld
from config.bench.world import World

WORDS = ("elin vas", "mensah", "sofia", "kobay", "person77", "tanaka 1")


def product_actions(address: str, found: World, times: int) -> dict[str, Figures]:
    """Measure the product as a recruiter, and the scorecard as its interviewer."""
    with client(address) as browser, client(address) as other:
        sign_in(browser, found.email)
        sign_in(other, found.interviewer_email)
        pages: dict[str, Callable[[int], httpx.Response]] = {
            "list": lambda n: browser.get("/candidates/"),
            "search": lambda n: browser.get("/candidates/", params={"q": WORDS[n % len(WORDS)]}),
            "candidate": lambda n: browser.get(f"/candidates/{found.candidate}/"),
            "board": lambda n: browser.get(f"/roles/{found.big_role}/board/"),
            "home": lambda n: browser.get("/"),
            "dashboard": lambda n: browser.get("/insights/"),
            "funnel": lambda n: browser.get("/insights/funnel/"),
            "time": lambda n: browser.get("/insights/time/"),
            "inputs": lambda n: browser.get("/insights/inputs/"),
            "interviewers": lambda n: browser.get("/insights/interviewers/"),
            "reasons": lambda n: browser.get("/insights/reasons/"),
            "plan": lambda n: browser.get(f"/applications/{found.judged}/plan/"),
            "debrief": lambda n: browser.get(f"/applications/{found.judged}/debrief/"),
        }
        figures = {name: measure(name, ask, times=times) for name, ask in pages.items()}
        figures["move"] = measure("move", mover(browser, found), times=times)
        figures["scorecard save"] = measure("scorecard save", saver(other, found), times=times)
        figures["scorecard submit"] = measure("scorecard submit", submitter(other, found), times=times)
    return figures


def sourcing_actions(address: str, found: World, papers: SourcingWorld, times: int) -> dict[str, Figures]:
    """Measure the pages that stand over all papers."""
    with client(address) as browser:
        sign_in(browser, found.email)
        pages: dict[str, Callable[[int], httpx.Response]] = {
            "papers": lambda n: browser.get("/sourcing/"),
            "feed": lambda n: browser.get(f"/sourcing/watches/{papers.watch}/"),
            "identity desk": lambda n: browser.get("/sourcing/identity/"),
            "flagged": lambda n: browser.get("/sourcing/flagged/"),
            "channels": lambda n: browser.get("/insights/channels/"),
        }
        return {name: measure(name, ask, times=times) for name, ask in pages.items()}


def mover(browser: httpx.Client, found: World) -> Callable[[int], httpx.Response]:
    """Move one application to and fro, as the board's drag does."""
    token = token_in(browser.get(f"/applications/{found.application}/").text)
    headers = {"HX-Request": "true", "X-CSRFToken": token, "Referer": str(browser.base_url)}

    # Wherever an earlier round left it, it is in the first of the two stages now.
    browser.post(f"/applications/{found.application}/move/", data={"to": found.stages[0]}, headers=headers)

    def ask(number: int) -> httpx.Response:
        to = found.stages[(number + WARM_UP + 1) % 2]
        return browser.post(f"/applications/{found.application}/move/", data={"to": to}, headers=headers)

    return ask


def saver(browser: httpx.Client, found: World) -> Callable[[int], httpx.Response]:
    """Save a scorecard's draft, as typing does."""
    page = browser.get(f"/interviews/scorecards/{found.scorecard}/")
    headers = {"X-CSRFToken": token_in(page.text), "Referer": str(browser.base_url), "Content-Type": "application/json"}

    url = f"/interviews/scorecards/{found.scorecard}/draft/"

    def send(revision: int, words: str) -> httpx.Response:
        body = json.dumps({"revision": revision, "draft": {"summary": words}})
        return browser.post(url, content=body, headers=headers)

    # A draft from an earlier round tells its revision when it is asked to give way.
    revision = send(-1, "first words").json()["revision"]

    def ask(number: int) -> httpx.Response:
        nonlocal revision
        answer = send(revision, f"Seen {number} times")
        revision = answer.json()["revision"]
        return answer

    return ask


def submitter(browser: httpx.Client, found: World) -> Callable[[int], httpx.Response]:
    """Submit a scorecard of its own each time, as its interviewer does once."""
    page = browser.get(f"/interviews/scorecards/{found.to_submit[0]}/")
    headers = {"Referer": str(browser.base_url)}
    fields = as_posted(filled()) | {"csrfmiddlewaretoken": token_in(page.text)}

    def ask(number: int) -> httpx.Response:
        card = found.to_submit[number + WARM_UP]
        answer = browser.post(f"/interviews/scorecards/{card}/submit/", data=fields, headers=headers)
        # Anything but the way to what was submitted would be a refusal.
        if answer.status_code != 302:
            raise RuntimeError(f"the scorecard was not taken: {answer.status_code}")
        return answer

    return ask


def floor_actions(address: str, found: World, times: int) -> dict[str, Figures]:
    """Measure bare Django on the same rows."""
    with client(address) as browser:
        pages: dict[str, Callable[[int], httpx.Response]] = {
            "list": lambda n: browser.get("/list/"),
            "search": lambda n: browser.get("/search/", params={"q": WORDS[n % len(WORDS)].split()[0]}),
            "candidate": lambda n: browser.get(f"/candidate/{found.candidate}/"),
            "board": lambda n: browser.get(f"/board/{found.big_role}/"),
            "dashboard": lambda n: browser.get("/dashboard/"),
            "move": lambda n: browser.get(f"/move/{found.application}/{found.stages[n % 2]}/"),
        }
        return {name: measure(name, ask, times=times) for name, ask in pages.items()}


def product_list(address: str, found: World | None) -> float:
    """Return lists a second with four clients at once; without a world, of the floor."""

    def make() -> Callable[[], Any]:
        browser = client(address)
        if found is None:
            return lambda: browser.get("/list/")
        sign_in(browser, found.email)
        return lambda: browser.get("/candidates/")

    return throughput(make)
