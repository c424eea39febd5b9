"""The list of candidates: find, narrow, choose, take along."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import defusedcsv.csv as csv
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from candidates.channels.models import Channel
from candidates.people import actions
from candidates.people.columns import COLUMNS, columns_of, shown_by_name
from candidates.people.listing import SORTS, Listing, among
from candidates.people.models import Candidate, prefix_terms
from candidates.people.refusals import CandidateError
from candidates.people.saved import SavedView, views_for
from candidates.people.signals import bulk_acts_wanted, candidates_listed
from workspace.activity.models import Activity
from workspace.paging import BadCursor, KeysetPage, first_page, keyset_page
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.typed import line_of
from workspace.web import back_to, needs, posted_uuids, toast, viewer
from workspace.written import written_once

PAGE = 50
SLICE = 500
MOST_KEPT = SavedView._meta.get_field("query").max_length or 0
# What every row of the list shows and is sorted by; reading whole rows costs more than the query itself.
SHOWN = (
    *("uuid", "name", "folded_name", "headline", "do_not_contact", "follow_up_on", "active_at", "created_at"),
    *("channel__name", "channel__mark", "owner__name"),
)


@needs("candidates.list_candidates")
@require_safe
def candidate_list(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    listing = Listing.from_query(request.GET)
    cursor = request.GET.get("before") or request.GET.get("after") or ""
    status, problem = 200, ""
    try:
        page = read_page(listing, user, cursor=cursor, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    candidates_listed.send(Candidate, rows=page.rows, viewer=user)
    channels = _channels_in_use()
    context = {
        "listing": listing,
        "page": page,
        "problem": problem,
        "channels": channels,
        "columns": columns_of(listing.columns),
        # Asked by name, in the list's own order: comparing names in each of hundreds of cells costs more than drawing them.
        "shows": shown_by_name(listing.columns),
        "all_columns": COLUMNS,
        "chips": listing.chips({channel.slug: channel.name for channel in channels}),
        "saved_views": views_for(user),
        "may_edit": user.has_perm("candidates.edit_candidate"),
        "bulk_acts": gather_panels(bulk_acts_wanted, Candidate, viewer=user),
        "today": timezone.localdate(),
    }
    return render(request, "candidates/people/list.html", context, status=status)


def read_page(listing: Listing, user: User, *, cursor: str, backwards: bool) -> KeysetPage:
    """Return a page of the list as it is narrowed and sorted. Raises BadCursor."""
    order = SORTS[listing.sort]
    terms = prefix_terms(listing.q)
    if listing.is_plain and not cursor and bool(terms) == bool(listing.q):
        return first_page(_first_rows(user, replace(listing, q=""), terms or None), order=order, size=PAGE)
    rows = listing.narrow(Candidate.objects.visible_to(user), viewer=user, today=timezone.localdate())
    return keyset_page(_shown(rows, listing.columns), order=order, cursor=cursor, size=PAGE, backwards=backwards)


@written_once
def _first_rows(user: User, listing: Listing, terms: str | None) -> "QuerySet[Candidate]":
    """The first page of everybody, or of whom a search found: how the list is opened mostly."""
    rows = Candidate.objects.visible_to(user)
    rows = rows if terms is None else rows.filter(among(Candidate.objects.of_terms(terms), user))
    return _shown(rows).order_by(*SORTS[listing.sort])[: PAGE + 1]


def _shown(rows: "QuerySet[Candidate]", columns: str = "") -> "QuerySet[Candidate]":
    fields = {field for column in columns_of(columns) for field in column.fields}
    rows = rows.select_related("channel", "owner").only(*SHOWN, *sorted(fields))
    return rows.prefetch_related("tags") if "tags" in columns.split() else rows


@written_once
def _channels_in_use() -> "QuerySet[Channel]":
    return Channel.objects.filter(is_active=True)


WHOLE = ("name", "headline", "location", "channel", "channel detail", "owner", "tags", "e-mail", "follow-up", "added")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


@needs("candidates.export_candidates")
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is narrowed and sorted, as CSV; who took it is on record before the first row leaves."""
    user = viewer(request)
    listing = Listing.from_query(request.GET)
    rows = listing.narrow(Candidate.objects.visible_to(user), viewer=user, today=timezone.localdate())
    facts = {"filter": listing.query()} if not listing.q else {"filter": "a search"}
    Activity.objects.create(
        actor=user, verb="exported_candidates", subject_kind="user", subject=user.uuid, facts=facts, is_view=True
    )
    lines = shown_lines(rows, listing, user) if listing.columns else csv_lines(rows, SORTS[listing.sort])
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="candidates-{timezone.localdate()}.csv"'
    return response


def csv_lines(rows: "QuerySet[Candidate]", order: tuple[str, ...]) -> Iterator[str]:
    """Yield the file line by line. Cells that a spreadsheet would run as formulas are made harmless."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(WHOLE)
    found = (
        rows.select_related("channel", "owner").prefetch_related("tags", "identities").defer("search_text", "search")
    )
    for row in in_slices(found, order):
        mails = [identity.value for identity in row.identities.all() if identity.kind == "email"]
        tags = ", ".join(tag.name for tag in row.tags.all())
        person = [row.name, row.headline, row.location, row.channel or "", row.channel_detail, row.owner or ""]
        yield writer.writerow([*person, tags, " ".join(mails), row.follow_up_on or "", row.created_at.date()])


def shown_lines(rows: "QuerySet[Candidate]", listing: Listing, viewer: User) -> Iterator[str]:
    """Yield the file with the columns that were chosen for the list, and no others."""
    writer, columns = csv.writer(Echo()), columns_of(listing.columns)
    yield "\ufeff" + writer.writerow(["name", "headline", *(column.label.lower() for column in columns)])
    found = rows.select_related("channel", "owner").prefetch_related("tags").defer("search_text", "search")
    for row in in_slices(found, SORTS[listing.sort], viewer if "pipeline" in listing.columns.split() else None):
        yield writer.writerow([row.name, row.headline, *(column.cell(row) for column in columns)])


def in_slices(rows: "QuerySet[Candidate]", order: tuple[str, ...], told_to: User | None = None) -> Iterator[Candidate]:
    """Yield the rows, a slice at a time: without server-side cursors one query would hold all of them in memory.

    With `told_to`, apps higher up say what they know of each.
    """
    cursor, more = "", True
    while more:
        page = keyset_page(rows, order=order, cursor=cursor, size=SLICE)
        if told_to:
            candidates_listed.send(Candidate, rows=page.rows, viewer=told_to)
        yield from page.rows
        cursor, more = page.next_cursor, bool(page.next_cursor)


def chosen(request: HttpRequest) -> list[Candidate]:
    """Return the candidates whose boxes were ticked, among those the viewer may see."""
    return list(Candidate.objects.visible_to(viewer(request)).filter(uuid__in=posted_uuids(request, "candidate")))


@needs("candidates.edit_candidate")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Tag, take over, or follow up with everybody chosen."""
    user, rows = viewer(request), chosen(request)
    try:
        said = act_on(request, user, rows)
    except CandidateError as error:
        toast(request, str(error), level="error")
    else:
        toast(request, said)
    return redirect(back_to(request, "/candidates/"))


def act_on(request: HttpRequest, user: User, rows: list[Candidate]) -> str:
    """Do one thing to each, and say what was done."""
    if not rows:
        raise CandidateError("Choose somebody first: tick the boxes at the left.")
    do, value = request.POST.get("do", ""), request.POST.get("value", "").strip()
    if do == "tag":
        if not value:
            raise CandidateError("Write the tag to add.")
        for row in rows:
            actions.set_tags(candidate=row, names=[*row.tags.values_list("name", flat=True), value], by=user)
        return f"Tagged {len(rows)} with “{value}”."
    if do == "own":
        for row in rows:
            actions.edit_candidate(candidate=row, changes={"owner": user}, by=user)
        return f"{len(rows)} are yours now."
    if do == "follow_up":
        on = timezone.localdate() + dt.timedelta(days=7)
        for row in rows:
            if not row.do_not_contact:
                actions.set_follow_up(candidate=row, on=on, by=user)
        return f"You will be reminded on {on:%A} {on.day} {on:%B}."
    raise CandidateError("Choose what to do with them.")


@needs("candidates.list_candidates")
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the narrowing under a name, for oneself or for all. Undoing that a view was dropped comes with all of it in the address."""
    given = request.POST if "name" in request.POST else request.GET
    name = line_of(given.get("name", ""))[:60]
    listing = Listing.from_query(given)
    if not name:
        toast(request, "Give the view a name.", level="error")
    elif len(listing.query()) > MOST_KEPT:
        toast(request, "These filters are too long to keep. Search for fewer words.", level="error")
    else:
        SavedView.objects.update_or_create(
            owner=viewer(request),
            name=name,
            defaults={"query": listing.query(), "is_shared": given.get("shared") == "1"},
        )
        toast(request, f"Saved as “{name}”.")
    return redirect(f"/candidates/{listing.query()}")


@needs("candidates.list_candidates")
@require_POST
def drop_view(request: HttpRequest, uuid: str) -> HttpResponse:
    """Forget a saved view of one's own; the toast can bring it back."""
    view = SavedView.objects.filter(owner=viewer(request), uuid=uuid).first()
    if view is not None:
        view.delete()
        kept = [
            ("name", view.name),
            ("shared", "1" if view.is_shared else ""),
            *parse_qsl(view.query.removeprefix("?")),
        ]
        toast(request, f"Forgot the view “{view.name}”.", undo=f"{reverse('candidates:save_view')}?{urlencode(kept)}")
    return redirect(back_to(request, reverse("candidates:list")))
