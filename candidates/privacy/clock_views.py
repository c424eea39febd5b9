"""Whom we still have to tell, what was deleted, who objected; and the page on which somebody objects."""

import datetime as dt
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.people.models import Candidate, walls_before_candidates
from candidates.people.refusals import CandidateError
from candidates.people.views import load_candidate, page_of
from candidates.privacy.clock import WARNED_BEFORE, note_told, put_off, take_back_delay, untold
from candidates.privacy.enums import Told, Way
from candidates.privacy.forms import LiftForm, ObjectionForm, PrivacyWordsForm, PutOffForm, ToldForm
from candidates.privacy.keepers import kept_from_clock
from candidates.privacy.models import Deletion, Notice, Objection, PrivacyWords, SuppressedHandle
from candidates.privacy.objecting import lift_objections, object_by_link, object_to_contact, read_token
from workspace.activity.actions import log_activity
from workspace.paging import BadCursor, keyset_page
from workspace.staff.models import Organisation, User
from workspace.web import back_to, needs, open_to_all, posted, toast, viewer

ORDER = ("due_at", "pk")


@needs("candidates.see_untold")
@require_safe
def untold_people(request: HttpRequest) -> HttpResponse:
    """Who does not know yet that we keep their data, those whose records go first on top."""
    user, everybody = viewer(request), request.GET.get("whose") == "all"
    rows = untold().defer("candidate__search", "candidate__search_text")
    rows = rows.exclude(walls_before_candidates.q(user, "candidate"))
    rows = rows if everybody else rows.filter(candidate__owner=user)
    problem, page = "", None
    try:
        back = request.GET.get("before", "")
        page = keyset_page(
            rows, order=ORDER, cursor=back or request.GET.get("after", ""), size=40, backwards=bool(back)
        )
    except BadCursor as error:
        problem = str(error)
    shown = page.rows if page else []
    kept = kept_from_clock([row.candidate_id for row in shown])
    context = {
        "lines": [(row, kept.get(row.candidate_id, "")) for row in shown],
        "page": page,
        "problem": problem,
        "everybody": everybody,
        "soon": timezone.now() + WARNED_BEFORE,
        "may_put_off": user.is_admin,
    }
    return render(request, "candidates/privacy/untold.html", context)


@needs("candidates.note_told", load=load_candidate)
@require_POST
def told(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Note that somebody knows: we talked, or they gave us the data."""
    form = ToldForm(request.POST)
    if form.is_valid():
        note_told(candidate=candidate, how=Told(form.cleaned_data["how"]), by=viewer(request))
        toast(request, "Noted. Their record is not deleted by the clock.")
    else:
        toast(request, "Choose how they know.", level="error")
    return redirect(back_to(request, f"{page_of(candidate)}#privacy"))


def load_notice(user: User, uuid: UUID) -> Notice:
    found = Notice.objects.filter(candidate=load_candidate(user, uuid)).select_related("candidate").first()
    if found is None:
        raise Http404
    return found


@needs("candidates.keep_privacy", load=load_notice)
@require_http_methods(["GET", "HEAD", "POST"])
def delay(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Put a deletion off, for a reason."""
    form = PutOffForm(posted(request), initial={"until": (notice.due_at + dt.timedelta(days=14)).date()})
    if request.method == "POST" and form.is_valid():
        zone = Organisation.current().zone
        until = dt.datetime.combine(form.cleaned_data["until"], dt.time(12), zone)
        try:
            put_off(notice=notice, until=until, because=form.cleaned_data["because"], by=viewer(request))
        except CandidateError as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("candidates:take_back_delay", args=[notice.candidate.uuid])
            toast(request, f"Put off until {until:%-d %B}.", undo=undo)
            return redirect(f"{page_of(notice.candidate)}#privacy")
    context = {"form": form, "notice": notice, "candidate": notice.candidate}
    return render(request, "candidates/privacy/delay.html", context, status=422 if form.errors else 200)


@needs("candidates.keep_privacy", load=load_notice)
@require_POST
def undo_delay(request: HttpRequest, notice: Notice) -> HttpResponse:
    try:
        notice = take_back_delay(notice=notice, by=viewer(request))
        toast(request, f"Taken back. They have to be told by {notice.due_at:%-d %B}.")
    except CandidateError as error:
        toast(request, str(error), level="error")
    return redirect(f"{page_of(notice.candidate)}#privacy")


@needs("candidates.note_objection", load=load_candidate)
@require_http_methods(["GET", "HEAD", "POST"])
def note_objection(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Note that somebody told us they do not want to hear from us."""
    form = ObjectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        object_to_contact(candidate=candidate, way=Way(form.cleaned_data["way"]), by=viewer(request))
        toast(request, "Noted. Everything to them is stopped, and nobody adds them again.")
        return redirect(page_of(candidate))
    context = {"form": form, "candidate": candidate}
    return render(request, "candidates/privacy/note_objection.html", context, status=422 if form.errors else 200)


@needs("candidates.keep_privacy")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The state of things for administrators: counts, and no names but of who is due. A constant number of queries."""
    return overview(request, LiftForm())


@needs("candidates.keep_privacy")
@require_POST
def lift(request: HttpRequest) -> HttpResponse:
    """Lift the objection of somebody who told us that they want to hear from us again."""
    form = LiftForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            number = lift_objections(handle=given["handle"], because=given["because"], by=viewer(request))
        except CandidateError as error:
            form.add_error("because", str(error))
        else:
            if number:
                toast(request, "Lifted. They can be added and written to again.")
                return redirect("candidates:privacy")
            form.add_error("handle", "Nobody with this handle has objected. Nothing was changed.")
    return overview(request, form)


def overview(request: HttpRequest, form: LiftForm) -> HttpResponse:
    now, hidden = timezone.now(), walls_before_candidates.q(viewer(request), "candidate")
    rows = untold().defer("candidate__search", "candidate__search_text").exclude(hidden)
    due = list(rows.filter(due_at__lte=now + WARNED_BEFORE)[:50])
    kept = kept_from_clock([row.candidate_id for row in due])
    ways = dict(Objection.objects.filter(lifted_at=None).values_list("way").annotate(number=Count("pk")))
    context = {
        "form": form,
        "due": [(row, kept.get(row.candidate_id, "")) for row in due],
        "untold": rows.count(),
        "told": Notice.objects.filter(given_at__isnull=False).count(),
        "deletions": Deletion.objects.order_by("-day", "why")[:60],
        "objections": [(way.label, ways[way.value]) for way in Way if way.value in ways],
        "suppressed": SuppressedHandle.objects.filter(objection__lifted_at=None).count(),
        "now": now,
    }
    return render(request, "candidates/privacy/privacy.html", context, status=422 if form.errors else 200)


@needs("candidates.keep_privacy")
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """What first letters say about personal data."""
    form = PrivacyWordsForm(posted(request), instance=PrivacyWords.current())
    if request.method == "POST" and form.is_valid():
        log_activity(verb="edited_privacy_words", subject=form.save(), by=viewer(request))
        toast(request, "Saved. Letters say so from now on.")
        return redirect("candidates:privacy_words")
    return render(request, "candidates/privacy/words.html", {"form": form}, status=422 if form.errors else 200)


@open_to_all("somebody objects to hearing from us, with the signed link of a letter; it shows nothing about them")
@csrf_exempt  # a mail program that posts for its user (RFC 8058) has no cookie; the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, since programs that check links open them too; a post objects at once."""
    state, problem = "asked", ""
    try:
        read_token(token)
        if request.method == "POST":
            one_click = request.POST.get("List-Unsubscribe") == "One-Click"
            object_by_link(token, way=Way.ONE_CLICK if one_click else Way.LINK)
            state = "done"
    except CandidateError as error:
        state, problem = "refused", str(error)
    context = {"state": state, "problem": problem, "organisation": Organisation.current()}
    return render(request, "candidates/privacy/objection.html", context, status=404 if problem else 200)
