"""Fields that several forms of citizens share."""

import re
import unicodedata

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.case import subjects
from tetouan_portal.lib.numbers import western_digits

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202a-\u202e\ufeff]")
CHOICE_MOST = 100  # characters of what is chosen or ticked: slugs have 60
TOO_LONG = _("At most %(limit_value)d characters are accepted: these are %(show_value)d.")


class WordsField(forms.CharField):
    """A person's own words: without signs that nobody sees, line ends counted once, nothing cut off in the browser."""

    def __init__(self, *, max_length, empty="", **options):
        errors = {"max_length": TOO_LONG, "required": empty} if empty else {"max_length": TOO_LONG}
        super().__init__(max_length=max_length, error_messages=errors, **options)

    def to_python(self, value):
        text = unicodedata.normalize("NFC", super().to_python(value))
        return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))

    def widget_attrs(self, widget):
        """A browser that is told the limit cuts off what is pasted, in silence."""
        return {"data-most": str(self.max_length)}


class PhoneField(WordsField):
    FORM = re.compile(r"\+?[0-9][0-9 ().-]{5,24}")

    def __init__(self, **options):
        super().__init__(max_length=30, **options)

    def to_python(self, value):
        return western_digits(super().to_python(value)).strip()

    def validate(self, value):
        super().validate(value)
        if value and not self.FORM.fullmatch(value):
            raise forms.ValidationError(_("Write a telephone number, such as 0612345678."), code="invalid")


def within(form):
    """{field: what was typed}, no more than each field holds: what is too long is shown again, but not kept."""
    typed = {name: form.data[name] for name in form.fields if name in form.data}
    return {name: text for name, text in words_of(form, typed) if len(text) <= most(form.fields[name])}


def words_of(form, typed):
    """As the fields read them, so that signs which do not count do not fill the database."""
    for name, text in typed.items():
        field = form.fields[name]
        yield name, field.to_python(text) if isinstance(field, forms.CharField) else text


def most(field):
    return field.max_length if isinstance(field, forms.CharField) else CHOICE_MOST


class AboutField(forms.Field):
    """One thing of the portal, or None; its value is `Subject.value`. Offers nothing to choose from by itself."""

    default_error_messages = {"invalid_choice": _("The portal publishes nothing under this name.")}

    def __init__(self, **options):
        super().__init__(required=False, widget=forms.Select, **options)

    def offer(self):
        self.widget.choices = subjects.choices(get_language())

    @property
    def choices(self):
        """One list, without its groups."""
        groups = [labels if isinstance(labels, list) else [(value, labels)] for value, labels in self.widget.choices]
        return [option for group in groups for option in group]

    def to_python(self, value):
        if not value:
            return None
        subject = subjects.with_value(value)
        if subject is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return subject

    def has_changed(self, initial, data):
        return (initial or "") != (data or "")
