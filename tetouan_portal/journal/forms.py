"""What a reader may narrow the journal to: an unknown value is refused, never ignored."""

import datetime

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.journal.models import By, JournalLine, Kind

NOT_LISTED = {"invalid_choice": _("This value is not in the list: choose another.")}
AN_ADDRESS = RegexValidator(r"^/[a-z0-9/_.-]*\Z", _("This is no address of this portal."), code="invalid_address")


class NumberField(forms.IntegerField):
    """Of a line; it stands in links alone."""

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=2**53, required=False, widget=forms.HiddenInput)


class JournalForm(forms.Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("journal", "What happened"),
        required=False,
        choices=[("", _("anything")), *Kind.choices],
        error_messages=NOT_LISTED,
    )
    by = forms.ChoiceField(
        label=pgettext_lazy("journal", "Who acted"),
        required=False,
        choices=[("", _("every side")), *By.choices],
        error_messages=NOT_LISTED,
    )
    since = forms.DateField(
        label=_("Not before"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Not after"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    about = forms.CharField(
        label=_("About the page"),
        required=False,
        max_length=200,
        validators=[AN_ADDRESS],
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    before = NumberField()
    after = NumberField()

    @property
    def narrows(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name not in {"before", "after"})

    def found(self) -> QuerySet[JournalLine]:
        """Newest first; `before` and `after` turn the pages."""
        wanted, lines = self.cleaned_data, JournalLine.objects.order_by("-number")
        for name in ("kind", "by", "about"):
            if wanted[name]:
                lines = lines.filter(**{name: wanted[name]})
        if wanted["since"]:
            lines = lines.filter(at__gte=midnight(wanted["since"]))
        if wanted["until"]:
            lines = lines.filter(at__lt=midnight(wanted["until"] + datetime.timedelta(days=1)))
        return lines


def midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
