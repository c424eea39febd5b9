import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.matching.duplicates import STRONG_KINDS, Likeness, Profile, coauthor_names, resemblance


def person(name, *identities, **facts):
    return Profile(name, frozenset(identities), **facts)


@pytest.mark.parametrize("kind", STRONG_KINDS)
def test_equal_strong_identity_is_strong_even_for_an_abbreviated_name(kind):
    one = person("Júlia Várhegyi", (kind.value, "x@tides.example"))
    other = person("J. Várhegyi", (kind.value, "x@tides.example"))

    found = resemblance(one, other)

    assert found.likeness is Likeness.STRONG
    assert found.reasons[0].startswith("The same ")
    assert found.against == ()


def test_equal_file_is_strong():
    found = resemblance(person("A", files=frozenset({"f" * 64})), person("A B", files=frozenset({"f" * 64})))

    assert (found.likeness, found.reasons) == (Likeness.STRONG, ("The same file",))


def test_equal_email_with_another_name_is_only_likely_and_says_what_speaks_against():
    found = resemblance(
        person("Ada Quill", ("email", "lab@tides.example")), person("Bo Crane", ("email", "lab@tides.example"))
    )

    assert found.likeness is Likeness.LIKELY
    assert found.against == ("The names do not fit together",)


def test_same_place_on_the_same_paper_is_strong():
    found = resemblance(
        person("Ada Quill", papers=frozenset({("arxiv:1", 2)})), person("A. Quill", papers=frozenset({("arxiv:1", 2)}))
    )

    assert found.likeness is Likeness.STRONG


def test_two_places_on_one_paper_are_two_people():
    one = person("Wei Wang", papers=frozenset({("arxiv:1", 1)}), coauthors=coauthor_names(["Ada Quill"]))
    other = person("Wei Wang", papers=frozenset({("arxiv:1", 3)}), coauthors=coauthor_names(["Ada Quill"]))

    assert resemblance(one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            person("Ada Quill", coauthors=coauthor_names(["Jörg Müller", "Bo Crane"])),
            person("A. Quill", coauthors=coauthor_names(["Jorg  Muller"])),
            "A co-author in common",
        ),
        (
            person("Ada Quill", ("email", "ada@tides.example")),
            person("A. Quill", ("email", "quill@tides.example")),
            "An e-mail address at the same organisation",
        ),
        (
            person("Ada Quill", ("phone", "+41791234567")),
            person("A. Quill", ("phone", "+41791234567")),
            "The same phone number",
        ),
        (
            person("Ada Quill", ("homepage", "quill.example")),
            person("A. Quill", ("homepage", "quill.example")),
            "The same home page",
        ),
    ],
)
def test_compatible_name_with_a_circumstance_is_likely(one, other, reason):
    found = resemblance(one, other)

    assert found.likeness is Likeness.LIKELY
    assert found.reasons == ("A name one person may write both ways", reason)


def test_free_mail_domain_says_nothing():
    found = resemblance(
        person("Ada Quill", ("email", "ada@gmail.com")), person("Ada Quill", ("email", "quill@gmail.com"))
    )

    assert (found.likeness, found.reasons) == (Likeness.POSSIBLE, ("The same name",))


def test_name_alone_is_only_possible():
    found = resemblance(person("Wei Wang"), person("Wang, Wei"))

    assert found.likeness is Likeness.POSSIBLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Ada Quill"), person("Bo Crane")),
        (person("Ada Quill", coauthors=coauthor_names(["X Y"])), person("Bo Crane", coauthors=coauthor_names(["X Y"]))),
        (person("Ada Quill", ("orcid", "0000-0002-1825-0097")), person("Ada Quill", ("orcid", "0000-0001-5109-3700"))),
        (person(""), person("")),
        (person("李明"), person("Ming Li")),
    ],
)
def test_different_or_unknown_people_are_not_proposed(one, other):
    assert resemblance(one, other) is None


profiles = st.builds(
    Profile,
    name=st.sampled_from(["Ada Quill", "A. Quill", "Bo Crane", "", "李明", "Quill, Ada"]),
    identities=st.frozensets(
        st.tuples(
            st.sampled_from(["email", "orcid", "phone", "github"]),
            st.sampled_from(["a@x.example", "b@x.example", "b@gmail.com"]),
        ),
        max_size=3,
    ),
    papers=st.lists(st.tuples(st.sampled_from(["p", "q"]), st.integers(1, 3)), max_size=2).map(frozenset),
    coauthors=st.frozensets(st.sampled_from(["x y", "z w"]), max_size=2),
    files=st.frozensets(st.sampled_from(["f", "g"]), max_size=2),
)


@given(profiles, profiles)
def test_resemblance_is_symmetric_explained_and_never_strong_by_name(one, other):
    found = resemblance(one, other)

    assert found == resemblance(other, one)
    if found is not None:
        assert found.reasons
        assert found.likeness is not Likeness.STRONG or not found.against
        shared_strong = {pair for pair in one.identities & other.identities if pair[0] != "phone"}
        same_place = set(one.papers) & set(other.papers)
        assert found.likeness is not Likeness.STRONG or shared_strong or one.files & other.files or same_place
