"""Turning away what is far too large before a byte of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What surrounds a file in a form: the other fields and the boundaries between them.
ROOM_FOR_A_FORM = 1024 * 1024


class LargestRequestMiddleware:
    """Answer 413 to a request whose announced size no form of ours can have.

    It stands above everything that reads a form, the CSRF check included: that would spool a hundred megabytes to disk only
    to find out that nobody wants them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            announced = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            announced = 0
        # A candidate's files are measured while they stream in, so that the rest of their form can be kept.
        measures_itself = request.path.startswith("/candidates/") and request.path.endswith("/files/")
        if announced > settings.MAX_UPLOAD_BYTES + ROOM_FOR_A_FORM and not measures_itself:
            most = settings.MAX_UPLOAD_BYTES // 1024 // 1024
            response = render(request, "413.html", {"most": most}, status=413)
            # What was not read would be taken for the next request on this connection.
            response["Connection"] = "close"
            return response
        return self.get_response(request)
