"""What a search found: showing, booking and offering it, and taking an offer back: our side. The candidate's own page is in `public_views`."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hiring.pipeline.models import Application
from interviews.booking.actions import Wanted, book_at_once, offer_times, withdraw
from interviews.booking.forms import AtOnceForm, OfferForm
from interviews.booking.models import Booking
from interviews.booking.taking import OfferRefused
from interviews.proposals.models import LoopSearch, SearchState
from interviews.proposals.showing import Shown, shown
from interviews.proposals.views import load_search
from interviews.schedule.actions import BookingRefused
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_application_of(user: User, search: uuid.UUID) -> Application:
    """Find the application of a search, which decides who may book it."""
    found = load_search(user, search)
    found.application.searched = found  # type: ignore[attr-defined]
    return found.application


def load_booking(user: User, booking: uuid.UUID) -> Booking:
    """Find a booking among those of applications this user may see."""
    rows = Booking.objects.select_related("application__role", "application__candidate")
    found = rows.filter(uuid=booking, application__in=Application.objects.visible_to(user).values("pk")).first()
    if found is None:
        raise Http404
    return found


@require_safe
@needs("interviews.view_loop_search", load=load_search)
def loop_search(request: HttpRequest, search: LoopSearch) -> HttpResponse:
    """Where a search stands; the page asks again by itself while it is at work."""
    if request.headers.get("HX-Request"):
        if search.state != SearchState.WAITING:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "interviews/booking/search.html#search-progress", {"search": search})
    return search_page(request, search)


def search_page(
    request: HttpRequest, search: LoopSearch, *, problem: str = "", form: OfferForm | None = None, status: int = 200
) -> HttpResponse:
    """Render the proposals side by side, with the form by which they are offered."""
    proposals, user = shown(search), viewer(request)
    context = {
        "search": search,
        "application": search.application,
        "proposals": proposals,
        "may_book": user.has_perm("interviews.book_interview", search.application),
        "offer_form": form or OfferForm(proposals=[one for one in proposals if one.is_whole], by=user),
        "problem": problem,
    }
    return render(request, "interviews/booking/search.html", context, status=status)


def wanted(proposal: Shown) -> list[Wanted]:
    """A proposal as what is booked, or OfferRefused where a kit or somebody in it is gone."""
    if not proposal.is_whole:
        raise OfferRefused("Somebody in this proposal no longer works here, or a kit was retired. Search again.")
    return [Wanted(one.part, one.kit, one.starts_at, one.minutes, one.people) for one in proposal.lines]


@require_POST
@needs("interviews.book_interview", load=load_application_of)
def book_loop(request: HttpRequest, application: Application) -> HttpResponse:
    """Book one proposal: all of its interviews, or none."""
    search: LoopSearch = application.searched  # type: ignore[attr-defined]
    form = AtOnceForm(request.POST)
    by_number = {one.number: one for one in shown(search)}
    if form.is_valid() and form.cleaned_data["number"] in by_number:
        data = form.cleaned_data
        try:
            book_at_once(
                application=application,
                choice=wanted(by_number[data["number"]]),
                location=data["location"],
                tell_candidate=data["tell"],
                by=viewer(request),
            )
        except (OfferRefused, BookingRefused) as error:
            return search_page(request, search, problem=str(error), status=422)
        else:
            toast(request, "Booked. The invitations are on their way.")
            return redirect(f"{reverse('hiring:application', args=[application.uuid])}#interviews")
    return search_page(request, search, problem="This proposal is gone. Look again.", status=422)


@require_POST
@needs("interviews.book_interview", load=load_application_of)
def offer(request: HttpRequest, application: Application) -> HttpResponse:
    """Let the candidate choose among some of the proposals."""
    search: LoopSearch = application.searched  # type: ignore[attr-defined]
    by_number = {one.number: one for one in shown(search)}
    form = OfferForm(request.POST, proposals=list(by_number.values()), by=viewer(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            offer_times(
                application=application,
                choices=[wanted(by_number[int(n)]) for n in data["choices"]],
                expires_at=data["until"],
                words=data["words"],
                location=data["location"],
                by=viewer(request),
            )
        except (OfferRefused, BookingRefused) as error:
            return search_page(request, search, problem=str(error), form=form, status=422)
        else:
            toast(request, "Offered. The candidate gets a link by mail.")
            return redirect(f"{reverse('hiring:application', args=[application.uuid])}#interviews")
    return search_page(request, search, form=form, status=422)


@require_POST
@needs("interviews.change_booking", load=load_booking)
def withdraw_booking(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Take an offer back."""
    try:
        withdraw(booking=booking, by=viewer(request))
    except OfferRefused as error:
        toast(request, str(error), level="error")
    else:
        toast(request, "Taken back. Whoever opens the link is told so.")
    return redirect(f"{reverse('hiring:application', args=[booking.application.uuid])}#interviews")
