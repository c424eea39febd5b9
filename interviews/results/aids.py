"""What exams compute about a person, for the page of automated aids."""

from interviews.exams.models import Exam
from interviews.questions.marking import RULES
from workspace.aids.registry import Aid, register_aid


def is_an_exam_in_use() -> bool:
    return Exam.objects.current().exists()


EXAM_MARKS = register_aid(
    Aid(
        slug="exam-marks",
        name="Marks of knowledge exams",
        formula=(
            *((form.label, words) for form, words in RULES.items()),
            ("Score", "The mean of the marks; each question counts the same. Void questions count for nobody."),
            (
                "Band of the line",
                "The line ± one standard error of measurement: √(c (1 − c) ÷ (n − 1)) for a line c and n questions; from 30 marked attempts on, "
                "the root of the mean, over people, of the variance of their own marks ÷ n.",
            ),
        ),
        used=(
            "Shown on the application to those of its role, after their own scorecard. It is in no strength, no bar and no outcome, cannot be sorted "
            "or filtered by, and moves nobody. Within the band, and for forms of fewer than ten questions, a person says what it means."
        ),
        notice=(
            "The exam’s first page says what is measured, how it is marked with these formulas, who sees it, and how to ask for a person, an "
            "adjustment, a copy or a correction, before the clock starts."
        ),
        is_on=is_an_exam_in_use,
    )
)
