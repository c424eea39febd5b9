"""The invented organisation is whole, and its people are nobody."""

import zoneinfo

from candidates.catalogue.reading import channels
from config.demo import company
from config.demo.exam_answers import written
from hiring.catalogue.reading import role_profiles
from hiring.roles.enums import StageKind
from hiring.teams.models import Archetype
from interviews.questions.reading import shipped_items
from workspace.staff.enums import Persona, Side

STAFF = {person.key: person for person in company.staff()}
TEAMS = {team.key: team for team in company.teams()}


def test_there_are_twelve_people_of_every_persona_in_many_zones():
    assert len(STAFF) == 12
    assert {person.persona for person in STAFF.values()} == set(Persona.values)
    assert {person.side for person in STAFF.values()} <= set(Side.values)
    assert len({zoneinfo.ZoneInfo(person.time_zone).key for person in STAFF.values()}) >= 8


def test_addresses_lead_nowhere():
    assert all(person.email.endswith(".example") for person in STAFF.values())


def test_six_roles_stand_in_teams_of_four_shapes():
    assert len(company.roles()) == 6
    assert len({TEAMS[role.team].archetype for role in company.roles()}) == 4
    assert {team.archetype for team in TEAMS.values()} <= set(Archetype.values)
    assert {role.profile for role in company.roles()} <= {profile.slug for profile in role_profiles()}


def test_roles_draw_through_channels_that_exist():
    known = {channel.slug for channel in channels()}

    assert all(set(role.lean) <= known for role in company.roles())
    assert sum(role.share for role in company.roles()) == 1


def test_interviewers_of_a_role_cannot_read_its_scorecards_by_right():
    for role in company.roles():
        assert not set(role.pool) & {role.manager, role.recruiter, *role.members}
        assert {STAFF[key].persona for key in role.pool} == {"interviewer"}
        assert len(role.pool) == 5


def test_featured_people_stand_in_stages_of_roles_that_exist():
    roles = {role.key for role in company.roles()}

    assert {one.role for one in company.featured()} == roles
    assert {one.stage for one in company.featured()} <= {*StageKind.values, "hired"}


def test_every_short_question_has_an_answer_for_each_of_its_points():
    for item in (one for one in shipped_items() if one.form.is_marked_by_hand):
        assert len(written(item)) == len(item.rubric)
        assert written(item) != item.rubric
