"""Lists of words in the admin: themes, values, policy areas, sectors."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from commitments.admin.base import PlainInline, PortalAdmin
from commitments.models import Institution, InstitutionAlias, OgpValue, PolicyArea, Sector, Source, Theme
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable


class AliasInline(PlainInline):
    model = InstitutionAlias
    autocomplete_fields = ["source"]


@admin.register(Institution)
class InstitutionAdmin(PortalAdmin):
    list_display = ["name", "kind", "missing"]
    list_filter = ["kind", MissingTranslation]
    search_fields = [*searchable("name"), "aliases__name", "slug"]
    autocomplete_fields = ["source"]
    prepopulated_fields = {"slug": ["name_fr"]}
    inlines = [AliasInline]


@admin.register(Source)
class SourceAdmin(PortalAdmin):
    list_display = ["code", "title", "trust", "url", "missing"]
    list_filter = ["trust", MissingTranslation]
    search_fields = ["code", "url", *searchable("title")]


@admin.register(Theme, OgpValue, PolicyArea, Sector)
class NamedTermAdmin(PortalAdmin):
    list_display = ["name", "slug", "used", "missing"]
    list_filter = [MissingTranslation]
    search_fields = ["slug", *searchable("name")]
    prepopulated_fields = {"slug": ["name_fr"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used_by=Count("commitments"))

    @admin.display(description=_("commitments"), ordering="used_by")
    def used(self, term):
        return term.used_by
