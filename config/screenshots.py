"""`make screenshots`: take the pictures of the documentation anew, from the demo organisation, in a real Chromium."""

import http.client
import os
import pathlib
import shutil
import socket
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.local.bootstrap import BROWSERS
from config.local.children import Child
from config.local.places import ROOT, make_directory, state_directory
from config.local.servers import ensure_servers
from config.local.trouble import Trouble

if TYPE_CHECKING:
    from hiring.models import Application, Role
    from workspace.staff.models import User

IMAGES = ROOT / "docs" / "images"
DESK, PHONE = (1440, 900), (390, 844)
START_SECONDS = 60


@dataclass(frozen=True)
class Shot:
    """One picture: of which page, seen by whom (a session's key), on what size of screen."""

    name: str
    path: str
    session: str
    size: tuple[int, int] = DESK


def main() -> int:
    """Make the demo ready, serve it, and take every picture."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    ensure_servers()
    from config.local import prepare

    prepare.main()
    shots = plan_shots()
    port = free_port()
    log = make_directory(state_directory() / "log") / "screenshots.log"
    web = Child("web", ["-m", "gunicorn", "--config", "python:config.webserver"], log=log, env={"PORT": str(port)})
    web.start()
    try:
        wait_for(port, log)
        take(shots, f"http://127.0.0.1:{port}")
    finally:
        web.terminate()
        web.wait_or_kill()
    return 0


def plan_shots() -> list[Shot]:
    """Choose the pages with the most to show."""
    from django.urls import reverse

    from config.demo.loading import demo_staff
    from workspace.staff.models import User

    people = {user.persona: user for user in User.objects.filter(email__in=[one.email for one in demo_staff()])}
    if not people:
        raise Trouble("The demo organisation is not loaded here.", remedy="Load it: manage.py load_demo")
    sessions = {persona: session_of(user) for persona, user in people.items()}
    debriefed = application_to_debrief()
    manager = session_of(debriefed.role.hiring_manager)
    recruiter = sessions["recruiter"]
    shots = [Shot(f"home-{persona.replace('_', '-')}", "/", key) for persona, key in sessions.items()]
    return [
        *shots,
        Shot("debrief", reverse("interviews:debrief", args=[debriefed.uuid]), manager),
        Shot("plan", reverse("interviews:plan", args=[debriefed.uuid]), manager),
        Shot("board", reverse("hiring:board", args=[fullest_role().slug]), recruiter),
        Shot("candidate", reverse("candidates:candidate", args=[debriefed.candidate.uuid]), recruiter),
        Shot("insights", reverse("insights:overview"), recruiter),
        Shot("people", reverse("workspace:people"), sessions["admin"]),
        Shot("scorecard-phone", scorecard_path(people["interviewer"]), sessions["interviewer"], PHONE),
    ]


def session_of(user: "User") -> str:
    """Sign somebody in and return the key of the session."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def application_to_debrief() -> "Application":
    """Return the undecided application that most people have written about."""
    from django.db.models import Count, Q

    from hiring.models import Application

    written = Count("scorecards", filter=Q(scorecards__submitted_at__isnull=False))
    found = Application.objects.filter(standing="active", decisions=None, hypotheses__isnull=False)
    found = found.annotate(written=written).select_related("role__hiring_manager", "candidate")
    return found.order_by("-written", "pk")[0]


def fullest_role() -> "Role":
    """Return the open role with the most people in its pipeline."""
    from django.db.models import Count, Q

    from hiring.models import Role

    active = Count("applications", filter=Q(applications__standing="active"))
    return Role.objects.filter(state="open").annotate(active=active).order_by("-active", "pk")[0]


def scorecard_path(interviewer: "User") -> str:
    """Return the page of the scorecard that this interviewer has owed for longest."""
    from django.urls import reverse

    from interviews.models import Scorecard

    card = Scorecard.objects.owed().filter(author=interviewer).order_by("due_at")[0]
    return reverse("interviews:scorecard", args=[card.uuid])


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, log: pathlib.Path) -> None:
    """Wait until the web server answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/health/live")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise Trouble(f"The web server does not answer after {START_SECONDS} s.", remedy=f"See {log}.")


def take(shots: list[Shot], address: str) -> None:
    """Open each page in one browser and keep a picture of it."""
    from playwright.sync_api import sync_playwright

    make_directory(IMAGES)
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for shot in shots:
            width, height = shot.size
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="en-GB",
                color_scheme="light",
                reduced_motion="reduce",
            )
            context.add_cookies([{"name": "sessionid", "value": shot.session, "url": address}])
            page = context.new_page()
            page.goto(address + shot.path, wait_until="networkidle")
            page.screenshot(path=IMAGES / f"{shot.name}.png", animations="disabled")
            context.close()
            sys.stdout.write(f"docs/images/{shot.name}.png\n")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
