"""The letter that tells somebody why we said no: plain words, drafted by rule from what was decided. Free of Django.

It names criteria, never people or ratings; it says what was good as well; and it says what it rests on, whom to tell that something is wrong,
and how to have a person look again. A person edits and sends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviews.rule.wording import listed

RATED = re.compile(
    r"\b(?:level|rating|score|rated|scored|mark)s?\s*(?:of\s*)?:?\s*\d|\b\d(?:[.,]\d)?\s*(?:/|of|out of)\s*\d\b|\b\d+\s*%",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One criterion as it was decided: its name, what it asks of this role, and its state in the words of the rule."""

    name: str
    state: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the letter is made from. `looked_at` are kinds of material ("a pair coding interview"), `contact` an address or "" for an answer."""

    given_name: str
    role: str
    organisation: str
    strengths: tuple[Found, ...]
    bars: tuple[Found, ...]
    looked_at: tuple[str, ...]
    contact: str
    signed_by: str


def draft_letter(facts: Facts) -> tuple[str, str]:
    """Return subject and body."""
    paragraphs = [
        f"Hello {facts.given_name},",
        f"thank you for the time and the thought you gave us. We have decided not to go on with your application for {facts.role}, "
        "and want to tell you why.",
        _why(facts),
        _good(facts),
        _rests_on(facts),
        _again(facts),
        f"With kind regards\n{facts.signed_by}\n{facts.organisation}",
    ]
    return f"Your application for {facts.role}", "\n\n".join(part for part in paragraphs if part)


def _why(facts: Facts) -> str:
    lines = [
        f"- {one.name}. The role needs this: {_clause(one.anchor)} We did not see that in your interviews."
        for one in facts.bars
        if one.state == "not met"
    ]
    lines += [
        f"- {one.name}. We hoped to find a particular strength here, and what we saw did not bear that out."
        for one in facts.strengths
        if one.state == "refuted"
    ]
    if not lines and not any(one.state == "confirmed" for one in facts.strengths):
        lines = ["- We look for one particular strength in this role, and could not confirm it in your interviews."]
    if not lines:
        return "What decided it:\n- [[say in your own words what decided it]]"
    return "What decided it:\n" + "\n".join(lines)


def _good(facts: Facts) -> str:
    strong = [one.name for one in facts.strengths if one.state == "confirmed"]
    met = [one.name for one in facts.bars if one.state == "met"]
    lines = [f"- {name}: several people saw a real strength, independently of each other." for name in strong]
    if met:
        lines.append(f"- {listed(met)}: you showed what this role asks for.")
    return "What we liked:\n" + "\n".join(lines) if lines else ""


def _rests_on(facts: Facts) -> str:
    looked = listed(list(facts.looked_at)) if facts.looked_at else "what you sent us"
    return f"We decided on this basis: {looked}. People decided; no computer did."


def _again(facts: Facts) -> str:
    where = f"write to {facts.contact}" if facts.contact else "answer this letter"
    return (
        f"If something we rely on is wrong or out of date, {where} and we correct it. In the same way you can ask that somebody who had no part in "
        "the decision looks at it again, and what data we hold about you."
    )


def _clause(anchor: str) -> str:
    text = " ".join(anchor.split()) or "see the description of the role."
    return text if text[-1] in ".!?" else f"{text}."


def why_not_send(text: str, names: Iterable[str]) -> str:
    """Say what must not leave in such a letter: a gap, a rating, the name of somebody who judged; "" where nothing of it is there."""
    if "[[" in text:
        return "There is still something to fill in: look for [[ ]]."
    if found := RATED.search(text):
        return f"“{found.group().strip()}” reads like a rating. Say it in words: ratings are not for letters."
    named = _named_in(text, list(names))
    return f"{listed(named)} judged, and is named here. Leave out who said what." if named else ""


def _named_in(text: str, names: Sequence[str]) -> list[str]:
    words = set(re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text.casefold()))
    return [name for name in names if name.strip() and set(name.casefold().split()) <= words]
