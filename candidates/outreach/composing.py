"""A first letter from what we know: the work somebody read, what they noticed, what this person wants, what we can show for it.

Nothing is made up. What we do not know stays a gap that a person fills in, and every sentence says what it rests on.
"""

import re
from dataclasses import dataclass, field

from candidates.outreach.templating import fill
from candidates.people.names import TITLES

INITIAL = re.compile(r"^\w\.?(-\w\.?)?$")
MOST_PROOFS = 3


@dataclass(frozen=True)
class Work:
    """Something they made, and what one of us noticed in it. `kind` is “paper”, “code” or “work”; `reader` is empty where nobody noted anything."""

    title: str
    url: str = ""
    kind: str = "work"
    note: str = ""
    reader: str = ""


@dataclass(frozen=True)
class Proof:
    """One thing people want (by its short name) and what we can show for it."""

    wants: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything a letter may draw on."""

    name: str
    sender: str
    organisation: str
    sender_title: str = ""
    works: tuple[Work, ...] = ()
    wants: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    met: str = ""
    role: str = ""
    role_facts: str = ""


@dataclass(frozen=True)
class Letter:
    """A draft; `rests_on` says where its sentences come from, `missing` what would make it better."""

    subject: str
    body: str
    rests_on: tuple[str, ...] = field(default=())
    missing: tuple[str, ...] = field(default=())


PLAIN_SUBJECT = "{{ work }}"
PLAIN_BODY = """Hello {{ first_name }},

I read {{ work }} ({{ work_link }}). {{ noticed }}

I work at {{ organisation }}. {{ proof_points }}

{{ role_facts }}

Would you like to talk about it for half an hour? If not, a word is enough and I will not write again.

{{ sender }}
{{ sender_title }}"""


def given_name(name: str) -> str:
    """Return how to greet somebody: the first word of the name, or the whole name where that is an initial or cannot be told."""
    words = [word for word in name.split() if word.rstrip(".").lower() not in TITLES]
    if len(words) < 2 or INITIAL.match(words[0]) or not words[0][0].isupper() or words[0].endswith(","):
        return name
    return words[0]


def values_of(facts: Facts, work: Work | None) -> dict[str, str]:
    """Return what stands in each place of a template; empty where we know nothing."""
    return {
        "first_name": given_name(facts.name),
        "full_name": facts.name,
        "work": f"“{work.title}”" if work else "",
        "work_link": work.url if work else "",
        "noticed": _noticed(work, facts.sender),
        "how_we_met": facts.met,
        "proof_points": " ".join(_sentence(proof) for proof in chosen_proofs(facts)),
        "role": facts.role,
        "role_facts": facts.role_facts,
        "organisation": facts.organisation,
        "sender": facts.sender,
        "sender_first_name": given_name(facts.sender),
        "sender_title": facts.sender_title,
    }


def chosen_proofs(facts: Facts) -> tuple[Proof, ...]:
    """Return the proof points that answer what this person is known to want. Where nobody knows, none: a guess would read like one."""
    return tuple(proof for proof in facts.proofs if proof.wants in facts.wants)[:MOST_PROOFS]


def compose(facts: Facts, *, work: Work | None, subject: str = "", body: str = "") -> Letter:
    """Fill in a template, or the plain letter that comes with the product; raises TemplateRefused."""
    values = values_of(facts, work)
    plain = not body
    body = body or (PLAIN_BODY if facts.role_facts else PLAIN_BODY.replace("{{ role_facts }}\n\n", ""))
    if plain and not facts.sender_title:
        body = body.removesuffix("\n{{ sender_title }}")
    if plain and work and not work.url:
        body = body.replace(" ({{ work_link }})", "")
    return Letter(
        subject=" ".join(fill(subject or PLAIN_SUBJECT, values).split())[:200],
        body=fill(body, values),
        rests_on=_rests_on(facts, work),
        missing=_missing(facts, work),
    )


def _noticed(work: Work | None, sender: str) -> str:
    if work is None or not work.note:
        return ""
    note = " ".join(work.note.split())
    if work.reader and work.reader != sender:
        return f"My colleague {work.reader} noted: “{note}”"
    return note if note.endswith((".", "!", "?")) else f"{note}."


def _sentence(proof: Proof) -> str:
    text = proof.text if proof.text.endswith((".", "!", "?")) else f"{proof.text}."
    return f"{text} ({proof.url})" if proof.url else text


def _rests_on(facts: Facts, work: Work | None) -> tuple[str, ...]:
    lines = []
    if work:
        lines.append(f"Their {work.kind}: {work.title}")
        if work.note:
            lines.append(
                f"{work.reader or 'A reader'}’s own note. It was written for us: read it as they would read it."
            )
    for proof in chosen_proofs(facts):
        lines.append(f"“{proof.wants}”: one of our proof points")
    if facts.role:
        lines.append(f"The role {facts.role}")
    return tuple(lines)


def _missing(facts: Facts, work: Work | None) -> tuple[str, ...]:
    lines = []
    if work is None:
        lines.append("No work of theirs is on file. A letter that names none is a letter to anybody.")
    elif not work.note:
        lines.append("Nobody wrote down what they noticed in this work.")
    if not facts.wants:
        lines.append("Nobody knows yet what moves this person, so no proof point was chosen.")
    elif not chosen_proofs(facts):
        lines.append(
            f"There is no proof point for what moves them ({', '.join(facts.wants)}). An admin adds them in the settings."
        )
    return tuple(lines)
