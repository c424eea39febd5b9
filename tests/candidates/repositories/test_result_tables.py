import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.repositories.result_tables import claims_of, holds_results, nearest, tables_of

README = """# Tides
```
| not | a table |
|-----|---------|
| 1.5 | 2.5     |
```
| Model | BLEU | BLEU (paper) | Params |
|:------|:----:|-------------:|--------|
| base  | **27.9** | 27.3 | 65M |
| [big](https://x.example/28.9) | 28.1 % | 28.4 | 213M |

Text | that is no table.
"""


def test_tables_outside_code_are_found():
    (table,) = tables_of(README)

    assert table.header == ("Model", "BLEU", "BLEU (paper)", "Params")
    assert [row[0] for row in table.rows] == ["base", "[big](https://x.example/28.9)"]


def test_claims_leave_out_what_is_quoted_from_the_paper():
    claims = claims_of(tables_of(README), "bleu")

    assert [(claim.value, claim.column, claim.row) for claim in claims] == [
        (27.9, "BLEU", "base"),
        (28.1, "BLEU", "big"),
    ]


def test_claims_beside_a_row_of_the_metrics_name():
    markdown = "| | ours | reported |\n|---|---|---|\n| FID | 3,17 | 3.2 |\n| IS | 9.4 | 9.5 |"

    assert [claim.value for claim in claims_of(tables_of(markdown), "FID")] == [3.17]


def test_metric_whose_name_has_the_word_official_is_still_found():
    markdown = "| set | official score |\n|---|---|\n| test | 71.5 |"

    assert [claim.value for claim in claims_of(tables_of(markdown), "Official score")] == [71.5]


@pytest.mark.parametrize(
    ("value", "paper", "gap"),
    [("28.0", 28.4, -0.4), ("0.284", 28.4, 0.0), ("28.4", 0.284, 0.0), ("1500", 28.4, 1471.6)],
)
def test_nearest_knows_shares_from_percentages(value, paper, gap):
    claims = claims_of(tables_of(f"| set | acc |\n|---|---|\n| test | {value} |"), "acc")

    assert nearest(claims, paper).gap == pytest.approx(gap)


def test_nearest_of_nothing_is_nothing():
    assert nearest([], 28.4) is None
    assert claims_of(tables_of(README), "") == []
    assert claims_of(tables_of(README), "accuracy") == []


@pytest.mark.parametrize(
    ("markdown", "has"),
    [
        (README, True),
        ("| option | default |\n|---|---|\n| depth | 12 |\n| heads | 8 |", False),
        ("| file | what |\n|---|---|\n| a.py | model |", False),
        ("| set | top-1 |\n|---|---|\n| val | 76 % |", True),
        ("", False),
    ],
)
def test_table_of_settings_is_no_table_of_results(markdown, has):
    assert holds_results(tables_of(markdown)) is has


@given(st.text(alphabet="|-: \n`~1.5%abFID", max_size=300), st.floats(allow_nan=False, allow_infinity=False))
def test_any_text_is_answered(markdown, number):
    tables = tables_of(markdown)
    found = nearest(claims_of(tables, "FID"), number)

    assert holds_results(tables) in {True, False}
    assert found is None or found.share >= 0
