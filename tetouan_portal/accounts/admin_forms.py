"""Forms by which administrators invite people and keep their roles, and independent institutions admit theirs."""

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments.models import INDEPENDENT_KINDS, Institution
from tetouan_portal import roles
from tetouan_portal.accounts import absences, admitting, inviting, proposals
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.lib.line_ends import TextArea
from tetouan_portal.own_words import setting
from tetouan_portal.own_words.models import OwnWords

NAME_LENGTH = User._meta.get_field("first_name").max_length


class PlaceForm(forms.Form):
    """What somebody of the municipality does, and for whom."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    institutions = forms.ModelMultipleChoiceField(
        Institution.objects.none(),
        label=_("Speaks for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A focal point needs one; whoever checks or publishes needs none."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [
            (role.slug, f"{role.label}: {role.does}") for role in roles.ROLES if not role.is_independent
        ]
        self.fields["institutions"].queryset = municipal_institutions()

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            inviting.require_sense(cleaned["roles"], list(cleaned["institutions"]))
        return cleaned


def municipal_institutions():
    return Institution.objects.exclude(kind__in=INDEPENDENT_KINDS).order_by("slug")


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=inviting.ADDRESS_LENGTH,
        help_text=_("The invitation goes there, and it is the name to sign in with."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if inviting.is_in_use(email):
            raise ValidationError(inviting.IN_USE, code="in_use")
        return email


class InviteForm(AddressForm, PlaceForm):
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)
    field_order = ["email", "name", "language", "roles", "institutions"]

    def save(self, *, by):
        return inviting.invite(**self.cleaned_data, by=by)


class AdmitForm(AddressForm):
    """Of somebody who speaks for an independent institution: the next person."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"dir": "auto"}))
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)

    def save(self, *, by):
        return admitting.admit(**self.cleaned_data, by=by)


class AdmissionForm(AdmitForm):
    """Of an administrator: the first person of an institution that has nobody, on its letter."""

    institution = forms.ModelChoiceField(Institution.objects.none(), label=_("Institution"))
    reference = forms.CharField(
        label=_("Reference of the letter"),
        max_length=120,
        help_text=_("Public, with the date. Write no person’s name into it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    letter_on = forms.DateField(
        label=_("Date of the letter"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ["institution", "reference", "letter_on", "email", "name", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        independent = Institution.objects.filter(kind__in=INDEPENDENT_KINDS)
        self.fields["institution"].queryset = independent.order_by("slug")

    def save(self, *, by):
        said = dict(self.cleaned_data)
        return proposals.ask_for_admission(said.pop("institution"), **said, by=by)


class OwnWordsForm(forms.Form):
    """Whether whoever writes for one side may publish it, with the reason, which is public."""

    may_publish = forms.BooleanField(label=_("Whoever wrote something may publish it too"), required=False)

    def __init__(self, *args, side):
        self.side = side
        now = OwnWords.objects.filter(side=side, may_publish=True).exists()
        super().__init__(*args, initial={"may_publish": now})
        for code in LANGUAGE_CODES:
            widget = TextArea(attrs={"rows": 2, "lang": code, "dir": direction(code)})
            self.fields[f"reason_{code}"] = forms.CharField(
                label=_("Reason (%(language)s)") % {"language": code}, required=False, max_length=2000, widget=widget
            )

    def save(self, *, by):
        reason = {code: self.cleaned_data[f"reason_{code}"] for code in LANGUAGE_CODES}
        return setting.set_rule(self.side, may_publish=self.cleaned_data["may_publish"], reason=reason, by=by)


class AbsenceForm(forms.Form):
    deputy = forms.ModelChoiceField(User.objects.none(), label=_("Who stands in"))
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, absent):
        self.absent = absent
        super().__init__(*args)
        self.fields["deputy"].queryset = absences.candidates(absent)
        self.fields["deputy"].label_from_instance = lambda one: one.get_full_name() or one.get_username()

    def save(self, *, by):
        return absences.enter(self.absent, **self.cleaned_data, by=by)
