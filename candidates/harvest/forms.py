"""What a browser may send about sources."""

from django import forms

from candidates.harvest.actions import LONGEST_SCOPE
from candidates.harvest.enums import SCOPES, Connector

CONNECTABLE = [(connector.value, connector.label) for connector in Connector if connector != Connector.BIBTEX]


class ScopeForm(forms.Form):
    """Which list is read."""

    scope = forms.CharField(
        required=False,
        max_length=LONGEST_SCOPE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: object, connector: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if connector:
            label, example = SCOPES[connector]
            self.fields["scope"].label = label
            self.fields["scope"].help_text = f"Such as {example}"
        else:
            self.fields["scope"].label = "Which list"
            self.fields["scope"].help_text = "Written as the table below shows."


class ConnectForm(ScopeForm):
    """A new source."""

    connector = forms.ChoiceField(label="Kind", choices=CONNECTABLE)
    field_order = ("connector", "scope")
