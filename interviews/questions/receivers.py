"""What the activity log says of questions."""

import uuid
from collections.abc import Collection

from django.urls import reverse

from interviews.questions.models import Question
from workspace.activity.wording import Named, name_rows, say


def name_questions(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say which questions these are, today. One query."""
    rows = Question.objects.filter(uuid__in=uuids)
    return {row.uuid: Named(row.title, reverse("interviews:question", args=[row.slug])) for row in rows}


name_rows("question", name_questions)
say("wrote_question", "wrote version {version} of the question “{question}”")
say("moved_question", "made the question “{question}” {to}")
say("named_authors", "named {authors} authors of the question “{question}”")
