import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from candidates.connectors.links import PAPERS, Link, LinkKind, find_links, is_email, is_orcid, recognise

ARXIV = Link(LinkKind.ARXIV, "2401.01234", "https://arxiv.org/abs/2401.01234")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("https://arxiv.org/abs/2401.01234", None),
        ("http://www.arxiv.org/abs/2401.01234v2", 2),
        ("https://arxiv.org/pdf/2401.01234v12.pdf", 12),
        ("https://arxiv.org/pdf/2401.01234.pdf#page=3", None),
        ("https://arxiv.org/html/2401.01234v1/", 1),
        ("https://export.arxiv.org/abs/2401.01234?context=cs", None),
        ("https://ar5iv.labs.arxiv.org/html/2401.01234", None),
        ("https://www.alphaxiv.org/abs/2401.01234v3", 3),
        ("https://huggingface.co/papers/2401.01234", None),
        ("arxiv.org/abs/2401.01234", None),
        ("arXiv:2401.01234v2", 2),
        ("arXiv: 2401.01234", None),
        ("ARXIV:2401.01234v2 [cs.LG] 3 Jan 2024", 2),
        ("2401.01234", None),
        ("  <https://arxiv.org/abs/2401.01234>.", None),
        ("10.48550/arXiv.2401.01234", None),
        ("https://doi.org/10.48550/arXiv.2401.01234", None),
        ("please read (arXiv:2401.01234), it is short", None),
    ],
)
def test_arxiv_in_every_spelling_is_one_link(text, version):
    link = recognise(text)

    assert link == ARXIV
    assert link.version == version


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("https://arxiv.org/abs/hep-th/9901001v3", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("arXiv:cs/0112017", "cs/0112017"),
        ("https://arxiv.org/pdf/astro-ph/0601001v1", "astro-ph/0601001"),
        ("0704.0001", "0704.0001"),
    ],
)
def test_arxiv_old_identifiers_lose_version_and_subject_class(text, identifier):
    assert recognise(text) == Link(LinkKind.ARXIV, identifier, f"https://arxiv.org/abs/{identifier}")


@pytest.mark.parametrize(
    "text", ["2413.01234", "2400.01234", "2401.012345", "2401.123", "cs/9913001", "arXiv:abc", "arXiv:"]
)
def test_arxiv_identifier_with_impossible_parts_is_refused(text):
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("10.1145/1234567.7654321", "10.1145/1234567.7654321"),
        ("doi:10.1145/1234567.7654321.", "10.1145/1234567.7654321"),
        ("DOI: 10.1145/1234567.7654321;", "10.1145/1234567.7654321"),
        ("https://dx.doi.org/10.1145/1234567.7654321", "10.1145/1234567.7654321"),
        ("https://doi.org/10.1000/ABC%28Def%29", "10.1000/abc(def)"),
        ("(see https://doi.org/10.1016/S0000-1111(05)22222-3).", "10.1016/s0000-1111(05)22222-3"),
        ("https://doi.org/10.1000/xyz?utm_source=mail", "10.1000/xyz"),
        ("https://dl.acm.org/doi/pdf/10.1145/1234567.7654321", "10.1145/1234567.7654321"),
        ("https://link.springer.com/content/pdf/10.1007/978-3-000-00000-0_13.pdf", "10.1007/978-3-000-00000-0_13"),
        ("https://onlinelibrary.wiley.com/doi/10.1002/abc.123/full", "10.1002/abc.123"),
    ],
)
def test_doi_is_lower_case_and_loses_odd_endings(text, identifier):
    link = recognise(text)

    assert link.kind is LinkKind.DOI
    assert link.identifier == identifier


@pytest.mark.parametrize(
    ("text", "kind", "identifier"),
    [
        ("https://openreview.net/forum?id=aB3-_xYz12", LinkKind.OPENREVIEW, "aB3-_xYz12"),
        ("https://openreview.net/forum?id=-aB3xYz12&noteId=zzzz", LinkKind.OPENREVIEW, "-aB3xYz12"),
        ("https://openreview.net/pdf?id=aB3xYz12", LinkKind.OPENREVIEW, "aB3xYz12"),
        ("https://openreview.net/attachment?id=aB3xYz12&name=code", LinkKind.OPENREVIEW, "aB3xYz12"),
        ("https://openreview.net/profile?id=~Ada_Byron1", LinkKind.OPENREVIEW_PROFILE, "~Ada_Byron1"),
        ("https://openreview.net/profile?id=%7EJ%C3%BCrgen_Maier2", LinkKind.OPENREVIEW_PROFILE, "~Jürgen_Maier2"),
        ("~Ada_Byron1", LinkKind.OPENREVIEW_PROFILE, "~Ada_Byron1"),
        ("~明_李1", LinkKind.OPENREVIEW_PROFILE, "~明_李1"),
        ("https://github.com/Ada-Byron", LinkKind.GITHUB, "ada-byron"),
        ("https://github.com/orgs/engines/people", LinkKind.GITHUB, "engines"),
        ("github.com/ada/Engine.git", LinkKind.GITHUB_REPOSITORY, "ada/engine"),
        ("git@github.com:ada/engine.git", LinkKind.GITHUB_REPOSITORY, "ada/engine"),
        ("https://raw.githubusercontent.com/ada/engine/main/README.md", LinkKind.GITHUB_REPOSITORY, "ada/engine"),
        ("https://scholar.google.co.uk/citations?hl=en&user=AbCdEfGhIJAJ", LinkKind.SCHOLAR, "AbCdEfGhIJAJ"),
        ("https://orcid.org/0000-0002-1825-0097", LinkKind.ORCID, "0000-0002-1825-0097"),
        ("0000-0002-1694-233x", LinkKind.ORCID, "0000-0002-1694-233X"),
        ("https://uk.linkedin.com/in/Ada-Byron-42/details/", LinkKind.LINKEDIN, "ada-byron-42"),
        ("Ada Byron <Ada.Byron@Example.ORG>", LinkKind.EMAIL, "ada.byron@example.org"),
        ("mailto:ada@example.org?subject=Hello", LinkKind.EMAIL, "ada@example.org"),
        ("https://huggingface.co/ada", LinkKind.HUGGINGFACE, "ada"),
        ("https://huggingface.co/ada/engine-7b/tree/main", LinkKind.HUGGINGFACE_REPOSITORY, "ada/engine-7b"),
        ("https://huggingface.co/datasets/ada/cards", LinkKind.HUGGINGFACE_REPOSITORY, "datasets/ada/cards"),
        ("https://www.ada.example/~ada/", LinkKind.HOMEPAGE, "ada.example/~ada"),
        ("ada-byron.dev", LinkKind.HOMEPAGE, "ada-byron.dev"),
        ("https://ada.github.io/", LinkKind.HOMEPAGE, "ada.github.io"),
    ],
)
def test_people_and_pages_are_recognised(text, kind, identifier):
    link = recognise(text)

    assert (link.kind, link.identifier) == (kind, identifier)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://arxiv.org/abs/2401.01234",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "https://arxiv.org@elsewhere.example/abs/2401.01234",
        "https://ada:secret@example.org/",
        "http://127.0.0.1:6379/",
        "http://localhost/",
        "http://[::1]/",
        "http://[broken/",
        "https://example.org:99999/",
        "https://exa\\mple.org/",
        "https://",
        "https://github.com/pricing",
        "https://github.com/",
        "https://www.linkedin.com/company/engines",
        "https://openreview.net/group?id=ICML.cc",
        "https://openreview.net/profile?id=ada@example",
        "https://scholar.google.com/scholar?q=engines",
        "https://orcid.org/0000-0002-1825-0098",
        "0000-0002-1825-0098",
        "Ada Byron",
        "e.g. this",
        "",
        "   ",
        None,
        42,
    ],
)
def test_dangerous_broken_and_meaningless_text_gives_nothing(text):
    assert recognise(text) is None


def test_lookalike_host_stays_a_visible_foreign_page():
    link = recognise("https://аrxiv.org/abs/2401.01234")  # a Cyrillic а

    assert link.kind is LinkKind.HOMEPAGE
    assert link.url == "https://xn--rxiv-43d.org/abs/2401.01234"


def test_paper_wins_over_person_and_person_over_page():
    text = "https://ada.example/me https://github.com/ada https://arxiv.org/abs/2401.01234"

    assert [link.kind for link in find_links(text)] == [LinkKind.HOMEPAGE, LinkKind.GITHUB, LinkKind.ARXIV]
    assert recognise(text).kind in PAPERS
    assert recognise("https://ada.example/me https://github.com/ada").kind is LinkKind.GITHUB


def test_links_said_twice_are_found_once():
    assert find_links("2401.01234v1 arXiv:2401.01234v2 https://arxiv.org/abs/2401.01234") == [ARXIV]


@pytest.mark.parametrize("digits", ["0000-0001-5109-3700", "0000-0002-9079-593X"])
def test_orcid_check_digit_holds_for_published_examples(digits):
    assert is_orcid(digits)
    assert not is_orcid(digits[:-1] + ("1" if digits[-1] != "1" else "2"))


@given(st.integers(0, 10**15 - 1), st.integers(0, 14), st.integers(1, 9))
def test_orcid_with_one_changed_digit_is_never_right(number, place, change):
    body = f"{number:015d}"
    whole = next(
        found
        for sign in "0123456789X"
        if is_orcid(found := "-".join([body[:4], body[4:8], body[8:12], body[12:] + sign]))
    )
    place += place // 4
    wrong = whole[:place] + str((int(whole[place]) + change) % 10) + whole[place + 1 :]

    assert not is_orcid(wrong)


@given(st.text(max_size=300))
@example("http://[")
@example("https://\u2100.example/")
@example("https://xn--/.")
@example("~" + "1" * 300)
@example("https://a.b.c/%00%ff%fe")
@example("https://example.org/" + "(" * 1000)
def test_any_text_is_answered_without_an_error(text):
    for link in find_links(text):
        assert link.url.startswith(("https://", "http://", "mailto:"))
        assert not set("\n\r\t <>\"'`") & set(link.url) - {"'"}


@given(
    st.sampled_from(
        [
            "https://arxiv.org/abs/", "https://doi.org/10.", "https://openreview.net/forum?id=", "https://github.com/",
            "https://openreview.net/profile?id=~", "https://scholar.google.com/citations?user=", "arXiv:", "~A",
            "https://www.linkedin.com/in/", "https://huggingface.co/", "https://", "http://x.example/", "mailto:", "",
            "doi:10.1000/",
        ]
    ),
    st.text(max_size=60),
)  # fmt: skip
def test_a_canonical_address_is_recognised_as_itself(start, rest):
    link = recognise(start + rest)

    assert link is None or recognise(link.url) == link


@given(st.text(alphabet="a.@-_+%", max_size=80))
def test_email_check_is_fast_and_sober(text):
    assert not is_email(text) or text.count("@") == 1


def test_long_hostile_text_is_answered_quickly():
    for text in (
        "a@" * 40_000,
        "(" * 50_000,
        "https://" + "a." * 20_000,
        "~A" + "a" * 50_000,
        "10.1234/" + "(" * 50_000,
    ):
        assert recognise(text) is None
