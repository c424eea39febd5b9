"""Each channel against the others: how far its people came, and what it took."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from candidates.channels.models import Channel
from insights.channels.queries import (
    MILESTONE_NAMES,
    MILESTONES,
    ChannelLine,
    channel_lines,
    logged_per_channel,
    spent_per_channel,
)
from insights.channels.watches import watch_lines
from insights.funnel.forms import RowsLink, ScopeForm
from insights.funnel.queries import progress, stages_of
from workspace.staff.models import Organisation
from workspace.web import needs, viewer

HEADS = ("Logged", "Applications", *MILESTONE_NAMES.values())


@needs("insights.view_dashboards")
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """How many of each channel reached each stage, and the hours and money spent. The number of queries is constant."""
    form = ScopeForm(request.GET, viewer=viewer(request), today=timezone.localdate())
    del form.fields["channel"]
    scope = form.scope()
    stages = stages_of(scope.roles)
    lines = channel_lines(
        progress(scope, stages),
        list(Channel.objects.order_by("position", "name")),
        logged_per_channel(viewer(request), scope.since),
        spent_per_channel(scope.since),
    )
    kept = tuple((name, form.data[name]) for name in ("role", "since") if form.data.get(name))
    context = {
        "form": form,
        "heads": HEADS,
        "watches": watch_lines(viewer(request), scope, stages),
        "milestones": HEADS[2:],
        "rows": [(line, cells(line, RowsLink(kept))) for line in lines],
        "currency": Organisation.current().currency,
    }
    return render(request, "insights/channels/channels.html", context)


def cells(line: ChannelLine, link: RowsLink) -> list[tuple[str, int, str]]:
    """Return the row's numbers under their heads, each with the address of the people it counts."""
    slug = line.channel.slug
    found = [(line.logged, f"{reverse('candidates:list')}?{urlencode({'channel': slug})}")]
    found.append((line.applied, link.to(channel=slug)))
    found += [
        (people, link.to(channel=slug, reached=kind)) for kind, people in zip(MILESTONES, line.reached, strict=True)
    ]
    return [(head, people, url) for head, (people, url) in zip(HEADS, found, strict=True)]
