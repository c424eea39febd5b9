import pytest

from candidates.matching.author_order import is_alphabetical


@pytest.mark.parametrize(
    ("names", "alphabetical"),
    [
        (["Ada Abel", "Zoe Baum", "Bo Crane", "Al Dole"], True),
        (["Ada Abel", "Zoe Baum", "Bo Crane"], False),
        (["Ada Abel", "Zoe Baum", "Al Dole", "Bo Crane"], False),
        (["Ada Ábel", "Zoe Abelson", "Bo de Crane", "Al Dole"], True),
        (["Ada Crane", "Bo de Vries", "Al Dole", "Zoe Eder"], True),
        (["Abel, Ada", "Baum, Zoe", "Crane, Bo", "Dole, Al"], True),
        (["Ada Abel", "Zoe Abel", "Bo Abel", "Al Abel"], True),
        (["", "", "", ""], False),
    ],
)
def test_alphabetical_order_is_noticed_from_four_authors_on(names, alphabetical):
    assert is_alphabetical(names) is alphabetical
