"""What a reader may ask of the library."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from budget_docs.documents import library
from tetouan_portal.lib.languages import best_text
from tetouan_portal.lib.search import SEARCH_TEXT_MAX


class LibraryForm(forms.Form):
    """An unknown value is refused with a sentence, never ignored."""

    q = forms.CharField(label=_("Words"), required=False, max_length=SEARCH_TEXT_MAX)
    type = forms.ChoiceField(label=_("Kind of document"), required=False)
    year = forms.ChoiceField(label=_("Fiscal year"), required=False)

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind["slug"], best_text(kind["name"], language)[0]) for kind in library.types()]
        self.fields["type"].choices = [("", _("all kinds")), *kinds]
        self.years = library.years()
        self.fields["year"].choices = [("", _("all years")), *((str(year), str(year)) for year in self.years)]

    def clean_q(self):
        text = self.cleaned_data["q"]
        if "\x00" in text:
            raise ValidationError(_("Write words."), code="nul")
        return text

    @property
    def narrows(self):
        return any(self.cleaned_data.values())
