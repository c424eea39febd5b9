"""Starting somebody again in another role, with what was seen of them."""

from django.db import transaction

from candidates.people.models import Candidate
from hiring.pipeline.actions import add_application
from hiring.pipeline.models import Application
from hiring.roles.models import Role
from interviews.decisions.queries import judgement_for
from interviews.elsewhere.queries import confirmed_in
from interviews.plans.actions import Named, write_hypotheses
from interviews.plans.queries import criteria_of
from interviews.refusals import InterviewsError
from interviews.travel.actions import carry_ratings
from workspace.staff.models import User


class StartRefused(InterviewsError):
    """This person cannot be started in that role."""


@transaction.atomic
def start_elsewhere(*, origin: Application, role: Role, by: User) -> Application:
    """Start the person in another role: the ratings that say something there travel along, and the confirmed strengths are named again.

    Raises StartRefused; AddRefused where the role does not take them.
    """
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=origin.candidate_id)
    if candidate.do_not_contact:
        raise StartRefused(f"{candidate} does not want to hear from us, so nothing is started.")
    judged = judgement_for(origin, criteria_of(origin), viewer=by)
    if judged is None:
        raise StartRefused("Submit your own scorecard first: whoever starts somebody elsewhere has read what was seen.")
    confirmed = confirmed_in(judged.outcome)
    if not confirmed:
        raise StartRefused("No strength is confirmed any more, so nothing speaks for another role.")
    made = add_application(
        candidate=candidate, role=role, channel=origin.channel, channel_detail=origin.channel_detail, by=by
    )
    wanted = set(role.criteria.filter(may_be_strength=True).values_list("competency", flat=True))
    # In the words in which they were first named: that they were confirmed is not for the next interviewers to read.
    named = [
        Named(one.competency, one.suggested_by, one.refuted_by)
        for one in origin.hypotheses.filter(withdrawn_at=None).select_related("competency")
        if one.competency_id in confirmed and one.competency_id in wanted
    ]
    if named:
        write_hypotheses(application=made, named=named, by=by)
    carry_ratings(origin=origin, to=made, by=by)
    return made
