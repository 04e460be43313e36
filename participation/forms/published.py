"""What a reader may narrow the published cases to: an unknown value is refused, never ignored."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from participation.models import CaseKind, Category, District, Outcome, PublishedCase
from participation.published.public_cases import IS_OPEN, LAST_PAGE
from tetouan_portal.lib.search import SEARCH_TEXT_MAX

NOT_LISTED = {"invalid_choice": _("This value is not in the list: choose another.")}
NEVER_PUBLISHED = {Outcome.ABUSE}


class PublishedCasesForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=SEARCH_TEXT_MAX)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all kinds")), *CaseKind.choices], error_messages=NOT_LISTED
    )
    category = forms.ChoiceField(label=_("Category"), required=False, error_messages=NOT_LISTED)
    district = forms.ChoiceField(label=_("District"), required=False, error_messages=NOT_LISTED)
    state = forms.ChoiceField(
        label=_("How it stands"),
        required=False,
        choices=[
            ("", _("however it stands")),
            (IS_OPEN, _("not closed yet")),
            *((outcome.value, outcome.label) for outcome in Outcome if outcome not in NEVER_PUBLISHED),
        ],
        error_messages=NOT_LISTED,
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("all categories")), *with_cases(Category, "category")]
        self.fields["district"].choices = [("", _("all districts")), *with_cases(District, "district")]

    @property
    def narrows(self):
        return any(value for name, value in self.cleaned_data.items() if name != "page")


def with_cases(model, name):
    """Those in which something is published: nobody is led to an empty list."""
    published = PublishedCase.objects.live().filter(**{f"case__{name}": OuterRef("pk")})
    return [(row.slug, row.name or row.slug) for row in model.objects.filter(Exists(published))]
