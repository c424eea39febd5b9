"""What a browser may send about watches."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from candidates.connectors.links import LinkKind, recognise
from candidates.connectors.records import one_line
from candidates.papers.models import Paper
from candidates.watches.enums import Act
from candidates.watches.models import LONGEST_NOTE, Watch
from workspace.staff.enums import Persona
from workspace.staff.models import User

MOST_LINES = 100
CATEGORY = re.compile(r"[a-z-]+(\.[A-Za-z-]{2,})?")
COLUMNS = {LinkKind.ARXIV: "arxiv_id", LinkKind.OPENREVIEW: "openreview_id", LinkKind.DOI: "doi"}


class LinesField(forms.CharField):
    """One word, phrase or name a line."""

    def __init__(self, *, longest: int = 100, **given: Any) -> None:
        super().__init__(required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}), **given)
        self.longest = longest

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = list(dict.fromkeys(filter(None, map(one_line, (super().clean(value) or "").splitlines()))))
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Keep to {MOST_LINES} lines.")
        if too_long := [line for line in lines if len(line) > self.longest]:
            raise ValidationError(f"“{too_long[0][:40]}…” is longer than {self.longest} characters.")
        return lines


class WatchForm(forms.ModelForm):
    categories = LinesField(label="arXiv categories", longest=40, help_text="One a line, such as cs.LG.")
    venues = LinesField(longest=200, help_text="One a line, as their papers name them. With no category and no venue, every paper is looked at.")  # fmt: skip
    wanted = LinesField(label="Wanted words", help_text="Rank higher what speaks of these. One a line.")
    blocked = LinesField(
        label="Blocked words", help_text="Hide papers that hold one of these; the feed says how many and why."
    )
    followed = LinesField(
        label="People followed",
        longest=200,
        help_text="Their names as papers print them. What they write is never hidden.",
    )
    seed_links = LinesField(
        label="Papers to start from",
        longest=500,
        help_text="Links, arXiv numbers or exact titles of papers that we have. One a line.",
    )

    class Meta:
        model = Watch
        fields = ["name", "categories", "venues", "wanted", "blocked", "followed", "threshold", "has_digest", "members"]
        widgets = {"members": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = User.objects.filter(is_active=True).exclude(persona=Persona.INTERVIEWER)
        members = self.fields["members"]
        assert isinstance(members, forms.ModelMultipleChoiceField)
        members.queryset = readers
        members.required = False
        members.help_text = "They read together, and get the digest. You are one of them."
        if self.instance.pk:
            self.initial["seed_links"] = list(self.instance.seeds.values_list("title", flat=True))

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_categories(self) -> list[str]:
        given: list[str] = self.cleaned_data["categories"]
        if wrong := [name for name in given if not CATEGORY.fullmatch(name)]:
            raise ValidationError(f"“{wrong[0]}” is no arXiv category. They look like cs.LG or stat.ML.")
        return given

    def clean_seed_links(self) -> list[Paper]:
        found = []
        for line in self.cleaned_data["seed_links"]:
            condition = Q(title__iexact=line)
            if (link := recognise(line)) is not None and link.kind in COLUMNS:
                condition |= Q(**{COLUMNS[link.kind]: link.identifier})
            paper = Paper.objects.only("pk").filter(condition).order_by("pk").first()
            if paper is None:
                raise ValidationError(f"We have no paper “{line[:80]}” yet. Paste its link under Papers first.")
            found.append(paper)
        return found


class SayForm(forms.Form):
    """One act of reading. The note goes along with a flag too."""

    act = forms.ChoiceField(choices=Act.choices)
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)


class NoteForm(forms.Form):
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)
