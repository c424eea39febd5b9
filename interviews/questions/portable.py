"""Questions as files: TOML for people, JSON for programs. Free of Django."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from interviews.questions.items import Item, ItemError
from interviews.questions.reading import check_item, read_document, read_item

MOST_QUESTIONS = 500

STARTS: dict[str, dict[str, Any]] = {
    "single": {"options": [{"text": "The right one", "right": True}, {"text": "A tempting one"}, {"text": "Another"}]},
    "multi": {
        "options": [
            {"text": "A right one", "right": True},
            {"text": "Another right one", "right": True},
            {"text": "A wrong one"},
        ]
    },
    "matching": {
        "pairs": [{"prompt": "This", "answer": "belongs here"}, {"prompt": "That", "answer": "belongs there"}],
        "spare": ["Fits nothing"],
    },
    "ordering": {"steps": ["First", "Second", "Third"]},
    "numeric": {"draws": {"n": [10, 20, 50]}, "answer": {"formula": "1 / n", "absolute": 0.005, "places": 3}},
    "plot": {
        "options": [{"text": "The right one", "right": True}, {"text": "A tempting one"}, {"text": "Another"}],
        "plots": [
            {
                "title": "Loss by epoch",
                "x_label": "epoch",
                "y_label": "loss",
                "lines": [{"name": "training", "formula": "exp(-x / 8)", "noise": "0.01"}],
            }
        ],
    },
    "fault": {
        "code": {
            "plant": 1,
            "text": "for batch in batches:\n    <<clear>>\n    loss(batch).backward()\n    optimizer.step()\n",
            "decoys": ["An effect that nothing here has."],
            "faults": [
                {
                    "slot": "clear",
                    "good": "optimizer.zero_grad()",
                    "bad": "",
                    "effect": "Gradients add up over the steps.",
                }
            ],
        }
    },
    "short": {"rubric": ["What earns 0 points", "What earns 1 point", "What earns 2 points"]},
}


def as_toml(bodies: Sequence[Mapping[str, Any]]) -> str:
    """Write questions as TOML that `read_file` reads."""
    import tomli_w

    return tomli_w.dumps({"item": [dict(body) for body in bodies]}, multiline_strings=True)


def as_json(bodies: Sequence[Mapping[str, Any]]) -> str:
    """Write questions as JSON that `read_file` reads."""
    return json.dumps({"item": list(bodies)}, ensure_ascii=False, indent=2)


def read_file(text: str) -> list[tuple[Item, dict[str, Any]]]:
    """Read questions from TOML or JSON, or raise ItemError naming what to mend. Each comes with its fields as written."""
    if text.lstrip().startswith("{"):
        try:
            tables = json.loads(text).get("item", [])
        except (ValueError, RecursionError, AttributeError) as error:
            raise ItemError(f"this is not JSON: {error}") from error
        if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
            raise ItemError("the JSON holds no list “item” of questions")
    else:
        tables = read_document(text, where="the text")
    _check_signs(tables)
    if len(tables) > MOST_QUESTIONS:
        raise ItemError(f"at most {MOST_QUESTIONS} questions at once, not {len(tables)}")
    found = [(check_item(read_item(table)), table) for table in tables]
    slugs = [item.slug for item, _ in found]
    if twice := next((slug for slug in slugs if slugs.count(slug) > 1), ""):
        raise ItemError(f"there are two questions named “{twice}”")
    return found


def start_of(form: str, slug: str) -> str:
    """A question of a form to start writing from, as TOML."""
    body = {
        "slug": slug,
        "title": "What staff call it",
        "area": "ml-theory",
        "depth": "apply",
        "form": form,
        "minutes": 2,
        "text": "What do you ask? Markdown; {{n}} puts a drawn number in.\n"
        if form == "numeric"
        else "What do you ask? In Markdown.\n",
        "explanation": "Why is the key right? Markers read this.\n",
    }
    return as_toml([{**body, **STARTS[form]}])


def _check_signs(tables: Sequence[Mapping[str, Any]]) -> None:
    """Refuse signs that no database keeps, such as the zero byte or half of a pair, before they get there."""
    try:
        written = json.dumps(tables, default=str, ensure_ascii=False)
        written.encode()
    except (UnicodeEncodeError, RecursionError) as error:
        raise ItemError("the text holds signs that cannot be kept: write it anew without them") from error
    if "\\u0000" in written:
        raise ItemError("the text holds a zero byte, which cannot be kept: take it out")
