import pytest

from candidates.imports.columns import LABELS, SYNONYMS, Field, guess_columns, mapping_problem


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (("Name", "E-mail", "Company"), (Field.NAME, Field.EMAIL, Field.COMPANY)),
        (("First Name", "Last Name", "Email Address"), (Field.GIVEN, Field.FAMILY, Field.EMAIL)),
        (("Vorname", "Nachname", "E-Mail-Adresse", "Ort"), (Field.GIVEN, Field.FAMILY, Field.EMAIL, Field.LOCATION)),
        (("Prénom", "Nom", "Courriel"), (Field.GIVEN, Field.FAMILY, Field.EMAIL)),
        (("Nombre completo", "Correo electrónico"), (Field.NAME, Field.EMAIL)),
        (("姓名", "邮箱"), (Field.NAME, Field.EMAIL)),
        (("Name", "Surname"), (Field.GIVEN, Field.FAMILY)),
        (
            ("GitHub URL", "google_scholar", "LinkedIn Profile", "ORCID iD"),
            (Field.GITHUB, Field.SCHOLAR, Field.LINKEDIN, Field.ORCID),
        ),
        (("Name", "name (2)", "E-mail", "E-mail (2)"), (Field.NAME, Field.IGNORE, Field.EMAIL, Field.EMAIL)),
        (("Shoe size", "Column 2"), (Field.IGNORE, Field.IGNORE)),
    ],
)
def test_guess_columns_knows_headings_in_several_languages(headers, fields):
    assert guess_columns(headers) == fields


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ((Field.EMAIL,), "Say which column holds the name"),
        ((Field.GIVEN, Field.EMAIL), "Say which column holds the name"),
        ((Field.NAME, Field.FAMILY), "not both"),
        ((Field.NAME, Field.ORCID, Field.ORCID), "Two columns are set to “ORCID”"),
        ((Field.NAME, Field.EMAIL, Field.EMAIL, Field.IGNORE, Field.IGNORE), ""),
        ((Field.FAMILY,), ""),
    ],
)
def test_mapping_problem_says_why(fields, words):
    assert words in mapping_problem(fields)
    assert bool(words) == bool(mapping_problem(fields))


def test_synonyms_are_folded_and_mean_one_thing():
    every = [synonym for synonyms in SYNONYMS.values() for synonym in synonyms]

    assert len(every) == len(set(every))
    assert all(synonym == synonym.casefold() for synonym in every)
    assert set(LABELS) == set(Field)
