"""Taking answers, taking them back, and asking whoever has applied. Nothing here is written to the activity log."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from candidates.channels.models import ChannelKind
from candidates.people.models import Candidate
from candidates.privacy.actions import records_of
from hiring.pipeline.models import Application
from hiring.roles.enums import RoleState, StageKind
from hiring.roles.models import Role
from insights.self_identification.letters import PREFIX, invitation
from insights.self_identification.models import CountryQuestions, SelfAnswer, all_countries, country_of
from insights.self_identification.pseudonyms import person_of
from interviews.booking.reaching import address_of
from workspace.mail.actions import queue_mail
from workspace.mail.models import Mail

# Who only was found or written to has not applied: they are asked once they talk with us.
TALKING = (StageKind.SCREEN, StageKind.ASSESSMENT, StageKind.ONSITE, StageKind.DECISION, StageKind.OFFER)
ASKED_WITHIN = dt.timedelta(days=30)


@transaction.atomic
def answer_for(*, candidate: Candidate, country: CountryQuestions, answers: Mapping[str, str]) -> None:
    """Keep what somebody says of themselves in place of whatever they said before; who would rather say nothing leaves nothing behind."""
    options = {question.slug: {option.slug for option in question.options} for question in country.asked}
    kept = {question: answer for question, answer in answers.items() if answer in options.get(question, ())}
    take_back(candidate=candidate)
    if kept:
        SelfAnswer.objects.update_or_create(person=person_of(candidate.uuid), defaults={"answers": kept})


@transaction.atomic
def take_back(*, candidate: Candidate) -> None:
    """Delete what somebody said, under whichever of their records."""
    Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    SelfAnswer.objects.filter(person__in=[person_of(record.uuid) for record in records_of(candidate)]).delete()


def ask_applicants(*, now: dt.datetime | None = None, limit: int = 200) -> int:
    """Write to whoever applied of late where we ask, once in all; return how many. Run twice, it writes to nobody twice."""
    now, countries = now or timezone.now(), all_countries()
    roles = Role.objects.exclude(state=RoleState.DRAFT).filter(applications__applied_at__gte=now - ASKED_WITHIN)
    places = {pk: country_of(location, countries) for pk, location in roles.distinct().values_list("pk", "location")}
    wanted = [pk for pk, country in places.items() if country]
    asked, seen = 0, set()
    for application in _to_ask(wanted, now)[: limit * 5]:
        candidate, country = application.candidate, places[application.role_id]
        if country is None or candidate.pk in seen or asked >= limit:
            continue
        seen.add(candidate.pk)
        if address := address_of(candidate):
            subject, body = invitation(candidate, country)
            key = f"{PREFIX}{candidate.uuid}"
            queue_mail(key=key, to=address, subject=subject, body=body, candidate=candidate.uuid, is_secret=True)
            asked += 1
    return asked


def _to_ask(roles: list[int], now: dt.datetime) -> "list[Application]":
    """Applications of people who may be written to and were not asked yet, the newest first."""
    rows = Application.objects.filter(role__in=roles, applied_at__gte=now - ASKED_WITHIN, applied_at__lte=now)
    rows = rows.filter(candidate__erased_at=None, candidate__merged_into=None, candidate__do_not_contact=False)
    rows = rows.filter(Q(channel__kind=ChannelKind.DIRECT) | Q(stage__kind__in=TALKING))
    mails = Mail.objects.filter(candidate=OuterRef("candidate__uuid"), key__startswith=PREFIX)
    rows = rows.filter(~Exists(mails)).select_related("candidate").defer("candidate__search", "candidate__search_text")
    return list(rows.order_by("-applied_at", "-pk")[:1000])
