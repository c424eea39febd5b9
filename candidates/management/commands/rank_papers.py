"""`manage.py rank_papers`: rank the papers of a file by what somebody likes; needs no database."""

import argparse
import json
import os
import pathlib
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from candidates.watches.refusals import WatchError


class Command(BaseCommand):
    help = (
        "Rank the papers of a JSON Lines file (one object a line with key, title, abstract; packed or not) by a taste, and write "
        "one JSON object a line for every paper that the taste does not name, best first: key, title, score, and the terms with "
        "their share of the score. What is unknown of a paper is left out."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("papers", type=pathlib.Path, help="PAPERS.jsonl or PAPERS.jsonl.gz")
        parser.add_argument("--likes", type=_listed, default=[], metavar="KEY,…", help="papers that are liked")
        parser.add_argument("--dislikes", type=_listed, default=[], metavar="KEY,…", help="papers that are not")
        parser.add_argument("--wanted", type=_listed, default=[], metavar="WORDS,…", help="words that are wanted")
        parser.add_argument("--struck", type=_listed, default=[], metavar="WORDS,…", help="words that must not count")
        parser.add_argument("--vectors", action="store_true", help="use sentence vectors too (uv sync --extra vectors)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for row in _ranked(options):
                self.stdout.write(json.dumps(row, ensure_ascii=False))
        except BrokenPipeError:  # the reader has seen enough
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        except WatchError as error:
            raise CommandError(str(error)) from error


def _ranked(options: dict[str, Any]) -> list[dict[str, Any]]:
    # Loaded here: no other command needs numpy.
    from candidates.watches.files import read_texts
    from candidates.watches.ranking import Taste, pool_of, rank
    from candidates.watches.vector_cache import cached_vectors

    taste = Taste(
        likes=options["likes"], dislikes=options["dislikes"], wanted=options["wanted"], struck=options["struck"]
    )
    if not (taste.likes or taste.dislikes or taste.wanted):
        raise WatchError("Say what is liked: --likes KEY,… (or --dislikes, or --wanted).")
    texts = read_texts(options["papers"])
    _refuse_unknown(taste.likes, taste.dislikes, {text.key for text in texts})
    vectors = None
    if options["vectors"]:
        vectors = cached_vectors(texts, pathlib.Path(settings.BASE_DIR) / ".local/vectors.sqlite3")
    titles = {text.key: text.title for text in texts}
    found = []
    for one in rank(pool_of(texts, vectors), taste):
        row: dict[str, Any] = {"key": one.key}
        if titles[one.key]:
            row["title"] = titles[one.key]
        row["score"] = round(one.score, 6)
        if pushes := [{"term": term, "share": share} for term, share in (*one.up, *one.down)]:
            row["terms"] = pushes
        found.append(row)
    return found


def _refuse_unknown(likes: Sequence[str], dislikes: Sequence[str], known: set[str]) -> None:
    if both := sorted(set(likes) & set(dislikes)):
        raise WatchError(f"These keys are both liked and disliked: {', '.join(both)}. Name each once.")
    for option, keys in (("--likes", likes), ("--dislikes", dislikes)):
        if unknown := [key for key in keys if key not in known]:
            raise WatchError(f"{option} names papers that the file does not hold: {', '.join(unknown[:10])}.")


def _listed(text: str) -> list[str]:
    """Return the parts of a comma-separated list, each once."""
    parts = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not parts:
        raise argparse.ArgumentTypeError("expected at least one, separated by commas")
    return parts
