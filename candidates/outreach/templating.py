"""Letters with places to fill in: `{{ first_name }}`. A place we do not know is refused in words; one we know nothing for stays a visible gap."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}")
GAP = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class Variable:
    """A place that can be filled in: its name, what it says, and what to write where we know nothing."""

    name: str
    meaning: str
    gap: str


VARIABLES: tuple[Variable, ...] = (
    Variable("first_name", "their given name, or the whole name where we cannot tell", "their name"),
    Variable("full_name", "their name as we keep it", "their name"),
    Variable("work", "the title of the work we read", "which of their works you read"),
    Variable("work_link", "where that work is", "a link to their work"),
    Variable("noticed", "what the reader noticed in it, with whose words they are", "what you noticed in their work"),
    Variable("how_we_met", "where we know them from", "where you came across them"),
    Variable("proof_points", "what we can say to what they want", "why this could interest them"),
    Variable("role", "the role it is about", "which role it is about"),
    Variable("role_facts", "the role’s problem and place, as the role says them", "what the work would be"),
    Variable("organisation", "our name", "our name"),
    Variable("sender", "your name", "your name"),
    Variable("sender_first_name", "your given name", "your name"),
    Variable("sender_title", "your title", "your title"),
)
KNOWN = {variable.name: variable for variable in VARIABLES}


class TemplateRefused(ValueError):
    """A letter cannot be filled in as it stands; the message says what to change."""


def check(text: str) -> None:
    """Raise TemplateRefused where `text` holds a place we cannot fill, or braces that are none."""
    unknown = [name for name in dict.fromkeys(PLACE.findall(text)) if name not in KNOWN]
    if unknown:
        raise TemplateRefused(" ".join(_unknown(name) for name in unknown[:5]))
    if STRAY.search(PLACE.sub("", text)):
        raise TemplateRefused(
            "There are braces that open or close nothing. A place to fill in looks like {{ first_name }}."
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its places filled in; where a value is empty, a gap in double square brackets says what is missing."""
    check(text)
    filled = PLACE.sub(lambda place: values.get(place[1]) or f"[[{KNOWN[place[1]].gap}]]", text)
    return re.sub(r"\n{3,}", "\n\n", filled).strip()


def gaps(text: str) -> list[str]:
    """Return what a letter still leaves open."""
    return list(dict.fromkeys(" ".join(gap.split()) for gap in GAP.findall(text)))


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name.lower().replace(" ", "_"), KNOWN, n=1)
    hint = f" Did you mean {{{{ {near[0]} }}}}?" if near else ""
    return f"There is no place called “{name[:40]}”.{hint}"
