"""What happens to answers when a person's record goes, and what a copy of their data says of them."""

from typing import Any

from django.dispatch import receiver

from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from insights.self_identification import letters
from insights.self_identification.models import SelfAnswer
from insights.self_identification.pseudonyms import person_of
from workspace.activity.wording import say
from workspace.staff.settings_cards import SettingsCard, add_settings_card

IN_A_COPY = (
    "If you answered voluntary questions about yourself, the answers are kept apart, and whoever makes this copy cannot see "
    "whether there are any. The link in the letter that asked lets you change them or take them back."
)


@receiver(candidate_erasing, dispatch_uid="insights.erase_self_answer")
def erase_answer(candidate: Candidate, **_: Any) -> None:
    SelfAnswer.objects.filter(person=person_of(candidate.uuid)).delete()


@receiver(candidate_copy_wanted, dispatch_uid="insights.copy_self_answer")
def say_nothing(candidate: Candidate, **_: Any) -> dict[str, Any]:
    """The same words for everybody: a colleague makes the copy."""
    return {"voluntary answers about yourself": [{"note": IN_A_COPY}]}


say("edited_self_identification", "changed what applicants are asked about themselves in")
add_settings_card(
    SettingsCard(
        "insights:self_identification_countries",
        "forms",
        "Voluntary questions",
        "What applicants may say of themselves, where, and who sees the counts.",
        72,
    )
)
__all__ = ["letters"]
