"""A scorecard as far as it was typed: read from whatever arrived, never trusted, never lost. Free of Django.

A draft knows nothing of the role. It may hold a rating that is not asked for (any more), an observation without a rating, a rating
without an observation: what is missing is only asked when the scorecard is submitted.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

STRENGTH, BAR = "strength", "bar"
NOT_ASSESSED = "not_assessed"
CHOICES: dict[str, tuple[str, ...]] = {
    STRENGTH: ("1", "2", "3", "4", NOT_ASSESSED),
    BAR: ("clearly_below", "just_below", "just_above", "clearly_above", NOT_ASSESSED),
}

LONGEST_TEXT = 8_000
MOST_RATINGS = 60
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,60}")
FIELD = re.compile(rf"(choice|seen)-({STRENGTH}|{BAR})-([-a-zA-Z0-9_]{{1,60}})")


class BadDraft(ValueError):
    """This cannot be a draft; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class TypedRating:
    """One criterion as far as it was filled in. `choice` is "" while nothing is chosen; "not_assessed" is a choice."""

    scale: str
    competency: str
    choice: str = ""
    seen: str = ""

    @property
    def key(self) -> str:
        """Name this criterion within a scorecard, as its form fields do."""
        return f"{self.scale}-{self.competency}"

    @property
    def is_assessed(self) -> bool:
        return self.choice not in ("", NOT_ASSESSED)

    @property
    def is_blank(self) -> bool:
        return not self.choice and not self.seen


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, and by which window: `tab` names it, `step` counts what it sent."""

    ratings: tuple[TypedRating, ...] = ()
    summary: str = ""
    reason: str = ""
    tab: str = ""
    step: int = 0

    def rating(self, key: str) -> TypedRating | None:
        """Return what was typed for one criterion."""
        return next((rating for rating in self.ratings if rating.key == key), None)

    def says_the_same_as(self, other: Draft) -> bool:
        """Whether both hold the same words and choices, whichever window they came from."""
        return (self.ratings, self.summary, self.reason) == (other.ratings, other.summary, other.reason)

    @property
    def is_blank(self) -> bool:
        return not (self.ratings or self.summary or self.reason)

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` reads back."""
        return {
            "ratings": [
                {"scale": one.scale, "competency": one.competency, "choice": one.choice, "seen": one.seen}
                for one in self.ratings
            ],
            "summary": self.summary,
            "reason": self.reason,
            "tab": self.tab,
            "step": self.step,
        }

    @classmethod
    def from_json(cls, value: Any) -> Draft:
        """Read a draft from parsed JSON of any shape, or raise BadDraft."""
        fields = _object(value, {"ratings", "summary", "reason", "tab", "step"}, "A draft")
        listed = fields.get("ratings", [])
        if not isinstance(listed, list):
            raise BadDraft("“ratings” must be a list.")
        return cls(
            ratings=_ratings(_rating(one) for one in listed),
            summary=_text(fields.get("summary", ""), "The summary"),
            reason=_text(fields.get("reason", ""), "The reason"),
            tab=_tab(fields.get("tab", "")),
            step=_step(fields.get("step", 0)),
        )

    @classmethod
    def from_form(cls, fields: Mapping[str, str]) -> Draft:
        """Read a draft from a posted form; fields that are none of ours are left alone. Raises BadDraft."""
        return cls(
            ratings=_ratings(_rating(one) for one in _rating_fields(fields)),
            summary=_text(fields.get("summary", ""), "The summary"),
            reason=_text(fields.get("reason", ""), "The reason"),
            tab=_tab(fields.get("tab", "")),
            step=_step(fields.get("step", "0")),
        )

    @classmethod
    def salvage(cls, fields: Mapping[str, str]) -> Draft:
        """Read what can be shown again of a form that `from_form` refused: texts whole, however long, and choices that are choices."""
        ratings = []
        for one in _rating_fields(fields):
            choice = one.get("choice", "")
            known = choice if choice in CHOICES[one["scale"]] else ""
            ratings.append(TypedRating(one["scale"], one["competency"], known, _clean(one.get("seen", ""))))
        return cls(
            ratings=tuple(ratings), summary=_clean(fields.get("summary", "")), reason=_clean(fields.get("reason", ""))
        )


def set_aside(draft: Draft, asked: Iterable[str], names: Mapping[str, str]) -> tuple[Draft, tuple[str, ...]]:
    """Move what is not asked (any more) into the summary, so that it cannot be lost; return the new draft and what moved.

    `asked` are the keys of the criteria on the form, `names` how a competency's slug is called.
    """
    asked = set(asked)
    kept = tuple(rating for rating in draft.ratings if rating.key in asked)
    moved = [rating for rating in draft.ratings if rating.key not in asked]
    notes = [f"{names.get(one.competency, one.competency)}: {one.seen}" for one in moved if one.seen]
    summary = "\n".join(part for part in [draft.summary, *notes] if part)
    labels = tuple(names.get(one.competency, one.competency) for one in moved)
    return dataclasses.replace(draft, ratings=kept, summary=summary), labels


def _rating_fields(fields: Mapping[str, str]) -> list[dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for name, value in fields.items():
        if match := FIELD.fullmatch(name):
            part, scale, competency = match.groups()
            found.setdefault((scale, competency), {"scale": scale, "competency": competency})[part] = value
    return list(found.values())


def _ratings(ratings: Iterable[TypedRating]) -> tuple[TypedRating, ...]:
    filled = [rating for rating in ratings if not rating.is_blank]
    if len(filled) > MOST_RATINGS:
        raise BadDraft(f"A scorecard has at most {MOST_RATINGS} ratings.")
    if len({rating.key for rating in filled}) != len(filled):
        raise BadDraft("The same criterion is rated twice.")
    # In one order always, so that two drafts that say the same are equal.
    return tuple(sorted(filled, key=lambda rating: rating.key))


def _rating(value: Any) -> TypedRating:
    fields = _object(value, {"scale", "competency", "choice", "seen"}, "A rating")
    scale, competency = fields.get("scale"), fields.get("competency")
    if not isinstance(scale, str) or scale not in CHOICES:
        raise BadDraft("A rating's “scale” is “strength” or “bar”.")
    if not isinstance(competency, str) or not SLUG.fullmatch(competency):
        raise BadDraft("A rating names its competency.")
    choice = fields.get("choice", "")
    if not isinstance(choice, str) or choice not in ("", *CHOICES[scale]):
        raise BadDraft(f"“{str(choice)[:40]}” is not a step of this scale.")
    return TypedRating(scale, competency, choice, _text(fields.get("seen", ""), "An observation"))


def _object(value: Any, known: set[str], what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadDraft(f"{what} must be an object.")
    if unknown := set(map(str, value)) - known:
        raise BadDraft(f"{what} has no “{sorted(unknown)[0][:40]}”.")
    return value


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise BadDraft(f"{what} must be text.")
    clean = _clean(value)
    if len(clean) > LONGEST_TEXT:
        raise BadDraft(f"{what} is longer than {LONGEST_TEXT:,} characters. Nothing of it was saved here; shorten it.")
    return clean


def _clean(text: str) -> str:
    # Neither can be stored, and nobody types them: NUL, and half of a surrogate pair.
    return text.replace("\x00", "").replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8").strip()


def _tab(value: Any) -> str:
    return value if isinstance(value, str) and SLUG.fullmatch(value) else ""


def _step(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0
