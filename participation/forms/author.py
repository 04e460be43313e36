"""The second step: how the author can be reached, if they want."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.fields import PhoneField, WordsField

SEEN_BY_THE_DESK = _("Seen only by the officers who handle your message. Never published.")


class AuthorForm(forms.Form):
    name = WordsField(label=_("Name"), max_length=200, required=False, help_text=SEEN_BY_THE_DESK)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_(
            "Seen only by the officers who handle your message. "
            "A first mail asks you to confirm it; from then on you are told there what happens."
        ),
        error_messages={"invalid": _("Write an e-mail address, such as name@example.org, or leave it empty.")},
    )
    phone = PhoneField(label=_("Telephone"), required=False, help_text=SEEN_BY_THE_DESK)
    may_be_published = forms.BooleanField(
        required=False, label=_("The Commune may publish my message and its answer, without my name.")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)
        autocomplete = {"name": "name", "email": "email", "phone": "tel"}
        for name, token in autocomplete.items():
            self.fields[name].widget.attrs["autocomplete"] = token
        self.fields["phone"].widget.input_type = "tel"
        for name in ("email", "phone"):
            self.fields[name].widget.attrs["dir"] = "ltr"
