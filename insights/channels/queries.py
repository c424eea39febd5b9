"""What each channel brought and what it took, side by side."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from candidates.channels.models import Channel, ChannelCost
from candidates.people.models import Candidate, walls_before_candidates
from hiring.roles.enums import StageKind
from insights.funnel.queries import HIRED, KIND_ORDER, Progress
from insights.narrowing.periods import Period
from insights.shares.comparison import Share, Verdict, compare
from workspace.staff.models import User

# The stages a channel is read by: each person who got there or beyond counts, wherever they stand now.
MILESTONES: tuple[str, ...] = (
    StageKind.CONTACTED, StageKind.SCREEN, StageKind.ONSITE, StageKind.OFFER, HIRED,
)  # fmt: skip
MILESTONE_NAMES = {kind: "Hired" if kind == HIRED else str(StageKind(kind).label) for kind in MILESTONES}
COMPARED_BY = StageKind.SCREEN


@dataclass(frozen=True)
class Spent:
    """Hours of our own, and money in the organisation's currency."""

    hours: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class ChannelLine:
    """One channel's row. `reached` follows MILESTONES; `share` of those who applied came to a screen."""

    channel: Channel
    logged: int
    applied: int
    reached: tuple[int, ...]
    share: Share
    verdict: Verdict
    spent: Spent


def logged_per_channel(viewer: User, period: Period) -> dict[int, int]:
    """Count the candidates the viewer may see by the channel they came through. Two queries."""
    if not viewer.is_recruiting:
        return _per_channel(Candidate.objects.visible_to(viewer), period)
    # Everybody by the index of channels alone, which does not hold keys; then without the few this viewer is recused from.
    logged = _per_channel(Candidate.objects.present(), period)
    behind = Candidate.objects.present().filter(walls_before_candidates.q(viewer))
    for channel, number in _per_channel(behind, period).items():
        logged[channel] -= number
    return logged


def _per_channel(candidates: "QuerySet[Candidate]", period: Period) -> dict[int, int]:
    rows = candidates.exclude(channel=None)
    if period.begins_at:
        rows = rows.filter(created_at__gte=period.begins_at)
    if period.ends_at:
        rows = rows.filter(created_at__lt=period.ends_at)
    # Not of the key, which the index by channel does not hold.
    return dict(rows.order_by().values_list("channel").annotate(total=Count("*")))


def spent_per_channel(period: Period) -> dict[int, Spent]:
    """Sum what was logged for each channel. One query."""
    rows = ChannelCost.objects.kept()
    if period.first:
        rows = rows.filter(spent_on__gte=period.first)
    if period.last:
        rows = rows.filter(spent_on__lte=period.last)
    sums = rows.order_by().values_list("channel").annotate(hours=Sum("hours"), amount=Sum("amount"))
    return {channel: Spent(hours, amount) for channel, hours, amount in sums}


def channel_lines(
    came: list[Progress], channels: list[Channel], logged: dict[int, int], spent: dict[int, Spent]
) -> list[ChannelLine]:
    """Put each channel beside all others together; in the channels' own order, those without anything left out."""
    counts: dict[int, list[int]] = {}
    for row in came:
        rank = KIND_ORDER.index(row.kind)
        count = counts.setdefault(row.channel, [0] * (len(MILESTONES) + 1))
        count[0] += row.people
        for place, milestone in enumerate(MILESTONES, start=1):
            count[place] += row.people * (rank >= KIND_ORDER.index(milestone))
    column = 1 + MILESTONES.index(COMPARED_BY)
    everybody = Share(sum(count[column] for count in counts.values()), sum(count[0] for count in counts.values()))
    lines = []
    for channel in channels:
        applied, *reached = counts.get(channel.pk, [0] * (len(MILESTONES) + 1))
        share = Share(reached[column - 1], applied)
        line = ChannelLine(
            channel,
            logged.get(channel.pk, 0),
            applied,
            tuple(reached),
            share,
            compare(share, everybody.without(share)),
            spent.get(channel.pk, Spent()),
        )
        if channel.is_active or line.logged or line.applied or line.spent != Spent():
            lines.append(line)
    return lines
