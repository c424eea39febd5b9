"""Handing work in. One hand-in stands; what it replaces is forgotten, bytes and all."""

import datetime as dt
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from interviews.take_homes.door import Door
from interviews.take_homes.enums import CleanState
from interviews.take_homes.giving import locked, log
from interviews.take_homes.letters import send_receipt
from interviews.take_homes.models import HandIn, TakeHome
from interviews.take_homes.queries import door_of, standing_of
from interviews.take_homes.refusals import HandInRefused
from workspace.files.actions import discard_bytes, forget_file, store_file
from workspace.files.cleaning import CLEANABLE
from workspace.files.models import StoredFile
from workspace.files.refusals import UploadRefused
from workspace.staff.models import User

LONGEST_TEXT = 60_000


def hand_in(
    *,
    take_home: TakeHome,
    text: str = "",
    link: str = "",
    upload: UploadedFile | None = None,
    statement: str = "",
    minutes_spent: int | None = None,
    is_final: bool = False,
    now: dt.datetime | None = None,
) -> HandIn:
    """Hand in, or raise HandInRefused with what was handed in before standing. Without a new file the one of before goes along."""
    moment = now or timezone.now()
    made = HandIn(
        text=text.strip(),
        link=link.strip(),
        statement=statement.strip(),
        minutes_spent=minutes_spent,
        handed_in_at=moment,
    )
    try:
        with transaction.atomic():
            take_home = locked(take_home)
            before = standing_of(take_home)
            _refuse_late(take_home, before, moment)
            made.take_home, made.file = take_home, _stored(upload)
            _put_in_place_of(before, made)
            if is_final:
                take_home.finished_at = moment
                take_home.save(update_fields=["finished_at", "updated_at"])
            send_receipt(take_home, made.pk, is_final=is_final)
            log("handed_in_take_home", take_home, None)
    except BaseException:
        if upload is not None and made.file is not None:
            discard_bytes(made.file)
        raise
    return made


def _put_in_place_of(before: HandIn | None, made: HandIn) -> None:
    from interviews.take_homes.tasks import clean_file

    kept = before.file if made.file is None and before is not None else made.file
    if not (made.text or made.link or kept):
        raise HandInRefused("Nothing is here yet. Add a file, a link or some text.")
    if len(made.text) > LONGEST_TEXT:
        raise HandInRefused(f"The text is longer than {LONGEST_TEXT:,} characters. Hand it in as a file.")
    if before is not None:
        let_go([before], keep=kept, replaced_at=made.handed_in_at)
    made.file, made.clean_state = kept, _first_state(kept)
    made.save()
    if made.clean_state == CleanState.WAITING:
        clean_file.delay_on_commit(made.pk)  # type: ignore[attr-defined]


@transaction.atomic
def finish(*, take_home: TakeHome, now: dt.datetime | None = None) -> TakeHome:
    """The candidate says that it is finished, so that it is read before the deadline; or raise HandInRefused."""
    now, take_home = now or timezone.now(), locked(take_home)
    if take_home.finished_at is not None:
        return take_home
    before = standing_of(take_home)
    if before is None:
        raise HandInRefused("Hand something in first.")
    if door_of(take_home, before, now) is not Door.OPEN:
        raise HandInRefused("It is being read already.")
    take_home.finished_at = now
    take_home.save(update_fields=["finished_at", "updated_at"])
    send_receipt(take_home, before.pk, is_final=True)
    log("finished_take_home", take_home, None)
    return take_home


def let_go(hand_ins: Iterable[HandIn], *, keep: StoredFile | None = None, replaced_at: dt.datetime) -> None:
    """Forget what was handed in, and its files but `keep`; that and when it came stays."""
    for one in hand_ins:
        files = [file for file in (one.file, one.raters_file) if file is not None and file != keep]
        one.text = one.link = one.statement = one.clean_state = ""
        one.file = one.raters_file = None
        one.replaced_at = one.replaced_at or replaced_at
        one.save()
        for file in files:
            forget_file(file)


@transaction.atomic
def replace_raters_file(*, take_home: TakeHome, upload: UploadedFile, by: User) -> HandIn:
    """Give raters a file that a person cleaned, instead of the candidate's; raises HandInRefused."""
    standing = _standing_file(take_home)
    stored, before = _stored(upload), standing.raters_file
    standing.raters_file, standing.clean_state = stored, CleanState.BY_HAND
    standing.file_confirmed_at = standing.file_confirmed_by = None
    standing.save()
    if before is not None:
        forget_file(before)
    log("replaced_take_home_file", take_home, by)
    return standing


@transaction.atomic
def confirm(*, take_home: TakeHome, what: str, by: User) -> HandIn:
    """Say that raters may have the file or follow the link: somebody looked, and it names nobody. Raises HandInRefused."""
    take_home = locked(take_home)
    standing = standing_of(take_home)
    if standing is None or not (standing.file if what == "file" else standing.link):
        raise HandInRefused("There is nothing to confirm any more. Reload the page.")
    if what == "file":
        standing.file_confirmed_at, standing.file_confirmed_by = timezone.now(), by
    else:
        standing.link_confirmed_at, standing.link_confirmed_by = timezone.now(), by
    standing.save()
    log(f"confirmed_take_home_{'file' if what == 'file' else 'link'}", take_home, by)
    return standing


def _standing_file(take_home: TakeHome) -> HandIn:
    standing = standing_of(locked(take_home))
    if standing is None or (standing.file is None and not standing.link):
        raise HandInRefused("Nothing that could be replaced was handed in.")
    return standing


def _refuse_late(take_home: TakeHome, before: HandIn | None, now: dt.datetime) -> None:
    where = door_of(take_home, before, now)
    if where is Door.OPEN:
        return
    words = {
        Door.OVER: "Time is over, and this was not kept. Answer our letter if something went wrong: there can be more.",
        Door.IN: "It is being read already, so it can no longer be replaced. What you handed in before stands.",
        Door.DECLINED: "You declined this task. Answer our letter if you changed your mind.",
        Door.WITHDRAWN: "This task was taken back. Answer our letter if you did not expect that.",
    }
    raise HandInRefused(words[where])


def _stored(upload: UploadedFile | None) -> StoredFile | None:
    if upload is None:
        return None
    try:
        return store_file(upload=upload, archives=True, by=None)
    except UploadRefused as refusal:
        raise HandInRefused(f"{refusal} A .zip is fine, too.") from refusal


def _first_state(file: StoredFile | None) -> str:
    if file is None:
        return ""
    return CleanState.WAITING if file.content_type in CLEANABLE else CleanState.NOT_POSSIBLE
