"""Channels and motivations, as rows."""

from candidates.catalogue import reading
from candidates.channels.models import Channel
from candidates.people.models import Motivation
from interviews.shipping.rows import Tally, ship


def ship_channels(tally: Tally) -> None:
    """Put the shipped channels into rows."""
    for position, channel in enumerate(reading.channels()):
        ship(
            Channel,
            tally,
            slug=channel.slug,
            name=channel.name,
            kind=channel.kind,
            mark=channel.icon,
            description=f"{channel.about}\n\nWorks when {channel.works_when}.",
            position=position,
        )


def ship_motivations(tally: Tally) -> None:
    """Put the five motivations into rows, each with the kinds of proof that answer it, one a line."""
    for position, motivation in enumerate(reading.motivations()):
        ship(
            Motivation,
            tally,
            slug=motivation.slug,
            wants=motivation.name,
            answer="\n".join(motivation.answers),
            position=position,
        )
