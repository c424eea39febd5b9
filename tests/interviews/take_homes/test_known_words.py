import pytest

from interviews.take_homes.known_words import PLACES, known_of
from tests import factories


@pytest.mark.parametrize(
    ("headline", "places"),
    [
        ("PhD student at ETH Zürich", ["ETH Zürich"]),
        ("Engineer @ Aleph Labs, formerly Beth Inc", ["Aleph Labs", "Beth Inc"]),
        ("Research scientist, planning", []),
        ("Research scientist, Gimel Robotics", ["Gimel Robotics"]),
        ("Strategist", []),
    ],
)
def test_a_headline_names_places(headline, places):
    assert [one.strip() for one in PLACES.findall(headline)] == places


def test_everything_on_record_is_known(db, count_queries):
    person = factories.CandidateFactory(name="Ada Byron", headline="Engineer at Aleph Labs")
    factories.CandidateFactory(name="Ada King", merged_into=person)
    factories.IdentityFactory(candidate=person, kind="email", value="countess@mail.example")
    factories.IdentityFactory(
        candidate=person, kind="github", value="enchantress", url="https://github.com/enchantress/"
    )
    factories.IdentityFactory(candidate=person, kind="phone", value="+41 44 000 00 00")
    factories.AuthorshipFactory(candidate=person, name="A. A. Byron", affiliation="Beth Institute, Lausanne")
    factories.EvidenceFactory(candidate=person, title="Notes on the engine", url="https://www.notes.example/engine/")

    known = known_of(person)

    assert known.names == ("A. A. Byron", "Ada Byron", "Ada King")
    assert known.handles == (
        "countess",
        "countess@mail.example",
        "enchantress",
        "github.com/enchantress",
        "notes.example/engine",
    )
    assert known.places == ("Aleph Labs", "Beth Institute", "Lausanne")
    assert known.phrases == ("Notes on the engine",)
    assert count_queries(lambda: known_of(person)) == 4
