"""Who may read and write the bank. Interviewers read it, since they talk about the answers; candidates never come near it."""

import rules

from interviews.questions.models import Question
from workspace.staff.models import User
from workspace.staff.rules import is_admin, is_hiring_manager, is_staff_member


@rules.predicate
def wrote_it(user: User, question: Question | None) -> bool:
    """Whether this is one of the people named on the question. One query."""
    if question is None:
        return False
    return question.owner_id == user.pk or question.authors.filter(pk=user.pk).exists()


keeps_the_bank = is_admin | is_hiring_manager

rules.add_perm("interviews.view_questions", is_staff_member)
rules.add_perm("interviews.write_questions", keeps_the_bank)
rules.add_perm("interviews.edit_question", keeps_the_bank | (is_staff_member & wrote_it))
