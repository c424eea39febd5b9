"""The organisation's own rows: staff, teams and roles with their criteria, stages and interview plans."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password

from config.demo import company
from config.demo.company import RolePlan
from config.demo.role_texts import write_text
from config.demo.rows import Log, at, create
from hiring.pipeline.role_states import open_role
from hiring.roles.actions import add_member, make_role
from hiring.roles.enums import ClosedBecause, RoleState
from hiring.roles.models import Role, RoleProfile, Stage
from hiring.roles.opening import propose_role
from hiring.teams.models import Team
from interviews.catalogue.reading import plans
from interviews.kits.models import Kit
from interviews.plans.models import PlannedInterview
from workspace.activity.models import Activity
from workspace.staff.models import Organisation, User


@dataclass
class House:
    """The rows that everything else refers to, by the keys of company.toml."""

    staff: dict[str, User] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    stages: dict[tuple[str, str], Stage] = field(default_factory=dict)
    kits: dict[str, Kit] = field(default_factory=dict)


def build_house(now: dt.datetime, log: Log) -> House:
    """Write staff, teams and roles."""
    house = House(kits={kit.slug: kit for kit in Kit.objects.filter(retired_at=None)})
    organisation = Organisation.current()
    organisation.name, organisation.time_zone = company.NAME, company.TIME_ZONE
    organisation.save(update_fields=["name", "time_zone", "updated_at"])

    begin = now - dt.timedelta(weeks=55)
    password = make_password(company.PASSWORD)
    house.staff = {
        person.key: User(
            email=person.email,
            name=person.name,
            title=person.title,
            persona=person.persona,
            side=person.side,
            time_zone=person.time_zone,
            password=password,
            **at(begin),
        )
        for person in company.staff()
    }
    create(User, list(house.staff.values()))
    teams = {
        plan.key: Team(
            name=plan.name,
            archetype=plan.archetype,
            purpose=plan.purpose,
            lead=house.staff[plan.lead],
            **at(begin),
        )
        for plan in company.teams()
    }
    create(Team, list(teams.values()))
    for plan in sorted(company.roles(), key=lambda plan: -plan.opened_weeks):
        _build_role(plan, teams[plan.team], house, now, log)
    return house


def _build_role(plan: RolePlan, team: Team, house: House, now: dt.datetime, log: Log) -> None:
    profile = RoleProfile.objects.get(slug=plan.profile)
    manager, recruiter = house.staff[plan.manager], house.staff[plan.recruiter]
    proposal = propose_role(team, profile)
    role = make_role(
        team=team,
        profile=profile,
        title=plan.title,
        hiring_manager=manager,
        recruiter=recruiter,
        criteria=proposal.criteria,
        lists=proposal.lists,
        template=proposal.template,
        openings=plan.openings,
        location=plan.location,
        problem=plan.problem,
        outcomes=plan.outcomes,
        by=manager,
    )
    for key in plan.members:
        add_member(role=role, user=house.staff[key], by=manager)
    opened = now - dt.timedelta(weeks=plan.opened_weeks)
    write_text(role, plan, by=manager, opened=opened)
    role = open_role(role=role, by=manager)

    # What the actions logged was done back then.
    Activity.erasable.filter(role=role.uuid).update(created_at=opened, updated_at=opened)
    role.opened_at = opened
    Role.objects.filter(pk=role.pk).update(created_at=opened, opened_at=opened)
    if plan.closed_weeks:
        role.closed_at = now - dt.timedelta(weeks=plan.closed_weeks)
        Role.objects.filter(pk=role.pk).update(
            state=RoleState.CLOSED, closed_at=role.closed_at, closed_because=ClosedBecause.FILLED
        )
        facts: dict[str, Any] = {"from": "open", "to": "closed", "because": ClosedBecause.FILLED.value}
        log.add("changed_role_state", "role", role.uuid, moment=role.closed_at, by=manager, role=role.uuid, **facts)
    house.roles[plan.key] = role
    for stage in role.stages.all():
        house.stages[plan.key, stage.kind] = stage
    _plan_interviews(plan, role, house)


def _plan_interviews(plan: RolePlan, role: Role, house: House) -> None:
    # A role may have been given its plan when it was made.
    if role.planned_interviews.exists():
        return
    shipped = next(one for one in plans() if one.profile == plan.profile)
    PlannedInterview.objects.bulk_create(
        PlannedInterview(role=role, stage=house.stages[plan.key, one.stage], kit=house.kits[one.kit], position=position)
        for position, one in enumerate(shipped.interviews)
    )
