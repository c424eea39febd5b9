import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.identity.spelling import Relation, relate, written

TOGETHER = [
    ("Várhegyi, Júlia", "Julia Varhegyi", Relation.SAME),
    ("Wei-Han Tseng", "Weihan Tseng", Relation.SPACING),
    ("Júlia A. Várhegyi", "Júlia Anna Várhegyi", Relation.MIDDLE_AGREES),
    ("Júlia Anna Várhegyi", "Júlia Várhegyi", Relation.MIDDLE_MISSING),
    ("J. Várhegyi", "Júlia Várhegyi", Relation.INITIAL),
    ("Bob Oakley", "Robert Oakley", Relation.SHORT_FORM),
    ("Mike Rosenfeldt", "Michael Rosenfeldt", Relation.SHORT_FORM),
    ("Shri Kolagunda", "Shrikanth Kolagunda", Relation.SHORT_FORM),
    ("J. Robert Oakley", "Robert Oakley", Relation.SHORT_FORM),
    ("Jean-Pierre Dumas", "JP Dumas", Relation.SHORT_FORM),
    ("Xiaolong (Robert) Fan", "Robert Fan", Relation.SHORT_FORM),
    ("Kristina Oakley", "Kristyna Oakley", Relation.MISSPELT),
    ("María García López", "García López, María", Relation.SPACING),
    ("Wei Tseng", "Tseng Wei", Relation.REORDERED),
    ("Delacroix, Irene", "Delacroix-Geary, Irene", Relation.FAMILY_PART),
    ("Quill, B.", "Bartholomew, Quill", Relation.REORDERED),
    ("Sergei Kalenburg", "Sergei Kalenberg", Relation.FAMILY_MISSPELT),
]
APART = [
    ("Ada Quill", "Eva Quill"),
    ("John A. Smith", "John B. Smith"),
    ("Haoyu Wang", "Haoyue Wang"),
    ("Yen-Chen Lin", "Yen-Ting Lin"),
    ("Wei Wang", "Wei Zhang"),
    ("Anna Quill", "Anna Reed"),
    ("Jan Kors", "Jan Kort"),
]

names = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(["Ada", "Wei-Han", "J.", "van", "Müller", "O'Neill", "LI", "明", "(Bob)", ",", "Jr.", "Mike"]),
        max_size=5,
    ).map(" ".join),
)


@pytest.mark.parametrize(("one", "other", "relation"), TOGETHER)
def test_spellings_of_one_name_go_together(one, other, relation):
    assert relate(written(one), written(other)) == relation
    assert set(written(one).keys) & set(written(other).keys)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_of_two_people_do_not(one, other):
    assert relate(written(one), written(other)) is None


@given(names, names)
def test_order_of_the_two_does_not_matter(one, other):
    assert relate(written(one), written(other)) == relate(written(other), written(one))


@pytest.mark.parametrize(
    ("name", "syllables"),
    [("Wei Wang", 1), ("Xiaoming Li", 2), ("Xiao-Ming Li", 2), ("Ada Quill", 0), ("W. Wang", 0), ("Minh Nguyen", 2)],
)
def test_east_asian_given_names_are_counted_in_syllables(name, syllables):
    assert written(name).syllables == syllables
