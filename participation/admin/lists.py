"""The lists by which the desk sorts and answers."""

from django.contrib import admin
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.case.access import cases_of
from participation.desk.answer_texts import PLACEHOLDERS, unknown_placeholders
from participation.law.explanations import ISOLATED
from participation.models import AnswerTemplate, Category, District, OtherBody
from tetouan_portal.lib.admin.forms import VersionedForm
from tetouan_portal.lib.admin.rows import Explained, RowAdmin
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable
from tetouan_portal.lib.languages import columns

SLUG = _("In Latin letters, for the lists; it never changes.")
POSITION = _("Its place in the list, from 1.")
LISTED = {
    "name": _("As authors read it when they choose. One language is enough to save."),
    "slug": SLUG,
    "position": POSITION,
    "is_offered": _("Unticked, it stays on its cases and no new one can have it. What cases use is never deleted."),
}
HELP = {
    "category": LISTED,
    "district": LISTED,
    "otherbody": LISTED
    | {
        "name": _("As authors read it when their case is for this body. One language is enough to save."),
        "url": _("Where its own messages are received, if it has such a page; otherwise its first page."),
    },
    "answertemplate": {
        "title": _("By which officers find it; authors do not read it. One language is enough to save."),
        "use": _("The act with which it is offered."),
        "text": _(
            "Filled in by the portal: {reference}, the reference of the case; {due_on}, the day by which it is"
            " answered; {category} and {district}, empty where the case has none. Braces have no other use. The author"
            " of the case reads what the officer makes of it, the public does not."
        ),
        "slug": SLUG,
        "position": POSITION,
    },
}
NEEDS_BOTH = _("Write the title and the text, each in at least one language.")
CANNOT_FILL = _("%(unknown)s cannot be filled in. Braces are for these alone: %(known)s.")


class Listing(Explained, RowAdmin):
    @staticmethod
    def help_text(model, field):
        return HELP.get(model, {}).get(field, "")

    def settled_fields(self, obj):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_changeform_initial_data(self, request):
        last = self.model.objects.aggregate(last=Max("position"))["last"] or 0
        return {"position": last + 1, **super().get_changeform_initial_data(request)}


class ListedAdmin(Listing):
    """With the cases of the reader's own office counted."""

    actions = None
    case_field: str  # of a case, naming the row
    delete_confirmation_template = "admin/participation/listed_delete_confirmation.html"
    fields = ["name", "slug", "position", "is_offered"]
    list_display = ["name", "position", "offered", "open_cases", "missing"]
    list_filter = ["is_offered", MissingTranslation]
    search_fields = ["slug", *searchable("name")]
    prepopulated_fields = {"slug": ["name_fr"]}

    def counted(self, user):
        """Held cases are counted where they are checked."""
        return cases_of(user).open().filter(is_held=False)

    def get_queryset(self, request):
        of_row = self.counted(request.user).filter(**{self.case_field: OuterRef("pk")}).order_by()
        count = of_row.values(self.case_field).annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(case_count=Coalesce(Subquery(count), 0))

    def get_deleted_objects(self, objs, request):
        """Cases stand in the way, whoever asks: that nobody may delete them is beside the point."""
        deleted, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set() if protected else perms_needed, protected

    @admin.display(description=_("offered"), ordering="is_offered", boolean=True)
    def offered(self, row):
        return row.is_offered

    @admin.display(description=_("open cases"), ordering="case_count")
    def open_cases(self, row):
        return row.case_count


@admin.register(Category)
class CategoryAdmin(ListedAdmin):
    case_field = "category"


@admin.register(District)
class DistrictAdmin(ListedAdmin):
    case_field = "district"


@admin.register(OtherBody)
class OtherBodyAdmin(ListedAdmin):
    """A case names another body when it is closed: no open case has one."""

    case_field = "other_body"
    fields = ["name", "url", "slug", "position", "is_offered"]
    list_display = ["name", "position", "offered", "cases_for_it", "missing"]
    search_fields = [*ListedAdmin.search_fields, "url"]

    def counted(self, user):
        return cases_of(user)

    @admin.display(description=_("cases closed as theirs"), ordering="case_count")
    def cases_for_it(self, row):
        return row.case_count


class AnswerTemplateForm(VersionedForm):
    """Refuses what would reach an author in braces."""

    def clean(self):
        cleaned = super().clean()
        for field in ("title", "text"):
            written = [column for column in columns(field) if self.cleaned_data.get(column)]
            if not written and not any(column in self.errors for column in columns(field)):
                self.add_error(f"{field}_{get_language()}", NEEDS_BOTH)
        for column in columns("text"):
            if unknown := unknown_placeholders(self.cleaned_data.get(column) or ""):
                self.add_error(
                    column,
                    CANNOT_FILL % {"unknown": list_placeholders(unknown), "known": list_placeholders(PLACEHOLDERS)},
                )
        return cleaned


def list_placeholders(placeholders):
    return str(_(", ")).join(map(ISOLATED.format, placeholders))


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(Listing):
    form = AnswerTemplateForm
    fields = ["title", "use", "text", "slug", "position"]
    list_display = ["title", "use", "position", "missing"]
    list_filter = ["use", MissingTranslation]
    search_fields = ["slug", *searchable("title", "text")]
    prepopulated_fields = {"slug": ["title_fr"]}
