"""What a browser may send about an import."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from candidates.channels.models import Channel
from candidates.connectors import bibtex
from candidates.imports import csv_file
from candidates.imports.columns import Field
from candidates.imports.enums import BatchKind
from candidates.imports.models import ImportBatch

LARGEST = {BatchKind.PEOPLE: csv_file.LARGEST_FILE, BatchKind.PAPERS: bibtex.LARGEST_FILE}
ENDINGS = {BatchKind.PEOPLE: ".csv,.tsv,.txt", BatchKind.PAPERS: ".bib,.bibtex,.txt"}
CHOICES = [
    (Field.IGNORE.value, Field.IGNORE.label),
    *((one.value, one.label) for one in Field if one is not Field.IGNORE),
]


class UploadForm(forms.Form):
    """One file, bounded before it is read."""

    file = forms.FileField(max_length=255)

    def __init__(self, *args: Any, kind: BatchKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.largest = LARGEST[kind]
        widget = self.fields["file"].widget
        widget.attrs |= {"accept": ENDINGS[kind], "data-max-bytes": str(self.largest)}
        what = "CSV" if kind == BatchKind.PEOPLE else "BibTeX"
        self.fields["file"].label = f"{what} file"
        self.fields[
            "file"
        ].help_text = f"{self.largest // 1024 // 1024} MB at most. Nothing is written before you say so."

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > self.largest:
            raise ValidationError(
                f"The file is larger than {self.largest // 1024 // 1024} MB. Split it and import the parts."
            )
        return upload


class ColumnsForm(forms.Form):
    """What each column holds, and the channel of everybody in the file."""

    channel = forms.ModelChoiceField(
        Channel.objects.filter(is_active=True), required=False, to_field_name="slug", empty_label="Not known"
    )

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        initial = {"channel": batch.channel.slug if batch.channel else ""}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["channel"].help_text = "For everybody in the file whose row names no channel of ours."
        self.names = [f"column_{place}" for place in range(len(batch.headers))]
        for name, header, field in zip(self.names, batch.headers, batch.mapping, strict=True):
            self.fields[name] = forms.ChoiceField(label=header, choices=CHOICES, required=False, initial=field)

    @property
    def chosen(self) -> list[Field]:
        return [Field(self.cleaned_data[name]) for name in self.names]

    def columns(self, samples: list[list[str]]) -> list[tuple[Any, list[str]]]:
        """Return each column's field with the first values under it."""
        return [(self[name], [row[place] for row in samples if row[place]]) for place, name in enumerate(self.names)]
