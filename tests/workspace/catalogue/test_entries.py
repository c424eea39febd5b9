"""Reading one table of a shipped file: what is accepted, and what each refusal says."""

import pytest

from workspace.catalogue.entries import CatalogueError, Entry, read_entries


def entry(**values):
    return Entry(values, where="birds.toml, robin")


def test_text_folds_lines_and_keeps_paragraphs():
    note = entry(note="one\n  two\n\nthree\n").text("note")

    assert note == "one two\n\nthree"


def test_text_missing_names_file_entry_and_field():
    with pytest.raises(CatalogueError) as error:
        entry().text("note")

    assert str(error.value) == "birds.toml, robin: “note” is missing"


def test_text_empty_is_refused():
    with pytest.raises(CatalogueError, match="“note” is empty"):
        entry(note="  \n ").text("note")


def test_text_optional_may_be_missing():
    assert entry().text("note", optional=True) == ""


def test_text_of_another_type_is_refused():
    with pytest.raises(CatalogueError, match="“note” must be a str, not 3"):
        entry(note=3).text("note")


def test_verbatim_keeps_line_breaks():
    assert entry(code="\na = 1\n    b = 2\n").verbatim("code") == "a = 1\n    b = 2"


def test_slug_with_capitals_is_refused():
    with pytest.raises(CatalogueError, match="lower-case words joined by hyphens, not “Red Robin”"):
        entry(slug="Red Robin").slug()


@pytest.mark.parametrize("value", [0, 6])
def test_whole_outside_its_limits_is_refused(value):
    with pytest.raises(CatalogueError, match=f"“eggs” must lie between 1 and 5, not {value}"):
        entry(eggs=value).whole("eggs", low=1, high=5)


def test_whole_does_not_take_true_for_one():
    with pytest.raises(CatalogueError, match="must be a int, not True"):
        entry(eggs=True).whole("eggs", low=1, high=5)


def test_one_of_names_the_choices():
    with pytest.raises(CatalogueError, match="must be one of tree, hedge, not “sea”"):
        entry(home="sea").one_of("home", ("tree", "hedge"))


def test_one_of_missing_takes_its_default():
    assert entry().one_of("home", ("tree", "hedge"), default="hedge") == "hedge"


def test_texts_of_the_wrong_number_are_refused():
    with pytest.raises(CatalogueError, match="“songs” needs 4 to 4 items and has 1"):
        entry(songs=["la"]).texts("songs", at_least=4, at_most=4)


def test_texts_with_an_empty_one_are_refused():
    with pytest.raises(CatalogueError, match="none may be empty"):
        entry(songs=["la", " "]).texts("songs")


def test_tables_know_their_place():
    nest = entry(nests=[{"eggs": 3}]).tables("nests")[0]

    with pytest.raises(CatalogueError, match=r"birds.toml, robin, nests 1: “twigs” is missing"):
        nest.text("twigs")


def test_tables_of_something_else_are_refused():
    with pytest.raises(CatalogueError, match="“nests” may only hold tables"):
        entry(nests=["here"]).tables("nests")


def test_finish_refuses_a_field_nobody_read():
    bird = entry(name="Robin", nmae="Robin")
    bird.text("name")

    with pytest.raises(CatalogueError, match="unknown field “nmae”"):
        bird.finish("robin")


def write(folder, text):
    path = folder / "birds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_read_entries_keeps_the_order_of_the_file(tmp_path):
    path = write(tmp_path, '[[bird]]\nslug = "wren"\n[[bird]]\nslug = "auk"\n')

    assert read_entries(path, "bird", lambda bird: bird.slug()) == ("wren", "auk")


def test_read_entries_refuses_two_of_one_slug(tmp_path):
    path = write(tmp_path, '[[bird]]\nslug = "wren"\n[[bird]]\nslug = "wren"\n')

    with pytest.raises(CatalogueError, match=r"birds.toml, wren: there are two with the slug “wren”"):
        read_entries(path, "bird", lambda bird: bird.slug())


def test_read_entries_refuses_a_file_with_nothing_in_it(tmp_path):
    with pytest.raises(CatalogueError, match=r"holds no \[\[bird\]\]"):
        read_entries(write(tmp_path, "# none\n"), "bird", lambda bird: bird.slug())


def test_read_entries_says_where_a_file_is_broken(tmp_path):
    with pytest.raises(CatalogueError, match=r"birds.toml: .*line 1"):
        read_entries(write(tmp_path, "[[bird\n"), "bird", lambda bird: bird.slug())
