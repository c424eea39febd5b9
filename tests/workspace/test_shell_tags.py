import datetime as dt

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone

from workspace import glyphs, tones
from workspace.staff.models import User
from workspace.templatetags import shell


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("level", "symbol", "words"),
    [
        (None, "strength-0", "Strength not assessed"),
        (1, "strength-1", "Strength level 1 of 4"),
        ("4", "strength-4", "Strength level 4 of 4"),
    ],
)
def test_strength_glyph_says_its_level_in_words(level, symbol, words):
    html = render("{% strength_glyph level %}", level=level)

    assert f'role="img" aria-label="{words}"' in html
    assert f"<title>{words}</title>" in html
    assert f"img/glyphs.svg#{symbol}" in html


@pytest.mark.parametrize(
    ("rating", "tone", "words"),
    [
        (None, "glyph-none", "Bar not assessed"),
        ("not_assessed", "glyph-none", "Bar not assessed"),
        (1, "glyph-below", "Clearly below the bar"),
        ("just_below", "glyph-below", "Just below the bar"),
        (3, "glyph-met", "Just above the bar"),
        ("clearly_above", "glyph-met", "Clearly above the bar"),
    ],
)
def test_bar_glyph_says_its_rating_in_words(rating, tone, words):
    html = render("{% bar_glyph rating %}", rating=rating)

    assert f'class="glyph {tone}"' in html
    assert f'aria-label="{words}"' in html


@pytest.mark.parametrize("wrong", [0, 5, -1, "2.5", "good"])
def test_a_glyph_of_no_known_rating_raises_and_never_shows_a_zero(wrong):
    with pytest.raises(ValueError):
        glyphs.strength(wrong)
    with pytest.raises(ValueError):
        glyphs.bar(wrong)


def test_every_glyph_is_in_the_sprite(settings):
    sprite = (settings.BASE_DIR / "static/img/glyphs.svg").read_text()
    marks = [glyphs.strength(level) for level in (None, 1, 2, 3, 4)] + [glyphs.bar(r) for r in (None, 1, 2, 3, 4)]

    assert all(f'<symbol id="{mark.symbol}"' in sprite for mark in marks)
    assert len({mark.words for mark in marks}) == 10


def test_icon_is_silent_unless_labelled():
    assert 'aria-hidden="true"' in render('{% icon "search" %}')
    assert 'role="img" aria-label="Look &lt;here&gt;"' in render('{% icon "search" label="Look <here>" %}')


@pytest.mark.parametrize("name", ["no-such-icon", "../../package", "Search", ""])
def test_an_unknown_icon_raises(name):
    with pytest.raises(LookupError):
        render("{% icon name %}", name=name)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Elin Vasquez", "EV"),
        ("Mei", "M"),
        ("elin.vasquez@lab.example", "EE"),
        ("Ana María de la Cruz", "AC"),
        ("王 小明", "王小"),
        ("  ", "?"),
        ("<script>", "?"),
    ],
)
def test_initials(name, letters):
    assert shell.initials(name) == letters


def test_avatar_keeps_its_hue_and_escapes_names():
    first = render("{% avatar name %}", name="Elin Vasquez")

    assert first == render("{% avatar name %}", name=" elin vasquez ").replace(" elin vasquez ", "Elin Vasquez")
    assert 'aria-hidden="true"' in first
    assert "&lt;b&gt;" in render("{% avatar name label=True %}", name="Bo <b>")


def test_avatar_takes_a_user():
    assert ">MO<" in render("{% avatar user %}", user=User(name="Mara Oduya", email="m@x.example"))


NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        (dt.timedelta(seconds=20), "just now"),
        (dt.timedelta(minutes=5), "5 min ago"),
        (dt.timedelta(hours=5), "5 h ago"),
        (dt.timedelta(days=9), "9 d ago"),
        (dt.timedelta(days=30), "4 wk ago"),
        (dt.timedelta(days=200), "6 mo ago"),
        (dt.timedelta(days=1000), "2 yr ago"),
        (-dt.timedelta(seconds=20), "in a moment"),
        (-dt.timedelta(days=2, minutes=1), "in 2 d"),
    ],
)
def test_ago_in_words(delta, words):
    assert shell.in_words(NOW - delta, NOW) == words


def test_times_are_shown_in_the_viewers_zone_with_its_name(time_machine):
    time_machine.move_to(NOW)
    with timezone.override("Europe/Lisbon"):
        html = render("{% when moment %}", moment=NOW.replace(hour=14))
        span = render("{% slot start end %}", start=NOW.replace(hour=14), end=NOW.replace(hour=14, minute=45))

    assert html == '<time datetime="2026-11-20T14:00:00+00:00">Fri 20 Nov, 14:00 WET</time>'
    assert "Fri 20 Nov, 14:00–14:45 WET" in span


def test_a_zone_without_letters_shows_its_offset():
    with timezone.override("America/Sao_Paulo"):
        assert "UTC-03" in render("{% when moment 'time' %}", moment=NOW)
    with timezone.override("Asia/Kathmandu"):
        assert "UTC+05:45" in render("{% when moment 'time' %}", moment=NOW)


def test_a_year_is_shown_only_where_it_is_not_this_one(time_machine):
    time_machine.move_to(NOW)

    assert "Sat 20 Dec 2025" in render("{% when day %}", day=dt.date(2025, 12, 20))
    assert "2026<" not in render("{% when day %}", day=dt.date(2026, 12, 20))


@pytest.mark.parametrize("tag", ["ago", "when"])
def test_no_moment_shows_a_dash(tag):
    assert "–" in render("{% " + tag + " moment %}", moment=None)


def test_state_badge_speaks_and_never_alarms_about_the_unknown():
    badge = render('{% state_badge "not_met" %}')

    assert "tone-danger" in badge
    assert "not met" in badge
    assert "<svg" in badge
    assert tones.tone_of("something new").name == "quiet"
    assert {tones.tone_of("untested").name, tones.tone_of("supported_once").name} == {"quiet"}


def test_sla_days_over_the_limit_say_so_without_colour():
    assert "4 over the limit of 5" in render("{% sla_days 9 5 %}")
    assert "over" not in render("{% sla_days 5 5 %}")
    assert render("{% sla_days 2 %}") == '<span class="sla" title="2 days in this stage">2 d</span>'


@pytest.mark.parametrize(
    ("cookie", "attribute"),
    [("dark", ' data-bs-theme="dark"'), ("light", ' data-bs-theme="light"'), ("auto", ""), ('"><b>', "")],
)
def test_theme_attribute_takes_only_known_themes(cookie, attribute):
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie

    assert render("{% theme_attribute %}", request=request) == attribute
    assert render("{% theme_attribute %}") == ""


def test_active_nav_marks_the_page_and_those_below_it():
    request = RequestFactory().get("/roles/ml-engineer/")

    assert render("{% active_nav '/roles/' %}", request=request) == ' aria-current="page"'
    assert render("{% active_nav '/roles/' exact=True %}", request=request) == ""
    assert render("{% active_nav '/' %}", request=request) == ""


def test_what_never_changes_is_drawn_once_and_sees_nobody(time_machine):
    drawn = Template(
        "{% load unchanging %}{% unchanging %}{% now 'Y' %} {% if name %}{{ name }}{% else %}nobody{% endif %}{% endunchanging %} {{ name }}"
    )
    pages = []

    for year, name in ((2026, "Ada"), (2027, "Ben")):
        time_machine.move_to(dt.datetime(year, 6, 1, tzinfo=dt.UTC))
        pages.append(drawn.render(RequestContext(RequestFactory().get("/"), {"name": name})))

    assert pages == ["2026 nobody Ada", "2026 nobody Ben"]
