"""What a browser may send about papers and their authors."""

import dataclasses
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from candidates.channels.models import Channel
from candidates.connectors.links import Link, LinkKind, recognise
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, one_line

MOST_AUTHORS = 300
UNKNOWN_LINK = "This is no link we can read. Paste an arXiv, OpenReview or DOI link for a paper, or a person’s page or e-mail address."


class PasteForm(forms.Form):
    """One field for anything."""

    link = forms.CharField(
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
        help_text="A paper: arXiv, OpenReview or DOI. A repository on GitHub. A person: ORCID, OpenReview, GitHub, Scholar, LinkedIn, e-mail, home page.",
    )

    def clean_link(self) -> Link:
        link = recognise(self.cleaned_data["link"])
        if link is None:
            raise ValidationError(UNKNOWN_LINK)
        return link


class PaperForm(forms.Form):
    """A paper by hand, for when no source tells of it."""

    title = forms.CharField(max_length=500)
    authors = forms.CharField(
        max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}), help_text="One a line, in the order of the paper."
    )
    link = forms.CharField(label="Link or DOI", required=False, max_length=500)
    venue = forms.CharField(required=False, max_length=200)
    published_on = forms.DateField(label="Published", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        if not any(sign.isalnum() for sign in title):
            raise ValidationError("A title needs at least one letter.")
        return title

    def clean_authors(self) -> list[str]:
        names = [one_line(line).strip(" ,;•*") for line in self.cleaned_data["authors"].splitlines()]
        names = [name for name in names if any(sign.isalpha() for sign in name)]
        if not names:
            raise ValidationError("Write at least one author’s name.")
        if len(names) > MOST_AUTHORS or max(map(len, names)) > 200:
            raise ValidationError(f"Keep to {MOST_AUTHORS} authors, one a line, with 200 characters each at most.")
        return names

    def clean_link(self) -> Link | None:
        text = self.cleaned_data["link"].strip()
        link = recognise(text) if text else None
        if text and (link is None or not (link.is_paper or link.kind is LinkKind.HOMEPAGE)):
            raise ValidationError("This is no address of a paper. Leave it empty if there is none.")
        return link

    @property
    def record(self) -> PaperRecord:
        """Return what was written as a record."""
        data = self.cleaned_data
        link: Link | None = data["link"]
        identifiers = (PaperIdentifier(Scheme(link.kind.value), link.identifier),) if link and link.is_paper else ()
        return PaperRecord(
            title=data["title"],
            authors=tuple(AuthorRecord(name, place) for place, name in enumerate(data["authors"], 1)),
            source="By hand",
            url=link.url if link else "",
            identifiers=identifiers,
            published=data["published_on"],
            venue=one_line(data["venue"]),
        )


@dataclasses.dataclass(frozen=True)
class Choice:
    """Which author was chosen, and who of those we know they are, if anybody."""

    position: int
    candidate: uuid.UUID | None = None


class FlagForm(forms.Form):
    """Which author becomes a prospect, and why."""

    author = forms.CharField(max_length=60, error_messages={"required": "Choose an author first."})
    note = forms.CharField(
        label="What you noticed",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Stands with the paper in their file, under your name.",
    )
    channel = forms.ModelChoiceField(
        Channel.objects.filter(is_active=True), required=False, to_field_name="slug", empty_label="Not known"
    )

    def clean_author(self) -> Choice:
        position, _, known = self.cleaned_data["author"].partition(":")
        try:
            return Choice(int(position), uuid.UUID(known) if known else None)
        except ValueError as error:
            raise ValidationError("Choose an author from the list.") from error

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].help_text = "How this person came to you."
