"""From reasons to a page, each number with the address of the changes it counts."""

from collections.abc import Sequence

from django.urls import reverse

from hiring.pipeline.enums import Standing
from hiring.roles.enums import StageKind
from insights.flow.forms import NONE
from insights.narrowing.forms import RowsLink
from insights.narrowing.tables import Cell, Line, Table
from insights.reasons.queries import Ending, Wish, of_offers
from insights.shares.comparison import Share
from insights.shares.wording import count_change, share_cell
from workspace.charts import Chart, Series


def wishes_chart(found: Sequence[Wish], link: RowsLink) -> Chart:
    return Chart(
        id="declined",
        title="Why they said no, in the five things people want",
        note="Who left by their own choice and said why.",
        kind="stacked",
        label_head="They wanted",
        labels=[short(one) for one in found],
        series=[
            Series(
                "declined an offer",
                [one.offers for one in found],
                [link.moves(way=Standing.WITHDRAWN, out_of="offer", motivation=one.motivation.slug) for one in found],
                "below",
            ),
            Series("withdrew before one", [one.earlier for one in found], tone="info"),
        ],
    )


def short(wish: Wish) -> str:
    return wish.motivation.slug.capitalize()


def wishes_table(found: Sequence[Wish], theirs: Sequence[Ending], link: RowsLink, *, may_prove: bool) -> Table:
    """Declined offers in the five motivations, beside what we put against each; that leads on for those who may change it."""
    proofs = reverse("candidates:proof_points") if may_prove else ""
    declined, named, silent = of_offers(theirs)
    lines = [
        Line(
            one.motivation.wants,
            [
                Cell(
                    one.offers,
                    url=link.moves(way=Standing.WITHDRAWN, out_of="offer", motivation=one.motivation.slug),
                ),
                share_cell(Share(one.offers, declined)),
                Cell(one.offers + one.earlier, url=link.moves(way=Standing.WITHDRAWN, motivation=one.motivation.slug)),
                Cell(one.proofs, url=proofs),
            ],
        )
        for one in found
    ]
    other = declined - named - silent
    lines.append(
        Line(
            "Something else, such as pay or place",
            [Cell(other), share_cell(Share(other, declined)), Cell(None), Cell(None)],
        )
    )
    silence = link.moves(way=Standing.WITHDRAWN, out_of="offer", reason=NONE)
    lines.append(
        Line(
            "They did not say", [Cell(silent, url=silence), share_cell(Share(silent, declined)), Cell(None), Cell(None)]
        )
    )
    return Table(
        "declined-offers",
        "Declined offers",
        ["They wanted", "Declined an offer", "Of declined offers", "All who left over it", "Our proof points"],
        lines,
        note="The reason is chosen where a withdrawal is noted. A wish that loses people and has no proof point is one to work on.",
    )


def endings_table(
    id: str,
    title: str,
    found: Sequence[Ending],
    link: RowsLink,
    way: Standing,
    before: Sequence[Ending] | None,
    before_link: RowsLink,
) -> Table:
    """How often each reason ended an application, by the stage it was in."""
    kinds = [kind for kind in StageKind.values if any(one.by_kind[kind] for one in found)]
    total = sum(one.total for one in found)
    was = {_slug(one): one.total for one in before or ()}
    lines = []
    for one in found:
        slug = _slug(one)
        cells = [Cell(one.total, url=link.moves(way=way, reason=slug)), share_cell(Share(one.total, total))]
        cells += [Cell(one.by_kind[kind], url=link.moves(way=way, reason=slug, out_of=kind)) for kind in kinds]
        if before is not None:
            cells.append(count_change(one.total, was.get(slug, 0), before_link.moves(way=way, reason=slug)))
        lines.append(Line(str(one.reason or "No reason given"), cells))
    heads = ["Reason", "Times", "Of all", *(f"In {StageKind(kind).label.lower()}" for kind in kinds)]
    heads += ["Times before"] if before is not None else []
    return Table(id, title, heads, lines, empty="Nobody in this period.")


def _slug(ending: Ending) -> str:
    return ending.reason.slug if ending.reason is not None else NONE
