"""Fields and buttons in their states, on forms that ask the database nothing."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.forms import CommitmentFilterForm
from tetouan_portal.style_guide.specimens import Section, Specimen


class ExampleForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands on the list."), max_length=20
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("tree", gettext_lazy("tree")), ("bush", gettext_lazy("bush"))]
    )
    watered = forms.ChoiceField(
        label=gettext_lazy("Watered"), required=False, choices=[("1", gettext_lazy("only those already watered"))]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


class ExampleFilters(CommitmentFilterForm):
    """The filters of the list, offering two invented choices each instead of what is published."""

    def offer(self, name, rows, text, language, everything):
        self.fields[name].choices = [("", everything), ("one", _("tree")), ("two", _("bush"))]


def filters(parameters):
    return ExampleFilters(parameters, language="ar")


def form_states():
    """{name of a state: the form in it}."""
    empty = ExampleForm(initial={"name": _("tree")})
    ticked = ExampleForm(initial={"watered": "1"})
    wrong = ExampleForm({"name": "x" * 30, "kind": "stone", "watered": "7"})
    wrong.is_valid()
    wrong.add_error(None, _("Name and kind do not fit together."))
    return empty, ticked, wrong


def form_sections():
    empty, ticked, wrong = form_states()
    field, mark, hinted = "components/field.html", "components/choice_mark.html", "account/field.html"
    asked = filters({"q": _("tree"), "axis": "one", "late": "1"})
    refused = filters({"axis": "nowhere"})
    refused.is_valid()
    around, folder = '<div class="account">{}</div>', "style_guide/specimens"
    label = {"action": reverse("style_guide:show"), "label": _("Send")}
    return [
        Section(
            "fields",
            _("Fields"),
            [
                Specimen(_("to write in"), field, {"field": asked["q"]}),
                Specimen(_("to choose from"), field, {"field": asked["axis"]}),
                Specimen(_("with errors"), field, {"field": refused["axis"]}),
                Specimen(_("to tick"), mark, {"field": empty["watered"]}),
                Specimen(_("ticked"), mark, {"field": ticked["watered"]}),
                Specimen(_("ticked, with errors"), mark, {"field": wrong["watered"]}),
                Specimen(_("with a hint"), hinted, {"field": empty["name"]}, around),
                Specimen(_("with a hint and errors"), hinted, {"field": wrong["name"]}, around),
                Specimen(
                    _("a whole form with an error of its own"), "account/form.html", {"form": wrong, **label}, around
                ),
                Specimen(_("errors of a form, at the top of the page"), f"{folder}/errors.html", {"form": wrong}),
            ],
        ),
        Section(
            "acts",
            _("Buttons and filters"),
            [
                Specimen(_("buttons and links"), f"{folder}/buttons.html", {}, around),
                Specimen(_("filters, folded"), "commitments/plan/filters.html", {"form": asked, "narrowed": True}),
                Specimen(_("filters, refused and open"), "commitments/plan/filters.html", {"form": refused}),
                Specimen(_("filters in force"), f"{folder}/active_filters.html"),
            ],
        ),
    ]
