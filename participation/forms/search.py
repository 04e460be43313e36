"""The words by which somebody looks for what is published already."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.fields import WordsField
from tetouan_portal.lib.search import SEARCH_TEXT_MAX


class SearchForm(forms.Form):
    q = WordsField(label=_("What are you looking for?"), max_length=SEARCH_TEXT_MAX, empty=_("Write a word or two."))

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)
