import datetime as dt
import re
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from tests import factories
from workspace.mail.actions import deliver_due_mail
from workspace.mail.models import Mail
from workspace.models import Activity, Invitation, User
from workspace.staff.actions import (
    accept_invitation,
    find_invitation,
    invite,
    let_back_in,
    let_go,
    revoke_invitation,
    set_persona,
)
from workspace.staff.refusals import InvitationRefused, StaffError

ANSWER = {"name": "Nia Newcomer", "password": "three plain words", "time_zone": "Europe/Zurich"}


def token_of(invitation):
    body = Mail.objects.get(key=f"staff-invitation/{invitation.uuid}").body
    return re.search(r"/invitation/([^/]+)/", body)[1]


@pytest.fixture
def invitation(admin):
    return invite(email="Nia@Mail.example", name="Nia", persona="recruiter", by=admin)


def test_accepting_an_invitation_makes_the_account_it_promised(invitation):
    user = accept_invitation(token=token_of(invitation), **ANSWER)

    assert (user.email, user.name, user.persona, user.time_zone) == (
        "nia@mail.example",
        "Nia Newcomer",
        "recruiter",
        "Europe/Zurich",
    )
    assert user.check_password("three plain words")
    assert list(Activity.objects.values_list("verb", flat=True)) == ["invited_person", "accepted_invitation"]


def test_the_token_is_kept_nowhere_once_the_mail_has_left(invitation):
    token = token_of(invitation)

    deliver_due_mail()

    assert token not in Mail.objects.get().body
    assert token not in str(Invitation.objects.values())


def test_an_invitation_is_good_once(invitation):
    token = token_of(invitation)
    accept_invitation(token=token, **ANSWER)

    with pytest.raises(InvitationRefused, match="was used"):
        accept_invitation(token=token, **ANSWER)


def test_an_expired_invitation_names_whom_to_ask(invitation, admin):
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    with pytest.raises(InvitationRefused, match=f"Ask {admin.name}"):
        find_invitation(token_of(invitation))


def test_a_newer_invitation_replaces_the_older(invitation, admin):
    newer = invite(email="nia@mail.example", name="", persona="interviewer", by=admin)

    with pytest.raises(InvitationRefused, match="newer one was sent"):
        find_invitation(token_of(invitation))
    assert find_invitation(token_of(newer)) == newer


def test_a_revoked_invitation_opens_nothing(invitation, admin):
    revoke_invitation(invitation=invitation, by=admin)

    with pytest.raises(InvitationRefused, match="withdrawn"):
        find_invitation(token_of(invitation))
    with pytest.raises(InvitationRefused, match="no longer open"):
        revoke_invitation(invitation=invitation, by=admin)


def test_a_guessed_token_opens_nothing(db):
    with pytest.raises(InvitationRefused, match="not an invitation of ours"):
        find_invitation("guess")


def test_somebody_with_an_account_is_not_invited_again(admin, recruiter):
    with pytest.raises(InvitationRefused, match="already has an account"):
        invite(email=recruiter.email.upper(), name="", persona="admin", by=admin)


def test_a_weak_password_is_refused_and_the_invitation_kept(invitation):
    with pytest.raises(ValidationError):
        accept_invitation(token=token_of(invitation), **ANSWER | {"password": "short"})

    assert find_invitation(token_of(invitation)) == invitation


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_account():
    token = token_of(invite(email="n@mail.example", name="", persona="recruiter", by=factories.UserFactory(admin=True)))
    results = []

    def click():
        try:
            results.append(accept_invitation(token=token, **ANSWER).email)
        except InvitationRefused:
            results.append("refused")
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert sorted(results) == ["n@mail.example", "refused"]
    assert User.objects.filter(email="n@mail.example").count() == 1


def test_set_persona_changes_what_somebody_may_do(admin, interviewer):
    set_persona(user=interviewer, persona="hiring_manager", side="engineer", title="Head of perception", by=admin)

    interviewer.refresh_from_db()
    assert (interviewer.persona, interviewer.side, interviewer.title) == (
        "hiring_manager",
        "engineer",
        "Head of perception",
    )


def test_the_last_admin_stays_one(admin):
    with pytest.raises(StaffError, match="only admin"):
        set_persona(user=admin, persona="recruiter", side="other", title="", by=admin)


def test_let_go_ends_every_session_at_once(admin, recruiter, sign_in):
    client = sign_in(recruiter)

    let_go(user=recruiter, by=admin)

    assert client.get("/settings/").status_code == 302
    let_back_in(user=recruiter, by=admin)
    recruiter.refresh_from_db()
    assert recruiter.is_active


def test_nobody_locks_themselves_out(admin):
    with pytest.raises(StaffError, match="your own access"):
        let_go(user=admin, by=admin)


def test_let_go_keeps_an_admin(admin):
    other = factories.UserFactory(admin=True)
    let_go(user=other, by=admin)

    assert not User.objects.get(pk=other.pk).is_active
