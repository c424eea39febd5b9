"""The choices of a question's columns; the words are those of the pure items."""

from django.db import models

from interviews.questions.items import Area, Depth, Form


class QuestionState(models.TextChoices):
    DRAFT = "draft", "Draft"
    LIVE = "live", "Live"
    RETIRED = "retired", "Retired"


# A retired question was seen too often or asks badly: it comes back only as a new one.
MOVES: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.DRAFT: frozenset({QuestionState.LIVE, QuestionState.RETIRED}),
    QuestionState.LIVE: frozenset({QuestionState.DRAFT, QuestionState.RETIRED}),
    QuestionState.RETIRED: frozenset(),
}


class QuestionArea(models.TextChoices):
    PROBLEM_SETUP = Area.PROBLEM_SETUP.value, Area.PROBLEM_SETUP.label
    ALGORITHMS = Area.ALGORITHMS.value, Area.ALGORITHMS.label
    CONVENTIONS = Area.CONVENTIONS.value, Area.CONVENTIONS.label
    THEORY = Area.THEORY.value, Area.THEORY.label
    DEBUGGING = Area.DEBUGGING.value, Area.DEBUGGING.label


class QuestionDepth(models.TextChoices):
    RECALL = Depth.RECALL.value, Depth.RECALL.label
    APPLY = Depth.APPLY.value, Depth.APPLY.label
    DIAGNOSE = Depth.DIAGNOSE.value, Depth.DIAGNOSE.label


class QuestionForm(models.TextChoices):
    SINGLE = Form.SINGLE.value, Form.SINGLE.label
    MULTI = Form.MULTI.value, Form.MULTI.label
    MATCHING = Form.MATCHING.value, Form.MATCHING.label
    ORDERING = Form.ORDERING.value, Form.ORDERING.label
    NUMERIC = Form.NUMERIC.value, Form.NUMERIC.label
    PLOT = Form.PLOT.value, Form.PLOT.label
    FAULT = Form.FAULT.value, Form.FAULT.label
    SHORT = Form.SHORT.value, Form.SHORT.label
