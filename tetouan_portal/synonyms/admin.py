"""Everyday words in the admin."""

from django.contrib import admin

from tetouan_portal.lib.admin.rows import PlainRowAdmin
from tetouan_portal.synonyms.models import Synonym


@admin.register(Synonym)
class SynonymAdmin(PlainRowAdmin):
    """Words as the citizens of this town type them; the searches ask the rows anew each time."""

    fields = ["word", "means"]
    list_display = ["word", "means"]
    search_fields = ["word", "means"]
