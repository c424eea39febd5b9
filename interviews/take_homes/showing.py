"""What raters read of a hand-in, and why not the rest: the same answer for their page, for a download and for whoever gave the task."""

import enum
from dataclasses import dataclass

from interviews.take_homes.enums import CleanState
from interviews.take_homes.known_words import mask_for
from interviews.take_homes.masking import Covered, Mask
from interviews.take_homes.models import HandIn, TakeHome
from workspace.files.models import StoredFile, TextState

MOST_SHOWN = 60_000


class FileState(enum.StrEnum):
    NONE = "none"
    PREPARING = "preparing"
    GIVEN = "given"
    NAMED = "named"  # its words name the author
    UNREAD = "unread"  # no words could be read in it: a picture, a scan
    PICTURES = "pictures"  # its words name nobody, its pictures may
    NOT_CLEANABLE = "not_cleanable"
    FAILED = "failed"

    @property
    def words(self) -> str:
        """Say to whoever gave the task why raters do not have the file."""
        return {
            FileState.NAMED: "The file names its author, so raters read its text with those words covered and do not get the file.",
            FileState.UNREAD: "No text could be read in the file, so only a person can say whether it names somebody. Raters do not get it until you looked.",
            FileState.PICTURES: "No word in the file names its author, but it holds pictures, or more pages than are read, and in those no name is "
            "looked for. Look before it goes to raters; until then they read its text.",
            FileState.NOT_CLEANABLE: "An archive cannot be cleaned: file names, histories and notebooks in it may name the author. Raters read its list and "
            "the text in it with names covered, and do not get the archive.",
            FileState.FAILED: "The file could not be opened, so it was not cleaned. Raters do not get it.",
            FileState.PREPARING: "The file is being cleaned. That takes a minute.",
        }.get(self, "")

    @property
    def wants_a_person(self) -> bool:
        return self in {
            FileState.NAMED,
            FileState.UNREAD,
            FileState.PICTURES,
            FileState.NOT_CLEANABLE,
            FileState.FAILED,
        }


@dataclass(frozen=True)
class Shown:
    """A hand-in as raters read it. `file` is what they may take, `file_text` what they read of it, `is_cut` that there is more."""

    text: Covered
    statement: Covered
    file_text: Covered
    is_cut: bool
    file: StoredFile | None
    file_state: FileState
    link: str
    link_is_kept: bool

    @property
    def covered(self) -> tuple[tuple[str, int], ...]:
        """Everything that was covered, with how often, the most frequent first."""
        found: dict[str, int] = {}
        for part in (self.text, self.statement, self.file_text):
            for words, times in part.found:
                found[words] = found.get(words, 0) + times
        return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    @property
    def wants_a_person(self) -> bool:
        """Whether raters get more once somebody looked."""
        return self.file_state.wants_a_person or self.link_is_kept


def shown(take_home: TakeHome, hand_in: HandIn) -> Shown:
    """Return what raters read. Four queries where it is rated blind, none otherwise; needs the hand-in with both its files."""
    mask = mask_for(take_home) if take_home.is_blind else None
    source = hand_in.raters_file or hand_in.file
    whole = source.text if source else ""
    # Covered as a whole and then cut: a cut first would leave half a name at its edge.
    read = _over(mask, whole)
    state, file = _file(take_home, hand_in, source, is_named=read.is_touched)
    link_may_be_shown = mask is None or hand_in.link_confirmed_at is not None
    return Shown(
        text=_over(mask, hand_in.text),
        statement=_over(mask, hand_in.statement),
        file_text=Covered(read.text[:MOST_SHOWN], read.found),
        is_cut=len(read.text) > MOST_SHOWN,
        file=file,
        file_state=state,
        link=hand_in.link if link_may_be_shown else "",
        link_is_kept=bool(hand_in.link) and not link_may_be_shown,
    )


def _over(mask: Mask | None, text: str) -> Covered:
    return mask.over(text) if mask is not None else Covered(text, ())


def _file(
    take_home: TakeHome, hand_in: HandIn, source: StoredFile | None, *, is_named: bool
) -> tuple[FileState, StoredFile | None]:
    if source is None:
        return FileState.NONE, None
    if not take_home.is_blind or hand_in.file_confirmed_at is not None:
        return FileState.GIVEN, source
    if hand_in.clean_state == CleanState.WAITING or source.text_state == TextState.WAITING:
        return FileState.PREPARING, None
    if hand_in.clean_state == CleanState.NOT_POSSIBLE:
        return FileState.NOT_CLEANABLE, None
    if hand_in.clean_state == CleanState.FAILED:
        return FileState.FAILED, None
    if source.text_state != TextState.READ:
        return FileState.UNREAD, None
    if is_named:
        return FileState.NAMED, None
    # What a person cleaned was looked at, pictures and all.
    if hand_in.unread_parts and hand_in.clean_state == CleanState.CLEANED:
        return FileState.PICTURES, None
    return FileState.GIVEN, source
