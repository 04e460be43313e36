"""What sources tell of the plan's life, as the technical team keeps it: events and bodies."""

from django.contrib import admin

from commitments.admin.base import PortalAdmin
from commitments.models import Body, Event
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable


@admin.register(Event)
class EventAdmin(PortalAdmin):
    list_display = ["starts_on", "title", "plan", "source", "missing"]
    list_display_links = ["title"]
    list_filter = ["plan", "starts_on", MissingTranslation]
    list_select_related = ["plan", "source"]
    search_fields = ["slug", *searchable("title", "text")]
    autocomplete_fields = ["plan", "source"]
    prepopulated_fields = {"slug": ["title_fr"]}


@admin.register(Body)
class BodyAdmin(PortalAdmin):
    list_display = ["name", "institution", "source", "missing"]
    list_filter = [MissingTranslation]
    list_select_related = ["institution", "source"]
    search_fields = ["slug", *searchable("name", "mandate", "composition", "ties")]
    autocomplete_fields = ["institution", "source", "ties_source"]
    prepopulated_fields = {"slug": ["name_fr"]}
