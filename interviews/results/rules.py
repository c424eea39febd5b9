"""Who sees what came of an exam. Its marks are ratings of a person: whoever owes a scorecard on the application sees none of it."""

import rules
from django.db.models import Exists, OuterRef, Q

from hiring.pipeline.models import Application
from hiring.pipeline.rules import manages_role_of, may_see_role_of
from interviews.questions.rules import keeps_the_bank
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import blinded_applications, is_blinded, owes_a_judgement
from interviews.sittings.models import Attempt, AttemptQuerySet, ExamInvitation
from workspace.activity.veils import hang_veil
from workspace.staff.models import User
from workspace.staff.rules import is_staff_member, plans_hiring

# What was done to these tells what came of an exam.
TELLING = ("ruling", "barsupport")


def readable_attempts(attempts: AttemptQuerySet, user: User) -> AttemptQuerySet:
    """Keep those whose answers and marks `user` may read: of roles they may see, or of people they submitted a scorecard on; never where they owe a judgement."""
    of = OuterRef("invitation__application")
    gave = Scorecard.objects.submitted().filter(author=user, application=of)
    whole = Q(invitation__application__in=Application.objects.in_roles_of(user).values("pk"))
    return attempts.filter(~owes_a_judgement(user, "invitation__application") & (whole | Exists(gave)))


@rules.predicate
def may_read_attempt(user: User, attempt: Attempt | None) -> bool:
    """One query. The twin of `readable_attempts`, which decides."""
    return attempt is not None and readable_attempts(Attempt.objects.all(), user).filter(pk=attempt.pk).exists()


@rules.predicate
def rules_on(user: User, attempt: Attempt | None) -> bool:
    """Says what a result means for the application: those who manage the role, once they owe no scorecard on it."""
    if attempt is None:
        return False
    application = attempt.invitation.application
    return bool(manages_role_of(user, application)) and not is_blinded(user, application)


@rules.predicate
def manages_role_of_invitation(user: User, invitation: ExamInvitation | None) -> bool:
    return invitation is not None and bool(manages_role_of(user, invitation.application))


def acts_of_the_unread(user: User) -> Q:
    """What was said of results on applications on which `user` owes a scorecard."""
    return Q(application__in=blinded_applications(user).values("uuid"), subject_kind__in=TELLING) & ~Q(actor=user)


rules.add_perm("interviews.view_exams", is_staff_member)
rules.add_perm("interviews.write_exams", keeps_the_bank | plans_hiring)
rules.add_perm("interviews.invite_to_exam", plans_hiring & manages_role_of)
rules.add_perm("interviews.change_exam_invitation", plans_hiring & manages_role_of_invitation)
rules.add_perm("interviews.view_application_exams", plans_hiring & may_see_role_of)
rules.add_perm("interviews.view_attempt", may_read_attempt)
rules.add_perm("interviews.rule_on_attempt", plans_hiring & rules_on)
rules.add_perm("interviews.mark_by_hand", is_staff_member)
rules.add_perm("interviews.list_attempts", plans_hiring)
rules.add_perm("interviews.mark_again", keeps_the_bank)
hang_veil("exam results", acts_of_the_unread)
