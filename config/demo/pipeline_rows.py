"""Walks as rows: applications, each move, and notes on them."""

import datetime as dt
import random

from candidates.channels.models import Channel
from config.demo.candidate_rows import Arrival
from config.demo.house import House
from config.demo.rows import Log, at, create
from config.demo.walks import Move, Walk
from config.demo.works import words
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application, ApplicationNote, ClosingReason, StageChange
from hiring.roles.models import Stage

VERBS = {"hired": "hired_application", "rejected": "rejected_application", "withdrawn": "withdrew_application"}

Written = list[tuple[Walk, Arrival, Application]]


def write_applications(arrivals: list[Arrival], house: House, log: Log, rng: random.Random) -> Written:
    """Write every walk as an application with its history; return them with the walks they came from."""
    reasons = {reason.slug: reason for reason in ClosingReason.objects.all()}
    channels = {channel.slug: channel for channel in Channel.objects.all()}
    written: Written = []
    changes: list[StageChange] = []
    for arrival in arrivals:
        for walk in arrival.walks:
            application = _application(walk, arrival, house, channels, reasons)
            written.append((walk, arrival, application))
            changes += _changes(walk, arrival, application, house, reasons, log, rng)
    create(Application, [application for _, _, application in written])
    # Newer moves have higher keys: an application's history is replayed in the order of its keys.
    changes.sort(key=lambda change: change.happened_at)
    create(StageChange, changes)
    _write_notes(written, house, log, rng)
    return written


def _application(
    walk: Walk,
    arrival: Arrival,
    house: House,
    channels: dict[str, Channel],
    reasons: dict[str, ClosingReason],
) -> Application:
    last = walk.moves[-1]
    closed = walk.standing != Standing.ACTIVE
    entered = last if not closed else next(move for move in reversed(walk.moves) if move.stage)
    application = Application(
        candidate=arrival.candidate,
        role=house.roles[walk.role.key],
        stage=house.stages[walk.role.key, walk.stage],
        standing=walk.standing,
        channel=channels[walk.channel],
        channel_detail=arrival.candidate.channel_detail if walk.channel == arrival.channel else "came back",
        added_by=arrival.candidate.added_by,
        applied_at=walk.applied_at,
        entered_at=entered.at,
        closed_at=last.at if closed else None,
        closing_reason=reasons[last.reason] if closed and last.reason else None,
        **at(walk.applied_at),
    )
    application.updated_at = walk.last_at
    return application


def _changes(
    walk: Walk,
    arrival: Arrival,
    application: Application,
    house: House,
    reasons: dict[str, ClosingReason],
    log: Log,
    rng: random.Random,
) -> list[StageChange]:
    rows = []
    stage: Stage | None = None
    standing = ""
    for move in walk.moves:
        before, standing_before = stage, standing
        stage = house.stages[walk.role.key, move.stage] if move.stage else stage
        standing = move.standing or Standing.ACTIVE
        by = house.staff[move.by]
        change = StageChange(
            application=application,
            before=before,
            after=stage,
            standing_before=standing_before,
            standing_after=standing,
            happened_at=move.at,
            by=by if before or arrival.candidate.added_by else None,
            reason=reasons[move.reason] if move.reason else None,
            note=rng.choice(words()["withdrawn"]["texts"]) if standing == Standing.WITHDRAWN else "",
            **at(move.at),
        )
        rows.append(change)
        _log(change, move, log)
    return rows


def _log(change: StageChange, move: Move, log: Log) -> None:
    application = change.application
    facts = {"to": change.after.name if change.after else ""}
    facts |= {"from": change.before.name} if change.before else {}
    facts |= {"reason": move.reason} if move.reason else {}
    log.add(
        _verb(move, change.standing_before),
        "stagechange",
        change.uuid,
        moment=move.at,
        by=change.by,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        **facts,
    )


def _verb(move: Move, standing_before: str) -> str:
    if not standing_before:
        return "added_application"
    if move.standing == Standing.ACTIVE:
        return "reopened_application"
    return VERBS.get(move.standing, "moved_application")


def _write_notes(written: Written, house: House, log: Log, rng: random.Random) -> None:
    rows = []
    for walk, arrival, application in written:
        if not walk.reached("screen") or rng.random() < 0.5:
            continue
        author = house.staff[rng.choice([walk.role.manager, walk.role.recruiter])]
        since = next(move.at for move in walk.moves if move.stage == "screen")
        moment = since + dt.timedelta(seconds=rng.uniform(0, max((walk.last_at - since).total_seconds(), 60)))
        text = rng.choice(words()["notes"]["application"]["texts"])
        note = ApplicationNote(application=application, author=author, text=text, **at(moment))
        rows.append(note)
        log.add(
            "noted_on_application",
            "applicationnote",
            note.uuid,
            moment=moment,
            by=author,
            candidate=arrival.candidate.uuid,
            application=application.uuid,
            role=application.role.uuid,
        )
    create(ApplicationNote, rows)
