"""Second ratings as the debrief shows them."""

from urllib.parse import urlencode

from django.urls import reverse

from hiring.pipeline.models import Application
from interviews.second_ratings.models import SecondRating
from workspace.staff.models import User


def wishes_of(application: Application) -> dict[int, SecondRating]:
    """Return the latest wish for each bar, by competency; only for who may see the debrief. One query."""
    rows = SecondRating.objects.filter(application=application).select_related(
        "application", "rater", "kit", "interview"
    )
    return {row.competency_id: row for row in rows.order_by("pk")}


def booking_address(wish: SecondRating, reader: User) -> str:
    """Return where this interview is booked, with everything that is known filled in, on the reader's clock."""
    fields = {"kit": wish.kit.slug, "interviewers": str(wish.rater.uuid)}
    if wish.slot:
        start = wish.slot.lower.astimezone(reader.zone)
        fields |= {"day": f"{start:%Y-%m-%d}", "time": f"{start:%H:%M}", "minutes": str(wish.kit.minutes)}
    return f"{reverse('interviews:book', args=[wish.application.uuid])}?{urlencode(fields)}"
