"""A file of lines on its way to becoming a budget: checked by a task, applied whole or not at all."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budget_docs.models.calendar import FiscalYear
from budget_docs.models.documents import BudgetDocument
from budget_docs.models.lines import Budget, BudgetStage, ColumnMapping
from tetouan_portal.lib.queue import Work
from tetouan_portal.stored_files.folders import in_folder


class ImportState(models.TextChoices):
    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("being read")
    CHECKED = "checked", _("ready to be applied")
    REFUSED = "refused", _("has problems")
    STORING = "storing", _("being applied")
    APPLIED = "applied", _("applied")
    FAILED = "failed", _("could not be read")


@in_folder("budget-imports")
def import_path(line_import, filename):
    return str(line_import.key)


class LineImport(Work):
    """The row is the queue entry: waits to be read, and later to be applied (`budget_docs.lines.importing`).

    `report`: {"problems": […], "notices": […], "more": count beyond those kept}, each {code, sheet, row,
    column, params}, and "beginning", the file's first rows; `preview`: totals and differences to the budget in force.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="imports", verbose_name=_("fiscal year"))
    stage = models.CharField(_("stage"), max_length=8, choices=BudgetStage, default=BudgetStage.VOTED)
    document = models.ForeignKey(
        BudgetDocument, models.SET_NULL, null=True, blank=True, verbose_name=_("document it is taken from")
    )
    mapping = models.ForeignKey(ColumnMapping, models.PROTECT, null=True, blank=True, verbose_name=_("column mapping"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    file = models.FileField(_("file"), upload_to=import_path)
    filename = models.CharField(_("file name"), max_length=150, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=ImportState, default=ImportState.WAITING, editable=False)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0, editable=False)
    report = models.JSONField(default=dict, editable=False)
    preview = models.JSONField(default=dict, editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    budget = models.OneToOneField(
        Budget, models.SET_NULL, null=True, blank=True, editable=False, related_name="line_import"
    )

    class Meta:
        verbose_name = _("import of lines")
        verbose_name_plural = _("imports of lines")
        ordering = ["-created_at", "-pk"]
        indexes = Work.Meta.indexes
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(name="line_import_state_is_known", condition=Q(state__in=ImportState.values)),
            models.CheckConstraint(name="line_import_stage_is_known", condition=Q(stage__in=BudgetStage.values)),
            models.CheckConstraint(
                name="line_import_is_due_while_it_waits",
                condition=Q(state__in=["waiting", "reading", "storing"], due_at__isnull=False)
                | ~Q(state__in=["waiting", "reading", "storing"]) & Q(due_at__isnull=True),
            ),
        ]

    def __str__(self):
        return self.filename
