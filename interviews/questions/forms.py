"""Writing, importing and narrowing questions."""

from typing import Any

from django import forms

from interviews.questions.enums import QuestionArea, QuestionDepth, QuestionForm, QuestionState
from interviews.questions.items import Item, ItemError
from interviews.questions.portable import read_file
from workspace.staff.models import User

MOST_BYTES = 1_000_000


class BankFilterForm(forms.Form):
    """What the list may be narrowed by; what is not among the choices is ignored."""

    area = forms.ChoiceField(choices=[("", "Every area"), *QuestionArea.choices], required=False)
    depth = forms.ChoiceField(choices=[("", "Every depth"), *QuestionDepth.choices], required=False)
    form = forms.ChoiceField(choices=[("", "Every form"), *QuestionForm.choices], required=False)
    state = forms.ChoiceField(choices=[("", "Every state"), *QuestionState.choices], required=False)
    q = forms.CharField(required=False, max_length=80)

    @property
    def narrowed(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class QuestionTextForm(forms.Form):
    """One question as TOML."""

    text = forms.CharField(
        label="The question, as TOML",
        max_length=50_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "code"}),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        try:
            found = read_file(text)
        except ItemError as error:
            raise forms.ValidationError(str(error)) from error
        if len(found) != 1:
            raise forms.ValidationError(f"Write one [[item]] here, not {len(found)}; several at once can be imported.")
        self.item, self.body = found[0]
        return text

    item: Item
    body: dict[str, Any]


class ImportForm(forms.Form):
    """Questions from a file or pasted."""

    file = forms.FileField(label="A file, TOML or JSON", required=False, max_length=255)
    text = forms.CharField(
        label="Or paste it",
        required=False,
        max_length=MOST_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "code"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if upload := cleaned.get("file"):
            if upload.size > MOST_BYTES:
                raise forms.ValidationError("The file is larger than a megabyte: split it.")
            try:
                text = upload.read().decode("utf-8")
            except UnicodeDecodeError as error:
                raise forms.ValidationError("The file is not text in UTF-8: save it as such and try again.") from error
        else:
            text = cleaned.get("text", "")
        if not text.strip():
            raise forms.ValidationError("Choose a file or paste some questions.")
        try:
            self.found = read_file(text.replace("\r\n", "\n"))
        except ItemError as error:
            raise forms.ValidationError(str(error)) from error
        return cleaned

    found: list[tuple[Item, dict[str, Any]]]


class PassForm(forms.Form):
    percent = forms.IntegerField(
        label="Of 100 people who just pass, how many answer this rightly?",
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class AuthorsForm(forms.Form):
    authors = forms.ModelMultipleChoiceField(
        User.objects.none(), required=False, label="Who else may edit it", to_field_name="uuid"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["authors"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = User.objects.filter(is_active=True).order_by("name")
