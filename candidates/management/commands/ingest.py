"""`manage.py ingest`: read a list of papers from the command line, with progress, from where it was left.

Ends with 0 when the list was read to its end, 1 when it failed, 2 when it was called wrongly, 3 when the source asks to
come back later, 4 when somebody else is reading the list, 130 on Ctrl-C. Whatever ends it, nothing is lost: the same
command goes on.
"""

import argparse
import datetime as dt
import pathlib
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from candidates.harvest.actions import connect_source, start_run, stop_run
from candidates.harvest.enums import Connector, RunState
from candidates.harvest.harvesting import Standing, work_off
from candidates.harvest.listings import listing_of, tidy_scope
from candidates.harvest.models import Run, Source
from candidates.harvest.refusals import HarvestRefused

FAILED, WRONG, LATER, TAKEN, INTERRUPTED = 1, 2, 3, 4, 130
# Which option says which list, by kind.
SCOPE_OPTION = {
    Connector.RSS: "category",
    Connector.OAI: "set",
    Connector.ARXIV: "category",
    Connector.OPENALEX: "category",
    Connector.SEMANTIC_SCHOLAR: "category",
    Connector.BIBTEX: "file",
}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("connector", choices=Connector.values, metavar="|".join(Connector.values))
        parser.add_argument("file", nargs="?", default="", help="the BibTeX file")
        parser.add_argument("--set", default="", help="OAI-PMH: a set, with colons, such as cs:cs:LG")
        parser.add_argument("--category", action="append", default=[], help="arXiv: a category; may be repeated")
        parser.add_argument("--query", default="", help="arXiv, DBLP: words to search for")
        parser.add_argument("--venue", default="", help="a conference and its year, a venue id, a volume, a collection")
        parser.add_argument("--from", dest="since", type=a_day, help="the first day, as 2026-11-01")
        parser.add_argument("--until", type=a_day, help="the last day")
        parser.add_argument("--base-url", default="", help="ask this address instead of the one in the settings")
        parser.add_argument("--restart", action="store_true", help="forget where the list was left")
        parser.add_argument(
            "--patience", type=int, default=900, metavar="SECONDS", help="wait this long for a busy source (900)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        source = self.source_of(options)
        if options["restart"]:
            Source.objects.filter(pk=source.pk).update(cursor="")
        try:
            run = start_run(source=source, since=options["since"], until=options["until"])
        except HarvestRefused as error:
            raise CommandError(str(error), returncode=WRONG) from error
        if source.cursor and not options["restart"]:
            self.stderr.write("Going on where this list was left.")
        try:
            standing = self.read(run, patience=options["patience"])
        except KeyboardInterrupt:
            stop_run(run=run)
            raise CommandError(
                "Stopped. What came is kept; the same command goes on.", returncode=INTERRUPTED
            ) from None
        run.refresh_from_db()
        self.report(run)
        self.finish(run, standing)

    def source_of(self, options: dict[str, Any]) -> Source:
        """Return the source the options name, remembered at first sight; it is not read by the clock."""
        connector, scope, base_url = options["connector"], scope_of(options), options["base_url"].rstrip("/")
        if base_url and not base_url.startswith(("http://", "https://")):
            raise CommandError("--base-url should begin with http:// or https://.", returncode=WRONG)
        try:
            scope = tidy_scope(connector, scope)
            if known := Source.objects.filter(connector=connector, scope=scope, base_url=base_url).first():
                return known
            return connect_source(connector=connector, scope=scope, base_url=base_url, is_enabled=False, by=None)
        except (ValueError, HarvestRefused) as error:
            raise CommandError(str(error), returncode=WRONG) from error

    def read(self, run: Run, *, patience: int) -> Standing:
        """Read page by page; wait for a busy source while there is patience."""
        self.began, self.seen_before = time.monotonic(), run.seen
        try:
            listing = listing_of(Source.objects.get(runs=run.pk))
        except (ValueError, OSError) as error:
            stop_run(run=run)
            raise CommandError(str(error), returncode=WRONG) from error
        while True:
            standing = work_off(run.pk, seconds=3_600.0, listing=listing, on_page=self.tell)
            if standing is Standing.WAITS:
                run.refresh_from_db()
                wait = (run.retry_at - timezone.now()).total_seconds() if run.retry_at else 0.0
                if wait > patience:
                    return standing
                patience -= int(wait)
                self.stderr.write(f"{run.problem} Waiting {max(wait, 0):.0f} s.")
                time.sleep(max(wait, 0))
            elif standing is not Standing.MORE:
                return standing

    def tell(self, run: Run) -> None:
        """Say how far it is."""
        speed = (run.seen - self.seen_before) / max(time.monotonic() - self.began, 0.001)
        of = f" of {run.total:,}" if run.total else ""
        self.stderr.write(
            f"page {run.pages}: {run.seen:,}{of} read, {run.new:,} new, {run.revised:,} changed, "
            f"{run.left_out:,} left out ({speed:,.0f}/s)"
        )

    def report(self, run: Run) -> None:
        """Say what came of it, with the entries that were left out."""
        for where, words in run.notes:
            self.stderr.write(f"  {where}: {words}")
        self.stdout.write(
            f"{run.get_state_display()}: {run.seen:,} read, {run.new:,} new, {run.revised:,} changed, "
            f"{run.same:,} known, {run.left_out:,} left out."
        )

    def finish(self, run: Run, standing: Standing) -> None:
        """End with the exit code that says how it went."""
        if run.state == RunState.FAILED:
            raise CommandError(run.problem, returncode=FAILED)
        if standing is Standing.WAITS:
            raise CommandError(f"{run.problem} Run the same command again later; it goes on.", returncode=LATER)
        if standing is Standing.NOT_OURS and run.state != RunState.DONE:
            raise CommandError("Somebody else is reading this list, or stopped it. Try again later.", returncode=TAKEN)


def scope_of(options: dict[str, Any]) -> str:
    """Return the scope the options name."""
    option = SCOPE_OPTION.get(options["connector"], "venue")
    if option == "category":
        return " ".join(options["category"]) or options["query"] or options["venue"]
    if option == "venue":
        return str(options["venue"] or options["query"])
    if option == "file":
        if not options["file"]:
            raise CommandError("Name the BibTeX file.", returncode=WRONG)
        return str(pathlib.Path(options["file"]).resolve())
    return str(options[option])


def a_day(text: str) -> dt.date:
    """Read a day of the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write a day as 2026-11-01") from error
