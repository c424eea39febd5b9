import re

from django import forms
from django.template import Context, Template

from workspace.form_rendering import blank


class Sample(forms.Form):
    name = forms.CharField(help_text="As they write it.", widget=forms.TextInput(attrs={"class": "wide"}))
    side = forms.ChoiceField(choices=[("r", "Researcher")], widget=forms.RadioSelect)
    channel = forms.ChoiceField(choices=[("a", "arXiv")], required=False)
    agrees = forms.BooleanField(required=False, label="They <agree>")
    row = forms.CharField(widget=forms.HiddenInput, required=False)


def tag(html, name):
    return re.search(rf'<(?:input|select)[^>]*name="{name}"[^>]*>', html)[0]


def test_inputs_wear_the_shells_classes_beside_their_own():
    html = str(Sample())

    assert 'class="wide form-control"' in tag(html, "name")
    assert 'class="form-check-input"' in tag(html, "side")
    assert 'class="form-select"' in tag(html, "channel")
    assert "class=" not in tag(html, "row")


def test_a_refused_field_is_tied_to_its_hint_and_error():
    html = str(Sample({"name": ""}))

    assert 'aria-invalid="true"' in tag(html, "name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in tag(html, "name")
    assert 'id="id_name_helptext"' in html
    assert '<ul class="errorlist" id="id_name_error"><li>This field is required.</li></ul>' in html


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = str(Sample({}))

    assert '<legend class="form-label">Side' in html
    assert 'aria-describedby="id_side_error"' in html


def test_optional_fields_say_so_and_required_ones_do_not():
    form = Sample()

    assert "optional" in str(form["channel"].as_field_group())
    assert "optional" not in str(form["name"].as_field_group())


def test_labels_are_escaped():
    assert "They &lt;agree&gt;" in str(Sample())


def test_errors_of_the_whole_form_are_announced():
    form = Sample({"name": "x", "side": "r"})
    form.add_error(None, "Somebody was faster.")

    assert 'role="alert"' in str(form)
    assert "Somebody was faster." in str(form)


class Asking(forms.Form):
    text = forms.CharField()
    note = forms.CharField(required=False)

    def __init__(self, *args, brief, **kwargs):
        super().__init__(*args, **kwargs)
        if brief:
            del self.fields["note"]


def test_a_blank_form_looks_as_it_would_drawn_anew_and_is_drawn_once():
    drawn = [blank(Asking, brief, brief=brief) for brief in (True, False, True)]

    assert [str(form) for form in drawn[:2]] == [str(Asking(brief=True)), str(Asking(brief=False))]
    assert drawn[0] is drawn[2]
    assert not drawn[0].errors
    assert Template("{{ form }}").render(Context({"form": drawn[0]})) == str(Asking(brief=True))


def test_choices_of_a_select_keep_their_value_their_choice_and_are_escaped():
    class Choosing(forms.Form):
        role = forms.ChoiceField(choices=[("", "Any"), ("a<b", "A <b>"), ("Group", [(7, "Seven")])], initial=7)

    select = re.search(r"<select.*</select>", str(Choosing()), re.DOTALL)[0]

    assert re.findall(r"<opt[^>]*>[^<]*", select) == [
        '<option value="">Any',
        '<option value="a&lt;b">A &lt;b&gt;',
        '<optgroup label="Group">',
        '<option value="7" selected>Seven',
    ]
