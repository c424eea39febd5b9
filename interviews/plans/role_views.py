"""A role's interview plan: who probes what, what the rule costs, and both to be changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hiring.roles.actions import set_rule
from hiring.roles.models import Role
from hiring.roles.queries import load_role
from interviews.plans.actions import plan_interviews
from interviews.plans.role_forms import RolePlanForm, RuleForm
from interviews.plans.role_plan import RolePlan, kits_for, role_plan_of
from workspace.web import needs, toast, viewer


@require_safe
@needs("interviews.view_role_plan", load=load_role)
def role_plan(request: HttpRequest, role: Role) -> HttpResponse:
    """Show a role's plan, and to who manages the role the forms to change it."""
    return _page(request, role, role_plan_of(role))


@require_POST
@needs("interviews.edit_role_plan", load=load_role)
def plan_kits(request: HttpRequest, role: Role) -> HttpResponse:
    """Make these the interviews of the plan."""
    found = role_plan_of(role)
    form = RolePlanForm(request.POST, role=role, kits=kits_for(role), planned=found.planned)
    if not form.is_valid():
        return _page(request, role, found, plan_form=form)
    plan_interviews(role=role, wanted=form.wanted(), by=viewer(request))
    toast(request, "The interview plan is saved.")
    return redirect("interviews:role-plan", slug=role.slug)


@require_POST
@needs("interviews.edit_role_plan", load=load_role)
def rule(request: HttpRequest, role: Role) -> HttpResponse:
    """Set the parameters of the decision rule."""
    found = role_plan_of(role)
    form = RuleForm(request.POST, role=role, bars=found.bars)
    if not form.is_valid():
        return _page(request, role, found, rule_form=form)
    set_rule(role=role, by=viewer(request), **form.values())
    toast(request, "The rule is saved.")
    return redirect("interviews:role-plan", slug=role.slug)


def _page(
    request: HttpRequest,
    role: Role,
    found: RolePlan,
    *,
    plan_form: RolePlanForm | None = None,
    rule_form: RuleForm | None = None,
) -> HttpResponse:
    refused = plan_form is not None or rule_form is not None
    context: dict[str, Any] = {"role": role, "plan": found, "matrix": found.matrix, "gains": found.gains}
    if viewer(request).has_perm("interviews.edit_role_plan", role):
        context["plan_form"] = plan_form or RolePlanForm(role=role, kits=kits_for(role), planned=found.planned)
        context["rule_form"] = rule_form or RuleForm(role=role, bars=found.bars)
    return render(request, "interviews/plans/role_plan.html", context, status=422 if refused else 200)
