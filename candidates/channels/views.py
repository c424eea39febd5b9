"""Where people come from: the list of channels, and editing them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from candidates.channels.actions import ChannelRefused, add_channel, edit_channel
from candidates.channels.forms import ChannelForm
from candidates.channels.models import Channel
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


@needs("candidates.list_channels")
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel, those in use first, each with the way to its candidates."""
    context = {
        "channels": Channel.objects.order_by("-is_active", "position", "name"),
        "may_edit": viewer(request).has_perm("candidates.edit_channels"),
    }
    return render(request, "candidates/channels/channels.html", context)


@needs("candidates.edit_channels")
@require_http_methods(["GET", "POST"])
def new_channel(request: HttpRequest) -> HttpResponse:
    form = ChannelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            channel = add_channel(**form.cleaned_data, by=viewer(request))
        except ChannelRefused as error:
            form.add_error("name", str(error))
        else:
            toast(request, f"Added {channel.name}.")
            return redirect("candidates:channels")
    return _form(request, form, None)


def load_channel(_user: User, slug: str) -> Channel:
    """Find a channel by its slug; nothing about one is secret to staff who may list them."""
    channel = Channel.objects.filter(slug=slug).first()
    if channel is None:
        raise Http404
    return channel


@needs("candidates.edit_channels", load=load_channel)
@require_http_methods(["GET", "POST"])
def channel_page(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Edit one channel."""
    form = ChannelForm(request.POST if request.method == "POST" else None, channel=channel)
    if request.method == "POST" and form.is_valid():
        channel = edit_channel(channel=channel, changes=form.cleaned_data, by=viewer(request))
        toast(request, f"Saved {channel.name}.")
        return redirect("candidates:channels")
    return _form(request, form, channel)


def _form(request: HttpRequest, form: ChannelForm, channel: Channel | None) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "candidates/channels/channel.html", {"form": form, "channel": channel}, status=status)
