"""What the activity log says of tracing."""

from workspace.activity.wording import say

say(
    "traced_text",
    "held a text found outside against what exams asked: it fits {questions} questions, {variants} variants and {attempts} attempts they may read",
)
