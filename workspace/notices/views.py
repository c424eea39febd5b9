"""What was said to the viewer: the page of notices, and the bell that counts the unread ones."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from workspace.paging import BadCursor, keyset_page
from workspace.reminders.actions import mark_read
from workspace.reminders.models import Notification
from workspace.web import back_to, open_to_all, signed_in, toast, viewer

STOP_ASKING = 286  # at this status htmx ends its polling


@signed_in
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """Show the viewer's notices, newest first, or only those still unread."""
    notices = Notification.objects.filter(user=viewer(request), is_shown=True).open_to(viewer(request))
    only_unread = request.GET.get("unread") == "1"
    backwards = "before" in request.GET
    cursor = request.GET.get("before") or request.GET.get("after") or ""
    wanted = notices.unread() if only_unread else notices
    try:
        page = keyset_page(wanted, order=("-pk",), cursor=cursor, backwards=backwards)
    except BadCursor as error:
        raise Http404 from error
    context = {"page": page, "only_unread": only_unread}
    return render(request, "workspace/notices/list.html", context)


@signed_in
@require_safe
def open_notice(request: HttpRequest, uuid: str) -> HttpResponse:
    """Mark a notice read and go to what it is about."""
    notice = Notification.objects.filter(user=viewer(request), uuid=uuid).open_to(viewer(request)).first()
    if notice is None:
        raise Http404
    mark_read(user=viewer(request), notifications=[notice.uuid])
    inside = notice.path.startswith("/") and url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None)
    return redirect(notice.path if inside else "workspace:notifications")


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice read."""
    if mark_read(user=viewer(request)):
        toast(request, "All read.")
    return redirect(back_to(request, "/notifications/"))


@open_to_all("a page whose session ended is told to stop asking, and not sent away from what somebody types there")
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """Count again, for a page that has been open for a while."""
    if not request.user.is_authenticated:
        return HttpResponse(status=STOP_ASKING)
    return render(request, "workspace/shell/bell.html")
