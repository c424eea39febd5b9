"""The mail that carries an update: words, the same as HTML, and one page of paper."""

import uuid

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from insights.updates.models import TeamUpdate, UpdateReader
from insights.updates.sheet import Sheet, pdf_of
from insights.updates.story import HEADINGS, SECTIONS, week_words
from workspace.mail.enclosures import Enclosure, File, enclose
from workspace.mail.guards import guard_mails
from workspace.mail.models import Mail
from workspace.staff.models import Organisation

PREFIX = "team-update/"
BELOW = (
    "Chances come from a model of how many people come in, pass and wait, kept and scored against what happened. They speak of roles, never of a "
    "person. People somebody here is recused from are not counted; confidential roles are left out."
)


def letter(update: TeamUpdate) -> tuple[str, str]:
    """Return subject and text."""
    parts = "\n\n".join(
        f"{heading.upper()}\n" + "\n".join(f"- {line}" for line in lines) for heading, lines in parts_of(update)
    )
    link = settings.SITE_URL + reverse("insights:update", args=[update.uuid])
    return title_of(update), f"{update.headline}\n\n{parts}\n\n{BELOW}\n\nWith an account: {link}\n"


def title_of(update: TeamUpdate) -> str:
    return f"{update.team.name}: hiring, {week_words(update.monday)}"


def parts_of(update: TeamUpdate) -> list[tuple[str, list[str]]]:
    """The sections that say something, the note of whoever answers for it first."""
    found = [("A word from the team", update.note)] if update.note.strip() else []
    found += [(HEADINGS[section], getattr(update, section)) for section in SECTIONS]
    split = [(heading, [line.strip() for line in text.splitlines() if line.strip()]) for heading, text in found]
    return [(heading, lines) for heading, lines in split if lines]


def sheet_of(update: TeamUpdate) -> Sheet:
    """The page of paper."""
    return Sheet(
        above=Organisation.current().name,
        title=title_of(update),
        headline=update.headline,
        parts=parts_of(update),
        below=BELOW,
        made_at=update.until,
    )


def file_name(update: TeamUpdate) -> str:
    return f"hiring-update-{update.monday:%Y-%m-%d}.pdf"


def enclosed(mail: Mail) -> Enclosure:
    """The update as HTML and as a page of paper. It has gone out, so it stays the same."""
    update = TeamUpdate.objects.select_related("team").get(uuid=uuid.UUID(mail.key.split("/")[1]))
    html = render_to_string(
        "insights/updates/letter.html",
        {"update": update, "title": title_of(update), "parts": parts_of(update), "below": BELOW},
    )
    return Enclosure(html, (File(file_name(update), pdf_of(sheet_of(update)), "application/pdf"),))


def why_not(mail: Mail) -> str:
    """Stop the mail of somebody who was taken off the list before it left."""
    reader = uuid.UUID(mail.key.split("/")[2])
    return "" if UpdateReader.objects.filter(uuid=reader).exists() else "They were taken off the list."


enclose(PREFIX, enclosed)
guard_mails(PREFIX, why_not)
