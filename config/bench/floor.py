"""The floor: what bare Django costs for the same rows. A session, one indexed query, 50 rows; no permissions, no shell, no history.

Run as a site of its own on the same database: `DJANGO_SETTINGS_MODULE=config.bench.floor_settings`.
"""

from django.db import connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Engine
from django.urls import path
from django.utils import timezone

from candidates.models import Candidate
from hiring.models import Application, Role, StageChange

ENGINE = Engine()
ROWS = ENGINE.from_string(
    "<table>{% for row in rows %}<tr><td>{{ row.name }}</td><td>{{ row.headline }}</td><td>{{ row.channel.name }}</td></tr>{% endfor %}</table>"
)
ONE = ENGINE.from_string(
    "<h1>{{ row.name }}</h1>{% for i in identities %}<p>{{ i.value }}</p>{% endfor %}{% for a in applications %}<p>{{ a.role.title }}</p>{% endfor %}"
)
BOARD = ENGINE.from_string(
    "{% for lane in lanes %}<section>{% for a in lane %}<article>{{ a.candidate.name }} {{ a.channel.name }}</article>{% endfor %}</section>{% endfor %}"
)
COUNTS = ENGINE.from_string("{% for row in rows %}<p>{{ row.stage }} {{ row.n }}</p>{% endfor %}")


def visit(request: HttpRequest) -> None:
    """Read the session, as every page of a site with sign-in does."""
    request.session.get("user")


def listing(request: HttpRequest) -> HttpResponse:
    visit(request)
    rows = Candidate.objects.select_related("channel").order_by("-active_at", "-pk")[:50]
    return HttpResponse(ROWS.render(Context({"rows": rows})))


def search(request: HttpRequest) -> HttpResponse:
    visit(request)
    rows = (
        Candidate.objects.filter(name__icontains=request.GET["q"]).select_related("channel").order_by("-active_at")[:50]
    )
    return HttpResponse(ROWS.render(Context({"rows": rows})))


def candidate(request: HttpRequest, uuid: str) -> HttpResponse:
    visit(request)
    row = get_object_or_404(Candidate, uuid=uuid)
    applications = row.applications.select_related("role")
    return HttpResponse(
        ONE.render(Context({"row": row, "identities": row.identities.all(), "applications": applications}))
    )


def board(request: HttpRequest, slug: str) -> HttpResponse:
    visit(request)
    role = get_object_or_404(Role, slug=slug)
    lanes = [
        Application.objects.filter(stage=stage, standing="active")
        .select_related("candidate", "channel")
        .order_by("entered_at")[:50]
        for stage in role.stages.all()
    ]
    return HttpResponse(BOARD.render(Context({"lanes": lanes})))


def move(request: HttpRequest, uuid: str, stage: str) -> HttpResponse:
    visit(request)
    application = get_object_or_404(Application, uuid=uuid)
    to = get_object_or_404(application.role.stages, uuid=stage)
    StageChange.objects.create(
        application=application,
        before_id=application.stage_id,
        after=to,
        standing_before="active",
        standing_after="active",
        happened_at=timezone.now(),
    )
    Application.objects.filter(pk=application.pk).update(stage=to, entered_at=timezone.now())
    return HttpResponse("moved")


def dashboard(request: HttpRequest) -> HttpResponse:
    visit(request)
    rows = Application.objects.filter(standing="active").order_by().values("stage").annotate(n=Count("pk"))
    channels = Application.objects.order_by().values("channel").annotate(n=Count("pk"))
    return HttpResponse(COUNTS.render(Context({"rows": [*rows, *channels]})))


def one_query(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("1")


urlpatterns = [
    path("list/", listing),
    path("search/", search),
    path("candidate/<uuid:uuid>/", candidate),
    path("board/<slug:slug>/", board),
    path("move/<uuid:uuid>/<uuid:stage>/", move),
    path("dashboard/", dashboard),
    path("one/", one_query),
]
