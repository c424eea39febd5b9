"""The template tags of the shell: icons, glyphs, people, times, states. Loaded everywhere without `{% load %}`."""

import datetime as dt
import functools
import json
import pathlib
import re
import zlib
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from workspace import glyphs, tones
from workspace.charts import Chart
from workspace.paging import KeysetPage
from workspace.panels import Panel
from workspace.staff.enums import Theme
from workspace.web import drain_toasts

register = template.Library()

HUES = 8


# --- Icons and marks -------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=512)
def icon_paths(name: str) -> str:
    """Return the inside of an icon's drawing, or raise LookupError where no such icon is installed."""
    path = pathlib.Path(settings.ICONS_DIR) / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise LookupError(f"no icon is called {name!r}")
    drawing = path.read_text(encoding="utf-8")
    inside = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
    return re.sub(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>\s*', "", inside).strip()


@register.simple_tag
@functools.lru_cache(maxsize=1024)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Inline an icon. It is decoration, and silent, unless a label gives it a meaning of its own."""
    # Escaped even where it is marked safe: the cache cannot tell a safe string from an equal one that is not.
    spoken = format_html('role="img" aria-label="{}"', escape(label)) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        f" {css}" if css else "",
        spoken,
        mark_safe(icon_paths(name)),  # noqa: S308  (a file of the icon package, named by a template)
    )


@register.simple_tag
@functools.lru_cache(maxsize=256)
def icon_symbol(name: str, key: str) -> SafeString:
    """Define an icon once as `#key`, for a page that points at it hundreds of times."""
    try:
        paths = icon_paths(name)
    except LookupError:
        paths = icon_paths("point")
    return format_html(
        '<symbol id="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round">{}</symbol>',
        key,
        mark_safe(paths),  # noqa: S308  (a file of the icon package)
    )


@functools.lru_cache(maxsize=64)
def draw(glyph: glyphs.Glyph, css: str) -> SafeString:
    """Return a mark as an SVG that points into the sprite and carries its words."""
    return format_html(
        '<svg class="glyph {}{}" role="img" aria-label="{}"><title>{}</title><use href="{}#{}"/></svg>',
        glyph.tone,
        f" {css}" if css else "",
        glyph.words,
        glyph.words,
        static("img/glyphs.svg"),
        glyph.symbol,
    )


@register.simple_tag
def strength_glyph(level: int | str | None, css: str = "") -> SafeString:
    """Show a strength: four petals filled to its level, hollow where nobody assessed it."""
    return draw(glyphs.strength(level), css)


@register.simple_tag
def bar_glyph(rating: int | str | None, css: str = "") -> SafeString:
    """Show a minimum bar: a line and a dot where the rating landed, dashed where nobody assessed it."""
    return draw(glyphs.bar(rating), css)


# --- People ----------------------------------------------------------------------------------------------------------


def name_of(person: Any) -> str:
    """Return how a user, a candidate or a plain string is called."""
    if isinstance(person, str):
        return person
    return str(getattr(person, "name", "") or getattr(person, "email", "") or person)


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [word for word in re.split(r"[\s@._-]+", name) if word and word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def avatar(person: Any, size: str = "", *, label: bool = False) -> SafeString:
    """Show somebody's initials, always in the same hue; silent unless asked, since the name stands beside it."""
    name = name_of(person)
    spoken = format_html('role="img" aria-label="{}"', name) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<span class="avatar{} hue-{}" {}>{}</span>',
        f" avatar-{size}" if size else "",
        zlib.crc32(name.strip().lower().encode()) % HUES,
        spoken,
        initials(name),
    )


# --- Times -----------------------------------------------------------------------------------------------------------


def zone_name(moment: dt.datetime) -> str:
    """Return the short name of a moment's zone; zones without letters show their offset from UTC."""
    name = moment.tzname() or "UTC"
    return name if name.isalpha() else f"UTC{name[:3]}:{name[3:]}".rstrip(":")


def in_words(moment: dt.datetime, now: dt.datetime) -> str:
    """Return the distance between a moment and now, short enough for a table cell."""
    seconds = (now - moment).total_seconds()
    away = abs(seconds)
    if away < 60:
        return "just now" if seconds >= 0 else "in a moment"
    steps = ((3600, 60, "min"), (86_400, 3600, "h"), (86_400 * 14, 86_400, "d"), (86_400 * 60, 86_400 * 7, "wk"))
    for limit, unit, word in steps:
        if away < limit:
            text = f"{int(away // unit)} {word}"
            break
    else:
        months = int(away // (86_400 * 30.44))
        text = f"{months} mo" if months < 24 else f"{months // 12} yr"
    return f"{text} ago" if seconds >= 0 else f"in {text}"


def written(moment: dt.datetime | dt.date, form: str, today: dt.date) -> str:
    """Return a date or a local moment as people write it; the year only where it is not this one."""
    day = f"{moment:%a} {moment.day} {moment:%b}" + ("" if moment.year == today.year else f" {moment.year}")
    if form == "date" or not isinstance(moment, dt.datetime):
        return day
    clock = f"{moment:%H:%M} {zone_name(moment)}"
    return clock if form == "time" else f"{day}, {clock}"


@register.simple_tag
def ago(moment: dt.datetime | None) -> SafeString:
    """Show how long ago something was, or how soon it will be, with the full time on hover."""
    if moment is None:
        return mark_safe('<span class="text-secondary">–</span>')
    local = timezone.localtime(moment)
    now = timezone.now()
    full = written(local, "", dt.date.min)
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), full, in_words(moment, now))


@register.simple_tag
def when(moment: dt.datetime | dt.date | None, form: str = "") -> SafeString:
    """Show a moment in the viewer's zone with the zone named; `form` is "", "date" or "time"."""
    if moment is None:
        return mark_safe('<span class="text-secondary">–</span>')
    local = timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment
    text = written(local, form, timezone.localdate())
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)


@register.simple_tag
def slot(start: dt.datetime, end: dt.datetime) -> SafeString:
    """Show from when to when in the viewer's zone: "Fri 20 Nov, 14:00–14:45 WET"."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    day = written(first, "date", timezone.localdate())
    text = f"{day}, {first:%H:%M}\N{EN DASH}{last:%H:%M} {zone_name(first)}"
    return format_html('<time datetime="{}">{}</time>', start.isoformat(), text)


# --- States ----------------------------------------------------------------------------------------------------------


@register.simple_tag
def state_badge(state: Any, words: str = "") -> SafeString:
    """Show a state as a badge whose shape and word both say it; see `workspace/tones.py` for the known ones."""
    tone = tones.tone_of(str(getattr(state, "value", state)))
    text = words or str(getattr(state, "label", "")) or str(state).replace("_", " ")
    return format_html('<span class="state tone-{}">{}{}</span>', tone.name, icon(tone.icon), text)


@register.simple_tag
def sla_days(days: int, limit: int | None = None) -> SafeString:
    """Show the days in a stage, and say so where they are over the stage's limit."""
    if limit is None or days <= limit:
        within = f"{days} days in this stage" + ("" if limit is None else f", limit {limit}")
        return format_html('<span class="sla" title="{}">{} d</span>', within, days)
    over = f"{days} days in this stage, {days - limit} over the limit of {limit}"
    return format_html(
        '<span class="sla sla-late" title="{}">{}{} d<span class="visually-hidden">: {}</span></span>',
        over,
        icon("clock-exclamation"),
        days,
        over,
    )


@register.simple_tag
def percent(share: float | None) -> str:
    """Show a share of one in whole per cent; an unknown one as a dash, never as zero."""
    return "\N{EN DASH}" if share is None else f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


# --- The page around it ----------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> str:
    """Return the viewer's choice: light, dark or auto. Before signing in, the one this device remembers."""
    request = context.get("request")
    if request is None:
        return Theme.AUTO.value
    chosen = getattr(getattr(request, "user", None), "theme", None) or request.COOKIES.get("theme")
    return chosen if chosen in Theme.values else Theme.AUTO.value


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString:
    """Return the attribute that pins light or dark where the viewer chose one; else the system decides."""
    chosen = chosen_theme(context)
    return mark_safe("") if chosen == Theme.AUTO else format_html(' data-bs-theme="{}"', chosen)


@register.simple_tag(takes_context=True)
def active_nav(context: Context, url: str, *, exact: bool = False) -> SafeString:
    """Return the classes and the `aria-current` of a link to the page being shown, or nothing."""
    path = context["request"].path
    here = path == url if exact else path == url or (url != "/" and path.startswith(url))
    return mark_safe(' aria-current="page"') if here else mark_safe("")


@register.simple_tag(takes_context=True)
def waiting_toasts(context: Context) -> list[dict[str, str]]:
    """Take the toasts that wait for this visitor."""
    return drain_toasts(context["request"]) if "request" in context else []


@register.simple_tag(takes_context=True)
def show_panel(context: Context, panel: Panel) -> SafeString:
    """Render a panel: its template sees the page's context and, above it, the panel's own."""
    piece = context.template.engine.get_template(panel.template)  # type: ignore[union-attr]
    with context.push(**panel.context):
        return piece.render(context)


@register.inclusion_tag("workspace/shell/pager.html", takes_context=True)
def pager(context: Context, page: KeysetPage, target: str = "", words: str = "") -> dict[str, Any]:
    """Link to the neighbouring pages of a keyset list: `?after=` and `?before=`, every other parameter kept."""
    request = context["request"]

    def beside(name: str, cursor: str) -> str:
        if not cursor:
            return ""
        query = request.GET.copy()
        query.pop("after", None)
        query.pop("before", None)
        query[name] = cursor
        return f"{request.path}?{query.urlencode()}"

    urls = {"previous_url": beside("before", page.previous_cursor), "next_url": beside("after", page.next_cursor)}
    return urls | {"target": target, "words": words}


@register.inclusion_tag("workspace/shell/chart.html", takes_context=True)
def chart(context: Context, data: Chart, height: str = "md") -> dict[str, Any]:
    """Draw a chart and, under it, the table of the same numbers."""
    # Fragments may hold no script, not even one of data: there the numbers lie in a template.
    is_fragment = bool(getattr(context.get("request"), "htmx", False))
    return {"chart": data, "height": height, "numbers": json.dumps(data.drawing) if is_fragment else ""}


@register.simple_tag
def charts() -> SafeString:
    """Load what draws charts; once, in `{% block scripts %}` of a page that has any."""
    return format_html(
        '<script type="module" src="{}" data-echarts="{}"></script>',
        static("js/chart.js"),
        static("echarts/echarts.esm.min.mjs"),
    )
