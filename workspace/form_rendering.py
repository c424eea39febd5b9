"""How every form looks: Tabler's classes on the inputs, and errors that a screen reader finds (FORM_RENDERER)."""

from collections.abc import Hashable
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.safestring import SafeString

# The first class that fits wins, so the particular stands above the general.
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.SelectMultiple, "form-select"),
    (forms.Select, "form-select"),
    (forms.Textarea, "form-control"),
    (Input, "form-control"),
)


def css_class(widget: forms.Widget) -> str:
    """Return the class a widget's inputs wear; hidden ones none."""
    if widget.is_hidden:
        return ""
    return next((name for kind, name in CLASSES if isinstance(widget, kind)), "")


class ShellField(BoundField):
    """A bound field whose widget wears the shell's classes and is marked where its value was refused."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the widget's class, beside those its author gave it."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        refused = "is-invalid" if self.errors and not widget.is_hidden else ""
        given = str(attrs.get("class") or widget.attrs.get("class") or "")
        if classes := " ".join(filter(None, [given, css_class(widget), refused])):
            attrs["class"] = classes
        return attrs

    @property
    def kind(self) -> str:
        """Return which of the layouts in `field.html` fits: check, choices, file or line."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return "choices"
        return "line"


class ShellRenderer(TemplatesSetting):
    """Render forms from the project's own templates."""

    form_template_name = "workspace/shell/form.html"
    field_template_name = "workspace/shell/field.html"
    bound_field_class = ShellField


class Blank:
    """A form that nobody has filled in yet, as it is drawn."""

    def __init__(self, drawn: SafeString) -> None:
        self.drawn = drawn
        self.errors: dict[str, list[str]] = {}

    def __str__(self) -> str:
        return self.drawn

    def __html__(self) -> str:
        return self.drawn


DRAWN: dict[tuple[type[forms.Form], Hashable], Blank] = {}


def blank(form: type[forms.Form], looks: Hashable = None, **arguments: Any) -> Blank:
    """Draw an empty form once and keep it: on a page with five of them drawing costs more than every query.

    `looks` is all that its looks depend on. Only for forms without choices from the database.
    """
    if (form, looks) not in DRAWN or settings.DEBUG:
        DRAWN[form, looks] = Blank(form(**arguments).render())
    return DRAWN[form, looks]
