"""Which colour and icon a state wears. Free of Django, so that no page invents a second language."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Tone:
    """A colour of the palette in `tokens.css` and the icon that says the same without it."""

    name: str
    icon: str


QUIET = Tone("quiet", "circle-dashed")
STRENGTH = Tone("strength", "rosette-discount-check")
MET = Tone("met", "check")
BELOW = Tone("below", "alert-triangle")
DANGER = Tone("danger", "x")
INFO = Tone("info", "circle-dot")

TONES: dict[str, Tone] = {
    # strength hypotheses
    "untested": QUIET,
    "supported": Tone("quiet", "circle-half-2"),
    "supported_once": Tone("quiet", "circle-half-2"),
    "confirmed": STRENGTH,
    "refuted": DANGER,
    # minimum bars
    "met": MET,
    "borderline": BELOW,
    "not_met": DANGER,
    # outcomes and decisions
    "hire": MET,
    "hire_signal": MET,
    "more_evidence": Tone("below", "help-circle"),
    "no": DANGER,
    # applications
    "active": INFO,
    "hired": MET,
    "rejected": Tone("quiet", "x"),
    "withdrawn": Tone("quiet", "arrow-back-up"),
    # roles, interviews, scorecards, long work
    "draft": Tone("quiet", "pencil"),
    "open": INFO,
    "on_hold": Tone("below", "player-pause"),
    "closed": Tone("quiet", "lock"),
    "filled": MET,
    "planned": Tone("quiet", "calendar"),
    "scheduled": Tone("info", "calendar-check"),
    "done": MET,
    "cancelled": Tone("quiet", "calendar-x"),
    "due": BELOW,
    "overdue": Tone("below", "clock-exclamation"),
    "submitted": MET,
    "amended": Tone("info", "pencil"),
    "waiting": Tone("below", "clock"),
    "pending": Tone("quiet", "clock"),
    "running": Tone("info", "loader"),
    "failed": DANGER,
    "undone": Tone("quiet", "arrow-back-up"),
    # letters
    "queued": Tone("info", "send"),
    "sent": MET,
    "received": Tone("info", "mail-opened"),
    "uncertain": Tone("below", "help-circle"),
    "automatic": Tone("quiet", "robot"),
    "returned": Tone("danger", "mail-x"),
    "dropped": Tone("quiet", "mail-off"),
    # what looking into a repository found; what is missing is no alarm
    "there": MET,
    "in_part": Tone("quiet", "circle-half-2"),
    "not_there": Tone("quiet", "circle-x"),
    "unclear": Tone("quiet", "help-circle"),
    # conflicts of interest
    "proposed": Tone("below", "help-circle"),
    "recused": Tone("info", "eye-off"),
    "cleared": Tone("quiet", "circle-check"),
    # whose code it is
    "official": Tone("info", "certificate"),
    "authors": Tone("info", "user-check"),
    "community": Tone("strength", "git-fork"),
    "unknown": Tone("quiet", "help-circle"),
}


def tone_of(state: str) -> Tone:
    """Return a state's tone; one we do not know is quiet, never alarming."""
    return TONES.get(state.strip().lower().replace(" ", "_").replace("-", "_"), QUIET)
