import datetime as dt

import pytest
from django.utils import timezone

from candidates.connectors.links import recognise
from candidates.models import Paper, PaperLookup
from candidates.sourcing.lookups import PATIENCE, ask_for_paper, due_lookups, known_paper
from candidates.sourcing.refusals import SourcingError
from candidates.sourcing.tasks import look_up_paper, retry_lookups
from tests.candidates.connectors import arxiv_answers
from tests.candidates.connectors.source_server import Scripted

pytestmark = pytest.mark.django_db
LINK = recognise("arXiv:2401.01234")
FOUND = Scripted(arxiv_answers.found(), media_type="application/atom+xml")


def lookup_of(user, **facts):
    return PaperLookup.objects.create(kind="arxiv", identifier="2401.01234", url=LINK.url, requested_by=user, **facts)


def test_asking_keeps_the_link_and_sends_the_task(recruiter, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        lookup = ask_for_paper(link=LINK, by=recruiter)
        again = ask_for_paper(link=LINK, by=recruiter)

    assert again == lookup
    assert lookup.state == "waiting"
    assert len(callbacks) == 1


def test_asking_for_a_person_is_refused(recruiter):
    with pytest.raises(SourcingError):
        ask_for_paper(link=recognise("https://github.com/ada"), by=recruiter)


def test_look_up_stores_the_paper_and_runs_twice_without_asking_again(recruiter, source):
    source.answers(FOUND)
    lookup = lookup_of(recruiter)

    states = [look_up_paper(lookup.pk), look_up_paper(lookup.pk)]

    lookup.refresh_from_db()
    assert states == ["found", "found"]
    assert len(source.asked) == 1
    assert lookup.paper == Paper.objects.get()
    assert known_paper(LINK) == lookup.paper


def test_look_up_while_limited_comes_back_at_the_time_named(recruiter, source):
    source.answers(Scripted("Rate exceeded.", status=429, media_type="text/plain"))
    lookup = lookup_of(recruiter)
    before = timezone.now()

    assert look_up_paper(lookup.pk) == "later"

    lookup.refresh_from_db()
    assert lookup.problem == "arXiv is limiting requests."
    assert dt.timedelta(minutes=9) < lookup.retry_at - before < dt.timedelta(minutes=12)
    assert due_lookups() == []
    assert due_lookups(now=lookup.retry_at) == [lookup.pk]


def test_look_up_that_keeps_failing_ends(recruiter, source):
    source.answers(Scripted("down", status=503))
    lookup = lookup_of(recruiter, attempts=len(PATIENCE))

    assert look_up_paper(lookup.pk) == "failed"

    lookup.refresh_from_db()
    assert lookup.retry_at is None
    assert "out of order" in lookup.problem


def test_look_up_waits_longer_after_each_failure(recruiter, source):
    source.answers(Scripted("down", status=503))
    lookup = lookup_of(recruiter)
    waits = []

    for _ in range(3):
        look_up_paper(lookup.pk)
        lookup.refresh_from_db()
        waits.append(lookup.retry_at - timezone.now())

    assert waits == sorted(waits)
    assert waits[-1] > dt.timedelta(minutes=9)


def test_look_up_of_an_unknown_paper_fails_at_once_and_can_be_asked_again(
    recruiter, source, django_capture_on_commit_callbacks
):
    source.answers(Scripted(arxiv_answers.nothing(), media_type="application/atom+xml"))
    lookup = lookup_of(recruiter)

    assert look_up_paper(lookup.pk) == "failed"

    with django_capture_on_commit_callbacks() as callbacks:
        assert ask_for_paper(link=LINK, by=recruiter).state == "waiting"
    assert len(callbacks) == 1


def test_look_up_of_a_row_that_is_gone_does_nothing(db):
    assert look_up_paper(0) == "gone"


def test_retry_sends_what_is_due_and_what_was_lost(recruiter):
    later = timezone.now() + dt.timedelta(hours=1)
    lookup = lookup_of(recruiter, state="later", retry_at=later)
    lost = PaperLookup.objects.create(
        kind="doi", identifier="10.1/x", url="https://doi.org/10.1/x", requested_by=recruiter
    )
    PaperLookup.objects.filter(pk=lost.pk).update(asked_at=timezone.now() - dt.timedelta(minutes=10))

    assert due_lookups() == [lost.pk]
    assert due_lookups(now=later) == [lookup.pk, lost.pk]
    assert retry_lookups() == 1
    assert retry_lookups() == 1
