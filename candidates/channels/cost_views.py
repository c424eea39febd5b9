"""What a channel took: the list of its costs, logging one and taking one back."""

import uuid as uuids

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from candidates.channels.actions import log_cost, remove_cost, restore_cost
from candidates.channels.forms import CostForm
from candidates.channels.models import Channel, ChannelCost
from candidates.channels.views import load_channel
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import Organisation, User
from workspace.web import needs, posted, toast, viewer


@needs("candidates.list_channel_costs", load=load_channel)
@require_http_methods(["GET", "POST"])
def costs(request: HttpRequest, channel: Channel) -> HttpResponse:
    """One channel's costs, newest first, and the form to log another."""
    currency = Organisation.current().currency
    form = CostForm(posted(request), today=timezone.localdate(), currency=currency)
    if request.method == "POST" and form.is_valid():
        cost = log_cost(channel=channel, **form.cleaned_data, by=viewer(request))
        toast(request, f"Logged {cost.what}.", undo=reverse("candidates:remove_channel_cost", args=[cost.uuid]))
        return redirect("candidates:channel_costs", channel.slug)
    status, problem = 422 if form.errors else 200, ""
    rows = ChannelCost.objects.kept().filter(channel=channel).select_related("logged_by")
    try:
        cursor = request.GET.get("before") or request.GET.get("after") or ""
        page = keyset_page(rows, order=("-spent_on", "-pk"), cursor=cursor, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    context = {"channel": channel, "form": form, "page": page, "problem": problem, "currency": currency}
    return render(request, "candidates/channels/costs.html", context, status=status)


def load_cost(_user: User, uuid: uuids.UUID) -> ChannelCost:
    """Find a cost, taken back or not."""
    cost = ChannelCost.objects.select_related("channel").filter(uuid=uuid).first()
    if cost is None:
        raise Http404
    return cost


@needs("candidates.log_channel_cost", load=load_cost)
@require_POST
def remove(request: HttpRequest, cost: ChannelCost) -> HttpResponse:
    remove_cost(cost=cost, by=viewer(request))
    toast(request, f"Took back {cost.what}.", undo=reverse("candidates:restore_channel_cost", args=[cost.uuid]))
    return redirect("candidates:channel_costs", cost.channel.slug)


@needs("candidates.log_channel_cost", load=load_cost)
@require_POST
def restore(request: HttpRequest, cost: ChannelCost) -> HttpResponse:
    restore_cost(cost=cost, by=viewer(request))
    toast(request, f"{cost.what} counts again.")
    return redirect("candidates:channel_costs", cost.channel.slug)
