"""Saving a role's text, and letting a finding stand."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from hiring.desk.models import LONGEST_TEXT, Override, RoleText
from hiring.desk.queries import marked_words, reading_of, said_by
from hiring.desk.refusals import TextRefused
from hiring.linter.linting import rule as rule_of
from hiring.roles.actions import set_requirements
from hiring.roles.forms import LONGEST_LINE
from hiring.roles.models import Role
from workspace.activity.actions import log_activity
from workspace.staff.models import User

MOST_WORDS = 100


@transaction.atomic
def save_text(*, role: Role, text: str, seen_version: int, by: User) -> RoleText:
    """Keep a text as the role's, or raise TextRefused. `seen_version` is that of the text it was typed over, 0 for none."""
    role = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    if not text.strip():
        raise TextRefused("There is no text to save.")
    if len(text) > LONGEST_TEXT:
        raise TextRefused(f"The text has {len(text):,} characters; keep it under {LONGEST_TEXT:,}.")
    kept = RoleText.objects.filter(role=role).first()
    version = kept.version if kept else 0
    if version != seen_version:
        raise TextRefused(
            "Somebody saved this text after you opened it. Yours is still below: open the desk in a second window, compare, and save again."
        )
    if kept and kept.text == text:
        return kept
    kept = kept or RoleText(role=role)
    kept.text, kept.version, kept.saved_by, kept.saved_at = text, version + 1, by, timezone.now()
    kept.save()
    log_activity(verb="saved_role_text", subject=role, by=by, role=role.uuid, facts={"version": kept.version})
    return kept


@transaction.atomic
def take_lists(*, role: Role, lists: Mapping[str, Sequence[str]], by: User) -> None:
    """Make the lists of the text the role's own; one the text does not have stays as it is. Raises TextRefused."""
    for lines in lists.values():
        if long := next((line for line in lines if len(line) > LONGEST_LINE), None):
            raise TextRefused(
                f"“{long[:40]}…” is longer than {LONGEST_LINE} characters: too long for a line of a list."
            )
    taken = {kind: lines for kind, lines in lists.items() if lines}
    for kind, lines in taken.items():
        set_requirements(role=role, kind=kind, texts=lines)
    log_activity(verb="edited_role", subject=role, by=by, role=role.uuid, facts={"fields": sorted(taken)})


@transaction.atomic
def override_finding(*, role: Role, text: str, rule: str, reason: str, by: User) -> Override:
    """Let what a rule finds in this text stand, for a reason; or raise TextRefused."""
    role = Role.objects.select_for_update(of=("self",)).select_related("profile").get(pk=role.pk)
    if not reason.strip():
        raise TextRefused("Say why it may stand: the reason is kept and shown.")
    if rule_of(rule) is None:
        raise TextRefused("There is no such rule.")
    said = said_by(role)
    found = [one.finding for one in reading_of(role, text, said, None).shown if one.finding.rule == rule]
    if not found:
        raise TextRefused("That rule finds nothing in this text any more.")
    words = list(dict.fromkeys(word for one in found for word in marked_words(text, one)))[:MOST_WORDS]
    Override.objects.filter(role=role, rule=rule, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by
    )
    made = Override.objects.create(role=role, rule=rule, words=words, reason=reason.strip(), by=by)
    log_activity(verb="overrode_finding", subject=role, by=by, role=role.uuid, facts={"rule": rule})
    return made


@transaction.atomic
def withdraw_override(*, role: Role, rule: str, by: User) -> None:
    """Let a rule speak again; or raise TextRefused."""
    changed = Override.objects.filter(role=role, rule=rule, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, updated_at=timezone.now()
    )
    if not changed:
        raise TextRefused("That override was withdrawn already.")
    log_activity(verb="withdrew_override", subject=role, by=by, role=role.uuid, facts={"rule": rule})
