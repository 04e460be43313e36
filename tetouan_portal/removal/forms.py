"""What the first of two people fills in."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.line_ends import TextArea
from tetouan_portal.removal.models import Ground, Removal
from tetouan_portal.removal.proposing import propose
from tetouan_portal.removal.removable import is_file, parts_of, texts_of

EVERY_LANGUAGE = pgettext_lazy("removal", "in every language")


def choices_of(row: Model) -> list[tuple[str, str]]:
    """("summary|fr", "Summary – French"); "summary|": in every language."""
    choices = []
    for part in parts_of(row):
        label = capfirst(str(row._meta.get_field(part).verbose_name))
        if is_file(row, part):
            choices.append((f"{part}|", f"{label} – {row.filename}"))
            continue
        codes = [language for language, _text in texts_of(row, part).values() if language]
        if len(codes) != 1:
            choices.append((f"{part}|", f"{label} – {EVERY_LANGUAGE}" if codes else label))
        choices += [(f"{part}|{code}", f"{label} – {language_name(code)}") for code in codes]
    return choices


def language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:  # a wording of which nothing says in which language it was
        return code


capfirst_lazy = lazy(capfirst, str)


class ProposalForm(forms.Form):
    what = forms.ChoiceField(label=capfirst_lazy(pgettext_lazy("removal", "what goes")))
    ground = forms.ChoiceField(
        label=capfirst_lazy(pgettext_lazy("removal", "ground")), choices=Ground, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label=capfirst_lazy(_("reference")),
        max_length=500,
        widget=TextArea(attrs={"rows": 3}),
        help_text=_("Of the decision or the letter. It is not public: do not repeat the words that go."),
    )

    def __init__(self, *args: Any, row: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        field: Any = self.fields["what"]
        field.choices = choices_of(row)

    def save(self, by: Any) -> Removal:
        sent = self.cleaned_data
        part, _bar, language = sent["what"].partition("|")
        return propose(self.row, part, language=language, ground=sent["ground"], reference=sent["reference"], by=by)
