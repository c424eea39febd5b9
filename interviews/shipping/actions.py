"""Load everything that is shipped as data."""

from django.db import transaction

from interviews.shipping.kits import ship_assessment_types, ship_kits
from interviews.shipping.people import ship_channels, ship_motivations
from interviews.shipping.questions import ship_questions
from interviews.shipping.roles import ship_competencies, ship_profiles, ship_reasons, ship_stage_templates
from interviews.shipping.rows import Tally


@transaction.atomic
def load_catalogue() -> Tally:
    """Bring every shipped row into being or up to date, and say what was done. Safe to run again."""
    tally = Tally()
    ship_channels(tally)
    ship_motivations(tally)
    ship_competencies(tally)
    ship_profiles(tally)
    ship_stage_templates(tally)
    ship_reasons(tally)
    ship_assessment_types(tally)
    ship_kits(tally)
    ship_questions(tally)
    return tally
