"""Forms by which an administrator invites people and keeps their roles."""

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments.models import Institution
from tetouan_portal import roles
from tetouan_portal.accounts import inviting


class PlaceForm(forms.Form):
    """What somebody does, and for whom."""

    name = forms.CharField(
        label=_("Name"),
        max_length=User._meta.get_field("first_name").max_length,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    institutions = forms.ModelMultipleChoiceField(
        Institution.objects.none(),
        label=_("Speaks for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A focal point and the independent monitor need one; whoever checks or publishes needs none."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(role.slug, f"{role.label}: {role.does}") for role in roles.ROLES]
        self.fields["institutions"].queryset = Institution.objects.order_by("slug")

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            inviting.require_sense(cleaned["roles"], list(cleaned["institutions"]))
        return cleaned


class InviteForm(PlaceForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=inviting.ADDRESS_LENGTH,
        help_text=_("The invitation goes there, and it is the name to sign in with."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)
    field_order = ["email", "name", "language", "roles", "institutions"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if inviting.is_in_use(email):
            raise ValidationError(inviting.IN_USE, code="in_use")
        return email

    def save(self, *, by):
        return inviting.invite(**self.cleaned_data, by=by)
