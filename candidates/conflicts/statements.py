"""What people say of themselves, so that conflicts can be found. Only they write it, for themselves."""

import uuid

from django.db import IntegrityError, transaction

from candidates.conflicts.enums import SelfKind, TieKind
from candidates.conflicts.models import OwnHandle, Tie
from candidates.conflicts.refusals import ConflictRefused
from candidates.conflicts.signals import statement_changed
from candidates.people.enums import IdentityKind
from candidates.people.handles import handle_of
from workspace.staff.models import User

MOST = 50


@transaction.atomic
def state_handle(*, kind: SelfKind, value: str, by: User) -> OwnHandle:
    """Add a name or a handle of one's own, in its one spelling; raises ConflictRefused or IdentityRefused."""
    if by.own_handles.count() >= MOST:
        raise ConflictRefused(f"{MOST} names and handles are enough. Take one away first.")
    known = value.strip() if kind == SelfKind.NAME else handle_of(IdentityKind(kind.value), value).value
    try:
        with transaction.atomic():
            handle = OwnHandle.objects.create(user=by, kind=kind, value=known[:200])
    except IntegrityError as error:
        raise ConflictRefused("You have stated this already.") from error
    statement_changed.send(User, user=by)
    return handle


@transaction.atomic
def state_tie(*, kind: TieKind, name: str, since: int | None, until: int | None, by: User) -> Tie:
    """Add an employer, a lab, an advisor or an advisee of one's own; raises ConflictRefused."""
    if by.ties.count() >= MOST:
        raise ConflictRefused(f"{MOST} ties are enough. Take one away first.")
    if since and until and until < since:
        raise ConflictRefused("It cannot end before it began. Check the two years.")
    tie = Tie.objects.create(user=by, kind=kind, name=name.strip(), since=since, until=until)
    statement_changed.send(User, user=by)
    return tie


def take_back(*, row: uuid.UUID, by: User) -> bool:
    """Take away what one stated oneself. Conflicts that were found by it stay: somebody may have decided them."""
    gone = by.own_handles.filter(uuid=row).delete()[0] or by.ties.filter(uuid=row).delete()[0]
    return bool(gone)
