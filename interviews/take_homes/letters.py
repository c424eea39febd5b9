"""What a candidate is written about their take-home: in their zone, where we know it, and always with the zone named."""

import datetime as dt

from interviews.booking.reaching import first_name
from interviews.sittings.letters import moment_in_words, zone_of
from interviews.take_homes.enums import AI_WORDS, AiPolicy
from interviews.take_homes.links import link_of
from interviews.take_homes.models import TakeHome
from workspace.mail.actions import queue_mail
from workspace.staff.models import Organisation

PREFIX = "take-home/"


def deadline_in_words(take_home: TakeHome, moment: dt.datetime | None = None) -> str:
    return moment_in_words(moment or take_home.closes_at, zone_of(take_home.application.candidate))


def send_task(take_home: TakeHome) -> None:
    """Give the task, with everything that is known beforehand."""
    lines = [
        *([take_home.words, ""] if take_home.words else []),
        f"we have a task for you to do at home, in a time of your choosing: about {take_home.hours}, and please no longer.",
        "",
        f"Hand it in until {deadline_in_words(take_home)}:",
        link_of(take_home),
        "",
        "The page shows the task, what will be looked at and what good looks like. You can replace what you hand in until then.",
        f"What you get: {take_home.reward}",
        AI_WORDS[AiPolicy(take_home.ai_policy)],
        *(
            ["The people who rate it do not know whose it is: leave your name out of your files."]
            if take_home.is_blind
            else []
        ),
        "",
        "If you need more time or another way, answer this mail. If you would rather not do it, say so on the page.",
        "The link is yours alone; please do not pass it on.",
    ]
    _send(take_home, "given", "A task for you", lines)


def send_extension(take_home: TakeHome) -> None:
    """Say that there is more time."""
    lines = [
        f"you have more time: hand it in until {deadline_in_words(take_home)}, with the same link:",
        link_of(take_home),
    ]
    _send(take_home, f"extended/{int(take_home.closes_at.timestamp())}", "More time for your task", lines)


def send_receipt(take_home: TakeHome, number: int, *, is_final: bool) -> None:
    """Confirm that it arrived."""
    left = (
        "It is being read now, and can no longer be replaced."
        if is_final
        else f"You can replace it until {deadline_in_words(take_home)}, with the same link:\n{link_of(take_home)}"
    )
    _send(
        take_home,
        f"came/{number}/{'final' if is_final else 'first'}",
        "Your work arrived",
        ["your work arrived. Thank you.", "", left],
    )


def send_refusal(take_home: TakeHome) -> None:
    """Confirm that nothing is expected."""
    _send(take_home, "declined", "Noted", ["thank you for telling us. Nothing is expected of you."])


def send_withdrawal(take_home: TakeHome) -> None:
    """Say that nothing is expected any more."""
    lines = ["we take the task back: please do not work on it any more. Answer this mail if you did not expect that."]
    _send(take_home, "withdrawn", "We take the task back", lines)


def _send(take_home: TakeHome, occasion: str, what: str, lines: list[str]) -> None:
    if not take_home.address:
        return
    organisation, candidate = Organisation.current(), take_home.application.candidate
    queue_mail(
        key=f"{PREFIX}{take_home.uuid}/{occasion}",
        to=take_home.address,
        subject=f"{organisation.name}: {what}",
        body="\n".join([f"Hello {first_name(candidate)},", "", *lines, "", organisation.name]),
        candidate=candidate.uuid,
        headers={"Reply-To": take_home.given_by.email},
        is_secret=True,  # it holds the link
    )
