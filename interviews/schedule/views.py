"""Booking interviews and looking at them."""

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from hiring.pipeline.models import Application
from interviews.kits.models import Kit
from interviews.schedule.actions import (
    BookingRefused,
    book_interview,
    cancel_interview,
    reassign_interview,
    reschedule_interview,
)
from interviews.schedule.forms import SEATS, BookingForm, PeopleForm, SlotForm
from interviews.schedule.invitations import Method, invitation
from interviews.schedule.mailing import meeting_of
from interviews.schedule.models import Interview
from interviews.schedule.queries import between, candidates_clock, colleagues, days_of, shown
from interviews.schedule.signals import interview_panels_wanted
from interviews.schedule.times import other_clocks, week_around, week_name, week_named
from workspace.activity.actions import log_view
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_application(user: User, application: uuid.UUID) -> Application:
    """Find an application among those this user may see."""
    rows = Application.objects.visible_to(user).select_related("role", "candidate", "stage")
    return _found(rows.filter(uuid=application).first())


def load_interview(user: User, interview: uuid.UUID) -> Interview:
    """Find an interview among those this user may see, with its people."""
    return _found(shown(Interview.objects.visible_to(user)).filter(uuid=interview).first())


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.book_interview", load=load_application)
def book(request: HttpRequest, application: Application) -> HttpResponse:
    """Book an interview. What stands in the address fills the form in: a kit, a time, people."""
    by = viewer(request)
    if request.method != "POST":
        form = BookingForm(request.GET, application=application, by=by)
        form.look()
        return _booking_page(request, form)
    form = BookingForm(request.POST, application=application, by=by)
    if "look" in request.POST:
        form.look()
        return _booking_page(request, form)
    if form.is_valid() and form.is_agreed():
        try:
            interview = book_interview(application=application, **form.wanted(), by=by)
        except BookingRefused as error:
            form.add_error(None, str(error))
        else:
            toast(request, "Booked. The invitations are on their way.")
            return _go(request, reverse("interviews:interview", args=[interview.uuid]))
    return _booking_page(request, form, status=422)


def _booking_page(request: HttpRequest, form: BookingForm, status: int = 200) -> HttpResponse:
    planned = list(form.application.role.planned_interviews.values_list("kit__slug", flat=True))
    kits = list(Kit.objects.current().select_related("assessment_type"))
    context = {
        "form": form,
        "application": form.application,
        "planned_kits": sorted((kit for kit in kits if kit.slug in planned), key=lambda kit: planned.index(kit.slug)),
        "other_kits": [kit for kit in kits if kit.slug not in planned],
        "kit": form.kit_meant(),
        "clocks": _clocks_of(form),
    }
    return _page(request, "interviews/schedule/book.html", "booking", context, status)


def _clocks_of(form: SlotForm) -> list[tuple[str, list[str]]]:
    data = form.cleaned_data
    if not (data.get("starts_at") and data.get("minutes")):
        return []
    start = data["starts_at"]
    people = [(colleague.user.name, colleague.user.zone) for colleague in form.colleagues]
    people += candidates_clock(form.application)
    return other_clocks(start, start + dt.timedelta(minutes=data["minutes"]), people, form.zone)


@require_safe
@needs("interviews.view_interview", load=load_interview)
def interview_page(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Show one interview: when on everybody's clock, who, with which kit, and what became of it."""
    user = viewer(request)
    log_view(subject=interview, by=user, candidate=interview.application.candidate.uuid)
    people = [(seat.user.name, seat.user.zone) for seat in interview.people]
    people += candidates_clock(interview.application)
    context = {
        "interview": interview,
        "application": interview.application,
        "own_seat": next((seat for seat in interview.people if seat.user_id == user.pk), None),
        "clocks": other_clocks(interview.starts_at, interview.ends_at, people, user.zone),
        "versions": list(interview.versions.select_related("by").order_by("-sequence")),
        "may_change": user.has_perm("interviews.change_interview", interview),
        "is_over": interview.is_over(timezone.now()),
        "panels": gather_panels(interview_panels_wanted, Interview, interview=interview, viewer=user),
    }
    return render(request, "interviews/schedule/interview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.change_interview", load=load_interview)
def reschedule(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Give an interview another time or place."""
    by = viewer(request)
    if request.method != "POST":
        form = SlotForm(_slot_of(interview, by), application=interview.application, by=by, interview=interview)
        form.look()
        return _change_page(request, "reschedule", form, interview)
    form = SlotForm(request.POST, application=interview.application, by=by, interview=interview)
    if form.is_valid() and form.is_agreed():
        try:
            reschedule_interview(interview=interview, **form.wanted(), by=by)
        except BookingRefused as error:
            form.add_error(None, str(error))
        else:
            toast(request, "Moved. Everybody gets an updated invitation.")
            return _go(request, reverse("interviews:interview", args=[interview.uuid]))
    return _change_page(request, "reschedule", form, interview, status=422)


def _slot_of(interview: Interview, by: User) -> dict[str, str]:
    start = interview.starts_at.astimezone(by.zone)
    minutes = int((interview.ends_at - interview.starts_at).total_seconds()) // 60
    return {
        "day": f"{start:%Y-%m-%d}",
        "time": f"{start:%H:%M}",
        "minutes": str(minutes),
        "location": interview.location,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.change_interview", load=load_interview)
def reassign(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Let other people hold or shadow an interview."""
    by = viewer(request)
    if request.method != "POST":
        form = PeopleForm(_seats_of(interview))
        form.look()
        return _people_page(request, form, interview)
    form = PeopleForm(request.POST)
    if form.is_valid():
        try:
            reassign_interview(interview=interview, **form.wanted(), by=by)
        except BookingRefused as error:
            form.add_error(None, str(error))
        else:
            toast(request, "Saved. Whoever came or went is told.")
            return _go(request, reverse("interviews:interview", args=[interview.uuid]))
    return _people_page(request, form, interview, status=422)


def _seats_of(interview: Interview) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, kind in SEATS.items():
        data.setlist(name, [str(seat.user.uuid) for seat in interview.people if seat.kind == kind])
    return data


def _people_page(request: HttpRequest, form: PeopleForm, interview: Interview, status: int = 200) -> HttpResponse:
    around = interview.starts_at.astimezone(viewer(request).zone)
    minutes = int((interview.ends_at - interview.starts_at).total_seconds()) // 60
    known = colleagues(interview.application, interview.kit, around, minutes, apart_from=interview)
    return _change_page(request, "reassign", form, interview, status, {"colleagues": known})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.change_interview", load=load_interview)
def cancel(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Call an interview off, after asking once."""
    form = PeopleForm(_seats_of(interview))
    form.look()
    if request.method != "POST":
        return _change_page(request, "cancel", form, interview)
    try:
        cancel_interview(interview=interview, by=viewer(request))
    except BookingRefused as error:
        form.add_error(None, str(error))
        return _change_page(request, "cancel", form, interview, status=422)
    toast(request, "Cancelled. Everybody is told, and no scorecard is expected.")
    return _go(request, reverse("interviews:interview", args=[interview.uuid]))


@require_safe
@needs("interviews.view_interview", load=load_interview)
def calendar_file(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Hand out the interview as a file that a calendar program opens."""
    text = invitation(meeting_of(interview, interview.people), Method.PUBLISH)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="interview-{interview.starts_at:%Y-%m-%d}.ics"'
    return response


@require_safe
@needs("interviews.view_calendar")
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a week of all the interviews this user may see."""
    user = viewer(request)
    asked = request.GET.get("week", "")
    start = week_named(asked, user.zone) or week_around(timezone.localtime(timezone=user.zone))[0]
    end = week_around(start)[1]
    context = {
        "start": start,
        "last_day": end - dt.timedelta(days=1),
        "days": days_of(between(user, start, end), start, user.zone),
        "today": timezone.localdate(),
        "before": week_name(start - dt.timedelta(days=7)),
        "after": week_name(end),
        "is_this_week": start <= timezone.now() < end,
    }
    return _page(request, "interviews/schedule/calendar.html", "week", context)


def _change_page(
    request: HttpRequest,
    name: str,
    form: SlotForm | PeopleForm,
    interview: Interview,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {"form": form, "interview": interview, "application": interview.application, **(more or {})}
    return _page(request, f"interviews/schedule/{name}.html", name, context, status)


def _page(
    request: HttpRequest, template: str, partial: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a whole page, or for htmx the one partial that changes."""
    return render(
        request, f"{template}#{partial}" if request.headers.get("HX-Request") else template, context, status=status
    )


def _go(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)
