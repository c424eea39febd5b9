"""The roles' texts as outsiders read them: what each role says, with what it pays and how one is interviewed."""

import datetime as dt

from config.demo.company import RolePlan
from hiring.desk.actions import override_finding, save_text
from hiring.desk.composing import compose
from hiring.desk.models import Override, RoleText
from hiring.desk.queries import said_by
from hiring.roles.models import Role
from workspace.staff.models import User

CLOSING = """
Pay
{pay} a year, by what you have done and not by what you earned.

Process
A call of 30 minutes, one interview of an hour at your desk or ours, and half a day with the team. You have an answer within five working days of each.
If you need an adjustment at any step, write to {address}.
"""


def write_text(role: Role, plan: RolePlan, *, by: User, opened: dt.datetime) -> None:
    """Save the text of a role, and let stand what its manager let stand then."""
    text = compose(said_by(role))
    if plan.also_asks:
        text = text.replace("\nNice to have", "".join(f"- {line}\n" for line in plan.also_asks) + "\nNice to have", 1)
    text = f"{text.rstrip()}\n{CLOSING.format(pay=plan.pay, address=by.email)}"
    save_text(role=role, text=text, seen_version=0, by=by)
    for rule, reason in plan.stands.items():
        override_finding(role=role, text=text, rule=rule, reason=reason, by=by)
    RoleText.objects.filter(role=role).update(saved_at=opened, created_at=opened, updated_at=opened)
    Override.objects.filter(role=role).update(created_at=opened, updated_at=opened)
