"""Questions of the knowledge exam, as rows. A version that was asked is never rewritten, and an edited question is left alone."""

from interviews.questions.actions import write_version
from interviews.questions.enums import QuestionState
from interviews.questions.models import Question, QuestionVersion
from interviews.questions.queries import newest_versions
from interviews.questions.reading import shipped_items, shipped_tables
from interviews.shipping.rows import Tally


def ship_questions(tally: Tally) -> None:
    """Put the shipped questions into rows, live. Two queries where nothing changed."""
    label = str(Question._meta.verbose_name_plural)
    rows = {question.slug: question for question in Question.objects.all()}
    newest: dict[str, QuestionVersion] = {one.question.slug: one for one in newest_versions(Question.objects.all())}
    for item, body in zip(shipped_items(), shipped_tables(), strict=True):
        question = rows.get(item.slug)
        if question is None:
            write_version(Question(slug=item.slug, state=QuestionState.LIVE, is_shipped=True), item, body)
            tally.added[label] += 1
        elif not question.is_shipped or question.state == QuestionState.RETIRED:
            tally.kept[label] += 1
        elif newest[item.slug].body == body:
            tally.unchanged[label] += 1
        else:
            write_version(question, item, body, over=newest[item.slug])
            tally.updated[label] += 1
