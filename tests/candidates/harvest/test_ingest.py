"""`manage.py ingest`, called as a person would."""

import io

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Paper, Run, Source
from config.evidence.archive import Archive
from tests.candidates.connectors import oai_answers as oai
from tests.candidates.connectors.source_server import Scripted
from tests.candidates.harvest.conftest import assert_archive_is_here

pytestmark = pytest.mark.django_db


def ingest(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("ingest", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(*arguments):
    with pytest.raises(CommandError) as raised:
        ingest(*arguments)
    return raised.value.returncode, str(raised.value)


def test_reads_a_set_with_progress_and_is_not_read_by_the_clock():
    with Archive(30, size=10) as archive:
        out, err = ingest("oai", "--set", "cs:cs:LG", "--base-url", archive.url)

    assert out == "Done: 30 read, 30 new, 0 changed, 0 known, 0 left out.\n"
    assert [line.partition(" (")[0] for line in err.splitlines()] == [
        f"page {page}: {page * 10} read, {page * 10} new, 0 changed, 0 left out" for page in (1, 2, 3)
    ]
    source = Source.objects.get()
    assert (source.scope, source.is_enabled, source.base_url) == ("cs:cs:LG", False, archive.url)
    assert_archive_is_here(30)


def test_days_choose_the_window(server):
    server.answers(Scripted(oai.error("noRecordsMatch"), media_type="text/xml"))

    ingest("oai", "--base-url", server.url, "--from", "2026-11-01", "--until", "2026-11-05")

    assert server.asked[0].path == "/?verb=ListRecords&metadataPrefix=arXiv&from=2026-11-01&until=2026-11-05"


def test_goes_on_where_it_failed_and_anew_on_request(server):
    first = Scripted(oai.listing(oai.paper(), more=oai.token(1)), media_type="text/xml")
    last = Scripted(oai.listing(oai.paper("2611.00002"), more=""), media_type="text/xml")
    refusal = Scripted("no", status=403)
    server.answers(first, refusal, last)
    assert refused("oai", "--base-url", server.url)[0] == 1

    out, err = ingest("oai", "--base-url", server.url)

    assert "Going on where this list was left." in err
    assert out.startswith("Done: 1 read, 1 new")
    server.answers(first, refusal, first, last)
    assert refused("oai", "--base-url", server.url)[0] == 1
    assert ingest("oai", "--base-url", server.url, "--restart")[0].startswith("Done: 2 read, 0 new")


def test_waits_for_a_busy_source_as_long_as_it_has_patience(server):
    busy = Scripted("no", status=503, headers={"Retry-After": "1"})
    page = Scripted(oai.listing(oai.paper()), media_type="text/xml")
    server.answers(busy, page)

    out, err = ingest("oai", "--base-url", server.url)

    assert out.startswith("Done: 1 read")
    assert "Waiting 1 s." in err
    server.answers(Scripted("no", status=503, headers={"Retry-After": "3600"}))
    code, words = refused("oai", "--base-url", server.url, "--patience", "5")
    assert (code, Run.objects.get(state="waiting").failures) == (3, 1)
    assert "Run the same command again later" in words


def test_ctrl_c_keeps_what_came(monkeypatch):
    with Archive(30, size=10) as archive:

        def interrupted(self, run):
            if run.pages == 2:
                raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("candidates.management.commands.ingest.Command.tell", interrupted)
            code, words = refused("oai", "--base-url", archive.url)
        assert (code, Paper.objects.count(), Run.objects.get().state) == (130, 20, "stopped")
        assert "the same command goes on" in words

        assert ingest("oai", "--base-url", archive.url)[0].startswith("Done: 10 read, 10 new")
    assert_archive_is_here(30)


def test_reads_a_bibtex_file_and_says_which_entries_it_left_out(tmp_path):
    path = tmp_path / "my papers.bib"
    entries = [
        f"@article{{k{place}, title={{Tides {place}}}, author={{Quill, Ada and Tseng, Wei-Han}}}}"
        for place in range(250)
    ]
    path.write_text("\n".join([*entries, "@article{broken, title={Nobody}}"]))

    out, err = ingest("bibtex", str(path))

    assert out == "Done: 251 read, 250 new, 0 changed, 0 known, 1 left out.\n"
    assert "  line 251: The entry has no authors." in err
    assert ingest("bibtex", str(path))[0] == "Done: 251 read, 0 new, 0 changed, 250 known, 1 left out.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("oai", "--set", "cs.LG"), "with colons"),
        (("rss",), "Name at least one category"),
        (("bibtex",), "Name the BibTeX file"),
        (("bibtex", "/nowhere/x.bib"), "/nowhere/x.bib"),
        (("oai", "--base-url", "ftp://x"), "http://"),
        (("oai", "--from", "2026-11-05", "--until", "2026-11-01"), "before they begin"),
        (("pmlr", "--venue", "v235", "--from", "2026-11-05"), "days cannot be chosen"),
        (("openreview", "--venue", "ICLR"), "no venue"),
    ],
)
def test_a_wrong_call_is_told_apart_from_a_failure(arguments, words):
    code, said = refused(*arguments)

    assert code == 2
    assert words in said


@pytest.mark.parametrize("arguments", [("oai", "--from", "yesterday"), ("ftp",), ()])
def test_an_unknown_option_is_a_wrong_call(arguments):
    with pytest.raises(CommandError):
        ingest(*arguments)


def test_somebody_else_at_work_is_said(server):
    source = Source.objects.create(connector="oai", scope="", base_url=server.url)
    from django.utils import timezone

    Run.objects.create(
        source=source, held_by="elsewhere:1:x", held_until=timezone.now() + timezone.timedelta(minutes=5)
    )

    code, words = refused("oai", "--base-url", server.url)

    assert code == 4
    assert "Somebody else" in words
