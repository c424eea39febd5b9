"""What tables below and beside a candidate's file remember of the person, and how each forgets."""

import re
import uuid
from collections.abc import Collection
from urllib.parse import parse_qs

from django.contrib.admin.models import LogEntry
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from candidates.harvest.enums import SEARCHING
from candidates.harvest.models import Source
from candidates.identity.models import MentionLink
from candidates.matching.models import Merge, NotSamePerson, Proposal
from candidates.papers.models import WITHHELD, Authorship
from candidates.people.enums import IdentityKind
from candidates.people.models import Candidate, Identity
from candidates.people.names import fold
from candidates.people.saved import SavedView
from candidates.repositories.models import Reimplementation, Repository
from workspace.mail.models import Mail, MailState
from workspace.reminders.models import Notification
from workspace.tokens.models import IdempotencyKey

# Until it has left, a digest can still be made again without the person.
NOT_LEFT = (MailState.WAITING, MailState.CLAIMED)


def forget_mail_and_notices(people: Collection[uuid.UUID]) -> None:
    """Delete notices and mails about these people; clear digests that name them, or let them be made anew."""
    notices = Notification.objects.filter(candidate__in=people)
    digests = Mail.objects.filter(notifications__in=notices, candidate=None).distinct()
    keys = list(digests.values_list("pk", flat=True))
    notices.delete()
    Mail.objects.filter(candidate__in=people).delete()
    Mail.objects.filter(pk__in=keys, state__in=NOT_LEFT).delete()  # the other notices in it wait for the next digest
    Mail.objects.filter(pk__in=keys).update(subject="", body="(cleared when a candidate was erased)", error="")


def forget_answers(people: Collection[uuid.UUID]) -> None:
    """Delete what the API would answer again to a repeated request, where it speaks of these people."""
    about = Q()
    for person in people:
        about |= Q(text__contains=str(person))
    IdempotencyKey.objects.annotate(text=Cast("answer", TextField())).filter(about).delete()


def forget_searches(names: Collection[str]) -> None:
    """Delete saved views that look for one of these names or are called after one."""
    wanted = [set(fold(name).split()) for name in names]
    for view in SavedView.objects.all():
        said = set(fold(f"{view.name} {parse_qs(view.query.removeprefix('?')).get('q', [''])[0]}").split())
        if any(words and words <= said for words in wanted):
            view.delete()


def forget_sources(names: Collection[str]) -> None:
    """Delete sources of papers that search for one of these names, with what is said of their runs; the papers stay."""
    wanted = [set(fold(name).split()) for name in names]
    for source in Source.objects.filter(connector__in=SEARCHING):
        said = set(re.split(r"[\W_]+", fold(source.scope)))
        if any(words and words <= said for words in wanted):
            source.delete()


def forget_authorships(keys: Collection[int], names: Collection[str]) -> None:
    """Withhold the name on papers: where a person linked it, and where the same name stands on a paper that was their evidence."""
    linked = Q(candidate__in=keys)
    same_name = Q(paper__evidence__candidate__in=keys, name__in=names)
    found = list(Authorship.objects.filter(linked | same_name).values_list("pk", flat=True))
    MentionLink.objects.filter(Q(authorship__in=found) | Q(candidate__in=keys)).delete()
    Authorship.objects.filter(pk__in=found).update(
        name=WITHHELD, affiliation="", orcid="", openreview="", candidate=None, name_keys=[]
    )


def forget_likeness(keys: Collection[int]) -> None:
    """Delete what was said about these records being of one person: a merge remembers fields, a proposal its reasons."""
    Merge.objects.filter(Q(kept__in=keys) | Q(absorbed__in=keys)).delete()
    for model in (NotSamePerson, Proposal):
        model.objects.filter(Q(first__in=keys) | Q(second__in=keys)).delete()


def forget_code(keys: Collection[int]) -> None:
    """Delete what we keep of repositories these people own or wrote most of; take their logins out of what others' tell."""
    accounts = Identity.with_deleted.filter(candidate__in=keys, kind=IdentityKind.GITHUB)
    logins = set(accounts.values_list("value", flat=True))
    linked = Repository.objects.filter(reimplementations__candidate__in=keys)
    logins |= set(linked.exclude(implementer="").values_list("implementer", flat=True))
    Reimplementation.objects.filter(candidate__in=keys).delete()
    for login in logins:
        Repository.objects.filter(Q(implementer=login) | Q(name__startswith=f"{login}/")).delete()
        for repository in Repository.objects.filter(facts__contributors__contains=[{"login": login}]):
            others = [one for one in repository.facts["contributors"] if one["login"] != login]
            repository.facts = repository.facts | {"contributors": others}
            repository.save(update_fields=["facts", "updated_at"])


def forget_operators_log(keys: Collection[int]) -> None:
    """Clear how Django's own admin called these rows when an operator changed one."""
    LogEntry.objects.filter(
        content_type__app_label=Candidate._meta.app_label,
        content_type__model=Candidate._meta.model_name,
        object_id__in=[str(key) for key in keys],
    ).update(object_repr="Erased candidate", change_message="")
