"""Forms about people and the organisation."""

import zoneinfo

from django import forms

from workspace.staff.enums import Persona, Side
from workspace.staff.models import Organisation


def time_zone_choices() -> list[tuple[str, str]]:
    """Return the zones people live in, by name."""
    names = sorted(
        name
        for name in zoneinfo.available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))
    )
    return [("UTC", "UTC"), *[(name, name.replace("_", " ")) for name in names]]


class InvitationForm(forms.Form):
    email = forms.EmailField(label="E-mail", max_length=254)
    name = forms.CharField(max_length=120, required=False, help_text="They can correct it when they accept.")
    persona = forms.ChoiceField(choices=Persona.choices, initial=Persona.INTERVIEWER)


class AcceptanceForm(forms.Form):
    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least twelve characters; three plain words do.",
    )
    time_zone = forms.ChoiceField(
        choices=time_zone_choices, initial="UTC", help_text="Times are shown to you in this zone."
    )


class PersonForm(forms.Form):
    persona = forms.ChoiceField(choices=Persona.choices)
    side = forms.ChoiceField(choices=Side.choices, help_text="Panels mix researchers and engineers.")
    title = forms.CharField(max_length=120, required=False)


class OrganisationForm(forms.ModelForm):
    time_zone = forms.ChoiceField(choices=time_zone_choices)

    class Meta:
        model = Organisation
        fields = ["name", "time_zone", "currency"]


__all__ = ["AcceptanceForm", "InvitationForm", "OrganisationForm", "PersonForm", "time_zone_choices"]
