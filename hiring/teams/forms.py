"""What a browser may send about a team."""

from typing import Any

from django import forms

from hiring.teams.models import Archetype, Team
from workspace.staff.models import User


class TeamForm(forms.ModelForm):
    archetype = forms.ChoiceField(choices=Archetype.choices, widget=forms.RadioSelect)

    class Meta:
        model = Team
        fields = ["name", "archetype", "purpose", "lead"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["lead"].empty_label = "Nobody yet"  # type: ignore[attr-defined]
        self.fields["purpose"].help_text = "What this team is for, in a sentence or two."
