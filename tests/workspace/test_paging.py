import pytest

from candidates.models import Candidate
from tests import factories
from workspace.paging import BadCursor, keyset_page

ORDER = ("-active_at", "-pk")


def walk(queryset, order, size):
    seen, cursor = [], ""
    while True:
        page = keyset_page(queryset, order=order, cursor=cursor, size=size)
        seen.append([row.pk for row in page.rows])
        if not (cursor := page.next_cursor):
            return seen


@pytest.mark.parametrize("order", [ORDER, ("folded_name", "pk"), ("-created_at", "pk")])
def test_keyset_page_walks_every_row_once_in_order(db, order):
    factories.CandidateFactory.create_batch(7)
    expected = list(Candidate.objects.order_by(*order).values_list("pk", flat=True))

    pages = walk(Candidate.objects.all(), order, size=3)

    assert pages == [expected[0:3], expected[3:6], expected[6:]]


def test_keyset_page_goes_back_to_the_page_before(db):
    factories.CandidateFactory.create_batch(7)
    first = keyset_page(Candidate.objects.all(), order=ORDER, size=3)
    second = keyset_page(Candidate.objects.all(), order=ORDER, size=3, cursor=first.next_cursor)

    back = keyset_page(Candidate.objects.all(), order=ORDER, size=3, cursor=second.previous_cursor, backwards=True)

    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]
    assert (back.previous_cursor, bool(back.next_cursor)) == ("", True)


def test_keyset_page_without_rows_has_no_neighbours(db):
    page = keyset_page(Candidate.objects.all(), order=ORDER)

    assert (page.rows, page.next_cursor, page.previous_cursor) == ([], "", "")


@pytest.mark.parametrize(
    "cursor", ["x", "bm8", "W10", "WzFd", "WyJcdTAwMDAiLCAxXQ", "W1tdLCBbXV0", "é", "W251bGwsIDFd", "WyJhYmMiLCAxXQ"]
)
def test_keyset_page_refuses_an_altered_cursor(db, cursor):
    with pytest.raises(BadCursor):
        keyset_page(Candidate.objects.all(), order=ORDER, cursor=cursor)
