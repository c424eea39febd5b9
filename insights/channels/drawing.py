"""From the channels' figures to tables, each number with the address of its rows."""

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from insights.channels.queries import MILESTONE_NAMES, MILESTONES, ChannelLine
from insights.channels.watches import WatchLine
from insights.narrowing.forms import RowsLink, ScopeForm
from insights.narrowing.tables import Cell, Line, Table
from insights.shares.comparison import Verdict
from insights.shares.wording import change_cell, count_change, share_cell

HEADS = ("Logged", "Applications", *MILESTONE_NAMES.values())
MORE_AND_FEWER = (
    "“More” and “fewer” stand only where the applications so far make it at least 95 % sure that this channel’s people reach a screen more or "
    "less often than all others’ together. Who chose which channel to read, and how strict the first look was, differs between channels: the "
    "figures tell what happened, not why."
)
SAID = {
    Verdict.MORE: "more than the others",
    Verdict.FEWER: "fewer than the others",
    Verdict.CANNOT_TELL: "cannot tell apart yet",
}


def cells(line: ChannelLine, form: ScopeForm, *, may_list: bool) -> list[tuple[str, int | None, str]]:
    """Return the row's numbers under their heads, each with the address of the people it counts, where the viewer may open one."""
    slug, link = line.channel.slug, form.link()
    # The list of candidates knows a first day and no last one.
    opens = may_list and form.period.last is None and form.is_of_all_roles
    listed = {"channel": slug} | ({"since": str(form.period.first)} if form.period.first else {})
    logged = line.logged if form.is_of_all_roles else None
    found: list[tuple[int | None, str]] = [
        (logged, f"{reverse('candidates:list')}?{urlencode(listed)}" if opens else "")
    ]
    # The bar may name this channel already.
    own = {} if form.wanted.get("channel") else {"channel": slug}
    found.append((line.applied, link.to(**own)))
    found += [(people, link.to(**own, reached=kind)) for kind, people in zip(MILESTONES, line.reached, strict=True)]
    return [(head, people, url) for head, (people, url) in zip(HEADS, found, strict=True)]


def reached_table(
    rows: Sequence[tuple[ChannelLine, list[tuple[str, int | None, str]]]],
    before: Sequence[ChannelLine] | None,
    before_link: RowsLink,
) -> Table:
    """How far each channel's people came, and whether they reach a screen more often than the others'."""
    was = {one.channel.pk: one for one in before or ()}
    lines = []
    for line, numbers in rows:
        share = share_cell(line.share)
        against = (
            Cell(line.verdict.value if line.share.is_enough else None, SAID[line.verdict])
            if line.applied
            else Cell(None)
        )
        found = [*(Cell(number, url=url) for _, number, url in numbers), share, against]
        if before is not None and (earlier := was.get(line.channel.pk)):
            url = before_link.to(channel=line.channel.slug)
            found += [count_change(line.applied, earlier.applied, url), change_cell(line.share, earlier.share)]
        elif before is not None:
            found += [Cell(0), Cell(None)]
        lines.append(Line(line.channel.name, found, icon=line.channel.mark))
    heads = ["Channel", *HEADS, "Of its applications, a screen", "Beside the others"]
    heads += ["Applications before", "Screens, against before"] if before is not None else []
    return Table("channels", "How far their people came", heads, lines, empty="No channels yet.")


def cost_table(lines: Sequence[ChannelLine], currency: str) -> Table:
    """What one person at each stage took, in hours of our own and in money; each channel leads to where that is logged."""
    found = []
    for line in lines:
        counts = (line.applied, *line.reached)
        found.append(
            Line(
                line.channel.name,
                [
                    Cell(float(line.spent.hours), f"{line.spent.hours:.0f}"),
                    Cell(float(line.spent.amount), f"{line.spent.amount:,.0f}"),
                    *(per_person(line.spent.hours, line.spent.amount, people, currency) for people in counts),
                ],
                icon=line.channel.mark,
                url=reverse("candidates:channel_costs", args=[line.channel.slug]),
            )
        )
    heads = [
        "Channel",
        "Hours",
        currency,
        "Per application",
        *(f"Per {name.lower()}" for name in MILESTONE_NAMES.values()),
    ]
    return Table(
        "cost-per-stage",
        "What it took, per person at each stage",
        heads,
        found,
        note="What was logged in the period, over those who applied in it. Open a channel to log hours and money.",
        empty="No channels yet.",
    )


def per_person(hours: Decimal, amount: Decimal, people: int, currency: str) -> Cell:
    """Write what one person took; nothing logged, or nobody there, is no zero."""
    if not (hours or amount):
        return Cell(None)
    if not people:
        return Cell(None, "nobody yet")
    parts = [f"{hours / people:.1f} h"] if hours else []
    parts += [f"{amount / people:,.0f} {currency}"] if amount else []
    return Cell(", ".join(parts))


def watch_table(watches: Sequence[WatchLine]) -> Table:
    """What reading brought, watch by watch."""
    lines = [
        Line(
            one.watch.name,
            [
                Cell(one.judged),
                Cell(one.flagged),
                Cell(one.replied),
                *(Cell(people) for _, people in one.steps),
            ],
            url=reverse("candidates:feed", args=[one.watch.uuid]),
        )
        for one in watches
    ]
    heads = ["Watch", "Papers judged", "Flagged", "Replied", *MILESTONE_NAMES.values()]
    return Table("watches", "Watch by watch", heads, lines, empty="No watch yet, or no role.")
