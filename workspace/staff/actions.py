"""Letting people in, and letting them go."""

import datetime as dt
import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from workspace.staff.enums import Persona
from workspace.staff.models import Invitation, User
from workspace.staff.refusals import InvitationRefused, StaffError
from workspace.staff.signals import staff_changed, staff_invited

INVITATION_LASTS = dt.timedelta(days=7)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, email: str, name: str, persona: str, by: User) -> Invitation:
    """Invite somebody by mail; an open invitation to the same address is replaced. The token exists in that mail only."""
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise InvitationRefused(
            f"{email} already has an account. Change its persona, or let it back in, on the list of people."
        )
    Invitation.objects.open().filter(email=email).update(revoked_at=timezone.now(), revoked_by=by)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name.strip(),
        persona=persona,
        token_hash=hash_token(token),
        invited_by=by,
        expires_at=timezone.now() + INVITATION_LASTS,
    )
    staff_invited.send(Invitation, invitation=invitation, token=token)
    staff_changed.send(Invitation, row=invitation, verb="invited_person", facts={"persona": persona}, by=by)
    return invitation


def find_invitation(token: str) -> Invitation:
    """Return the open invitation of a link, or raise InvitationRefused with what to do."""
    invitation = Invitation.objects.filter(token_hash=hash_token(token)).first()
    if invitation is None:
        raise InvitationRefused("This link is not an invitation of ours. Check that the whole address was copied.")
    if invitation.accepted_at:
        raise InvitationRefused("This invitation was used. Sign in with the password you chose then.")
    if invitation.revoked_at:
        raise InvitationRefused(
            "This invitation was withdrawn, or a newer one was sent. Look for a newer mail, or ask for one."
        )
    if invitation.expires_at <= timezone.now():
        raise InvitationRefused(f"This invitation has expired. Ask {invitation.invited_by.name} for a new one.")
    return invitation


def accept_invitation(*, token: str, name: str, password: str, time_zone: str) -> User:
    """Make the account an invitation promises. Two clicks at once make one account; raises InvitationRefused."""
    try:
        with transaction.atomic():
            Invitation.objects.select_for_update(of=("self",)).filter(token_hash=hash_token(token)).first()
            invitation = find_invitation(token)
            validate_password(password, User(email=invitation.email, name=name))
            user = User.objects.create_user(
                invitation.email, password, name=name.strip(), persona=invitation.persona, time_zone=time_zone
            )
            invitation.accepted_at, invitation.accepted_by = timezone.now(), user
            invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
            staff_changed.send(
                Invitation, row=user, verb="accepted_invitation", facts={"persona": user.persona}, by=user
            )
    except IntegrityError as error:
        raise InvitationRefused("There is an account with this address by now. Sign in instead.") from error
    return user


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Withdraw an invitation that was not used."""
    changed = Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now(), revoked_by=by)
    if not changed:
        raise InvitationRefused("This invitation is no longer open.")
    staff_changed.send(Invitation, row=invitation, verb="revoked_invitation", facts={}, by=by)


@transaction.atomic
def set_persona(*, user: User, persona: str, side: str, title: str, by: User) -> User:
    """Change what somebody comes to do. The last admin stays one, or nobody could let anybody in."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.persona == Persona.ADMIN and persona != Persona.ADMIN:
        keep_an_admin(user)
    before = user.persona
    user.persona, user.side, user.title = persona, side, title.strip()
    user.save(update_fields=["persona", "side", "title", "updated_at"])
    staff_changed.send(User, row=user, verb="changed_persona", facts={"before": before, "after": persona}, by=by)
    return user


@transaction.atomic
def let_go(*, user: User, by: User) -> User:
    """End somebody's access at once, on every device. What they wrote stays theirs."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.pk == by.pk:
        raise StaffError("You cannot end your own access. Ask another admin.")
    if user.persona == Persona.ADMIN:
        keep_an_admin(user)
    user.is_active = False
    user.save(update_fields=["is_active", "updated_at"])
    end_sessions(user)
    staff_changed.send(User, row=user, verb="ended_access", facts={}, by=by)
    return user


@transaction.atomic
def let_back_in(*, user: User, by: User) -> User:
    """Give somebody their access back."""
    User.objects.filter(pk=user.pk).update(is_active=True, updated_at=timezone.now())
    user.refresh_from_db()
    staff_changed.send(User, row=user, verb="restored_access", facts={}, by=by)
    return user


def keep_an_admin(leaving: User) -> None:
    """Refuse to lose the last admin. Locks the admins, so that two cannot leave at once."""
    admins = User.objects.select_for_update(of=("self",)).filter(persona=Persona.ADMIN, is_active=True)
    if not [admin for admin in admins if admin.pk != leaving.pk]:
        raise StaffError("This is the only admin. Make somebody else an admin first.")


def end_sessions(user: User) -> int:
    """Delete the sessions of one user; return how many. Reads them all, which is rare and right."""
    mine = [
        s.pk
        for s in Session.objects.filter(expire_date__gt=timezone.now())
        if s.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    return Session.objects.filter(pk__in=mine).delete()[0]
