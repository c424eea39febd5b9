import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.self_identification.models import shipped
from insights.self_identification.questions import QuestionsRefused, read_questions


def test_a_text_is_read_line_by_line():
    (question,) = read_questions("Gender\n- Woman\n – Man\n\n* Non-binary or another\n")

    assert (question.slug, question.text) == ("gender", "Gender")
    assert [(one.slug, one.text) for one in question.options] == [
        ("woman", "Woman"),
        ("man", "Man"),
        ("non-binary-or-another", "Non-binary or another"),
    ]
    assert (question.named("man"), question.named("gone")) == ("Man", "gone")


def test_what_is_shipped_can_be_read():
    asked = {row["name"]: [one.slug for one in read_questions(row["questions"])] for row in shipped()}

    assert asked == {"United States": ["gender", "race-or-ethnicity"], "United Kingdom": ["gender", "ethnic-group"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write one to 6 questions"),
        ("- Woman", "Line 1 is an answer without a question"),
        ("Gender\n- Woman", "“Gender” has 1 answers: give it two"),
        ("Gender\n- Woman\n- woman", "has the answer “woman” twice"),
        ("Gender\n- A\n- B\nGENDER\n- A\n- B", "Two questions are called “gender”"),
        ("Gender\n- A\n- B\n- I would rather not say", "is added to “Gender” by itself"),
        ("Gender\n- A\n- " + "b" * 81, "Line 3 is empty or longer than 80"),
        ("Gender\n-\n- A", "Line 2 is empty"),
        ("\n".join(f"Q{n}\n- A\n- B" for n in range(7)), "Write one to 6 questions"),
    ],
)
def test_a_text_that_cannot_be_read_says_which_line_to_mend(text, words):
    with pytest.raises(QuestionsRefused) as refused:
        read_questions(text)

    assert words in str(refused.value)


@given(
    st.lists(
        st.sampled_from(["Gender", "- Woman", "- Man", "-", "", "Age", "- I would rather not say", "\u2028-x"]),
        max_size=14,
    )
)
def test_any_text_is_read_into_questions_with_answers_or_refused_with_words(lines):
    try:
        found = [len(one.options) for one in read_questions("\n".join(lines))]
    except QuestionsRefused as error:
        found = [len(str(error))]

    assert found
    assert min(found) >= 2
