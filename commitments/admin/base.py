"""What every admin page of the app shares: its rows, history kept."""

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from commitments.admin.forms import PortalForm
from commitments.admin.rows import OwnRows, OwnRowsInline
from commitments.models import (
    ActionPlan,
    Amendment,
    Axis,
    Commitment,
    DateConfirmation,
    Edition,
    Evidence,
    Indicator,
    Milestone,
    ProgressUpdate,
    Reading,
    Statement,
)
from tetouan_portal.journal.record_forms import Traced
from tetouan_portal.lib.admin.rows import EXACT, RowAdmin
from tetouan_portal.lib.admin.texts import AnyLanguage, translated_fields
from tetouan_portal.lib.languages import columns
from tetouan_portal.stored_files.letting_go import LetsFilesGo

HISTORY = (Statement, Reading, ProgressUpdate, Amendment, DateConfirmation, Edition)
PROMISED = (ActionPlan, Axis, Commitment, Milestone, Indicator)


def settled_texts(row):
    """All columns of its texts but the missing translations: those of a text that some language has."""
    settled = []
    for field in translated_fields(type(row)):
        written = [column for column in columns(field) if getattr(row, column)]
        settled += written or columns(field)
    return settled


def is_history(row):
    """Whether the row is part of a history that is corrected and never deleted, or of what is promised in public."""
    if isinstance(row, PROMISED):
        return is_promised(row) and not getattr(row, "is_demo", False)
    if isinstance(row, Evidence):
        return is_settled_evidence(row) and not row.is_demo
    return isinstance(row, HISTORY) and not getattr(row, "is_demo", False) and getattr(row, "is_published", True)


def is_promised(row):
    """As in SQL (`commitments/migrations/0039_the_public_is_kept.py`)."""
    if isinstance(row, ActionPlan):
        return row.is_published
    commitment = row if isinstance(row, Commitment) else getattr(row, "commitment", None)
    plan = commitment.plan if commitment else row.plan
    return plan.is_published and (commitment is None or commitment.is_published)


def is_settled_evidence(evidence):
    proved = evidence.statement or evidence.update
    return bool(evidence.reading_id or (proved and proved.is_published))


class PortalAdmin(Traced, OwnRows, LetsFilesGo, RowAdmin):
    form = PortalForm

    def has_delete_permission(self, request, obj=None):
        return not (obj and is_history(obj)) and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """Refuse a deletion that would take history with it, naming what stands in the way."""
        deleted, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        collector = NestedObjects(using="default", origin=objs)
        collector.collect(objs)
        kept = [row for rows in collector.model_objs.values() for row in rows if is_history(row)]
        return deleted, counts, perms_needed, [*protected, *(f"{row._meta.verbose_name}: {row}" for row in kept)]


class PortalInline(OwnRowsInline, AnyLanguage, TranslationTabularInline):
    form = PortalForm
    formfield_overrides = EXACT
    extra = 0
    show_change_link = True


class PortalStackedInline(OwnRowsInline, AnyLanguage, TranslationStackedInline):
    form = PortalForm
    formfield_overrides = EXACT
    extra = 0


class PlainInline(OwnRowsInline, admin.TabularInline):
    """Of rows without translated texts."""

    form = PortalForm
    extra = 0


class HistoryInline(PortalInline):
    """Rows that are added and never changed; a correction is made on the row's own page."""

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
