from django import forms

from workspace.staff.enums import Theme


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=Theme)
