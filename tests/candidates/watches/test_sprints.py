import datetime as dt

import pytest
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone

from candidates.models import SprintPaper
from candidates.watches.refusals import WatchError
from candidates.watches.sprints import CLAIM_HOLDS, claim_papers, finish_paper, progress_of, start_sprint

pytestmark = pytest.mark.django_db


def numbers(rows):
    return [row.number for row in rows]


def test_two_readers_get_different_papers_and_the_same_ones_again(watch, papers, recruiter, hiring_manager):
    sprint = start_sprint(watch=watch, venue="tides", by=recruiter)

    mine, theirs = claim_papers(sprint=sprint, by=recruiter), claim_papers(sprint=sprint, by=hiring_manager)

    assert (numbers(mine), numbers(theirs)) == ([1, 2, 3, 4, 5], [6])
    assert numbers(claim_papers(sprint=sprint, by=recruiter)) == numbers(mine)
    assert start_sprint(watch=watch, venue="tides", by=hiring_manager) == sprint
    assert SprintPaper.objects.count() == 6


def test_what_is_read_counts_and_makes_room(watch, papers, recruiter, hiring_manager):
    sprint = start_sprint(watch=watch, venue="tides", by=recruiter)
    rows = claim_papers(sprint=sprint, by=recruiter)
    finish_paper(sprint=sprint, paper=rows[0].paper, by=recruiter)
    finish_paper(sprint=sprint, paper=rows[0].paper, by=recruiter)

    after = claim_papers(sprint=sprint, by=recruiter)

    assert numbers(after) == [2, 3, 4, 5, 6]
    progress = progress_of(sprint)
    assert (progress.papers, progress.read, progress.claimed) == (6, 1, 5)
    with pytest.raises(WatchError, match="Somebody else reads"):
        finish_paper(sprint=sprint, paper=rows[1].paper, by=hiring_manager)


def test_a_claim_that_was_left_goes_back(watch, papers, recruiter, hiring_manager):
    sprint = start_sprint(watch=watch, venue="tides", by=recruiter)
    claim_papers(sprint=sprint, by=recruiter)
    later = timezone.now() + CLAIM_HOLDS + dt.timedelta(minutes=1)

    assert numbers(claim_papers(sprint=sprint, by=hiring_manager, now=later)) == [1, 2, 3, 4, 5]


def test_a_venue_without_papers_is_refused(watch, recruiter):
    with pytest.raises(WatchError, match="No paper of this venue"):
        start_sprint(watch=watch, venue="nowhere", by=recruiter)


@pytest.mark.django_db(transaction=True)
def test_rows_that_somebody_is_just_claiming_are_passed_over(watch, papers, recruiter, hiring_manager):
    sprint = start_sprint(watch=watch, venue="tides", by=recruiter)
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:  # another reader, in the middle of claiming the first four
            cursor.execute("SELECT 1 FROM candidates_sprintpaper WHERE number <= 4 FOR UPDATE")
            with transaction.atomic():
                taken = claim_papers(sprint=sprint, by=hiring_manager)
    finally:
        other.rollback()
        other.close()

    assert numbers(taken) == [5, 6]


def test_the_page_of_a_sprint(watch, papers, recruiter, stranger, sign_in, count_queries):
    client = sign_in(recruiter)
    started = client.post(reverse("candidates:start_sprint", args=[watch.uuid]), {"venue": "tides"})
    empty = client.get(started.url).text

    client.post(started.url + "claim/")
    page = client.get(started.url).text
    first = SprintPaper.objects.order_by("number")[0].paper
    client.post(f"{started.url}papers/{first.uuid}/read/")

    assert "Take the next papers: five at a time" in empty
    assert page.count("Read, next one") == 5
    assert "1 of 6 read, 5 in somebody’s hands" in client.get(started.url).text
    assert sign_in(stranger).get(started.url).status_code == 404
    refused = client.post(reverse("candidates:start_sprint", args=[watch.uuid]), {"venue": "nowhere"}, follow=True)
    assert "No paper of this venue" in refused.text
