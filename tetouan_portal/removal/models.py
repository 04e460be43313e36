"""A removal and the places that it touched. Written by `proposing` and `carrying_out` alone.

That a decided one stays as it is, and is by two people, holds in SQL: `tetouan_portal/migrations/0030_removal.py`.
"""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.lib.personal_data import PersonalData


class Ground(models.TextChoices):
    PERSONAL_DATA = "personal_data", pgettext_lazy("removal", "personal data published by mistake (law 09-08)")
    COURT = "court", pgettext_lazy("removal", "decision of a court")
    COMMISSION = "commission", pgettext_lazy("removal", "decision of the data protection commission (CNDP)")


class RemovalState(models.TextChoices):
    OPEN = "open", _("waits for a second person")
    DONE = "done", pgettext_lazy("removal", "carried out")
    REFUSED = "refused", pgettext_lazy("removal", "not carried out")


class Removal(models.Model):
    """`part`: the text of the row, or its file; `language`: of a text, "" for every one."""

    table = models.CharField(_("kind of record"), max_length=63)
    row_pk = models.CharField(_("number of the record"), max_length=20)
    part = models.CharField(pgettext_lazy("removal", "what goes"), max_length=63)
    language = models.CharField(_("language"), max_length=2, blank=True)
    ground = models.CharField(pgettext_lazy("removal", "ground"), max_length=13, choices=Ground)
    reference = models.TextField(_("reference"))
    state = models.CharField(_("state"), max_length=7, choices=RemovalState, default=RemovalState.OPEN)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(pgettext_lazy("removal", "proposed at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("removal", "decided by"),
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)
    sentences = models.JSONField(
        pgettext_lazy("removal", "what is read in its place"), default=dict
    )  # {"ar": …}: what stands in its place

    personal_data = PersonalData(
        fields=("reference", "proposed_by", "decided_by"),
        whose=_("those whose data went, and members of staff"),
        purpose=_("To prove by whom and on what ground something public was removed."),
        seen_by=_("those who may remove by law"),
        kept=_("as long as what it proves"),
    )

    class Meta:
        verbose_name = pgettext_lazy("removal", "removal by law")
        verbose_name_plural = pgettext_lazy("removal", "removals by law")
        ordering = ["-proposed_at", "-pk"]
        default_permissions = ()
        permissions = [("remove_by_law", "Can be one of the two people who remove by law")]
        constraints = [
            models.CheckConstraint(name="removal_ground_is_known", condition=Q(ground__in=Ground.values)),
            models.CheckConstraint(name="removal_state_is_known", condition=Q(state__in=RemovalState.values)),
            models.CheckConstraint(
                name="removal_has_a_reference",
                condition=~Q(reference=""),
                violation_error_message=_("Name the decision or the letter that asks for it."),
            ),
            models.CheckConstraint(
                name="removal_by_two_people",
                condition=~Q(state="done", decided_by=F("proposed_by")),
                violation_error_message=_("Somebody else must carry it out."),
            ),
            models.CheckConstraint(
                name="removal_decided_on_a_day",
                condition=Q(state="open", decided_at=None) | ~Q(state="open") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(name="removal_tells_once_done", condition=Q(state="done") ^ Q(sentences={})),
            models.UniqueConstraint(
                name="one_open_removal_of_a_part",
                fields=["table", "row_pk", "part", "language"],
                condition=Q(state="open"),
                violation_error_message=_("This was proposed already, and waits for a second person."),
            ),
        ]

    def __str__(self):
        return f"{capfirst(str(self.model._meta.verbose_name))} {self.row_pk} – {self.part_label}"

    @property
    def model(self):
        return next(model for model in apps.get_models() if model._meta.db_table == self.table)

    @property
    def part_label(self):
        return str(self.model._meta.get_field(self.part).verbose_name)


class RemovedPlace(models.Model):
    """A column of a row in which a removal left its sentence, or in which there was what was made from a file."""

    removal = models.ForeignKey(Removal, models.PROTECT, related_name="places")
    table = models.CharField(max_length=63)
    row_pk = models.CharField(max_length=20)
    column = models.CharField(max_length=63)

    class Meta:
        default_permissions = ()
        verbose_name = pgettext_lazy("removal", "removed passage")
        verbose_name_plural = pgettext_lazy("removal", "removed passages")
        indexes = [models.Index(name="removed_place_of_row", fields=["table", "row_pk"])]
        constraints = [
            models.UniqueConstraint(name="removed_place_once", fields=["removal", "table", "row_pk", "column"])
        ]

    def __str__(self):
        return f"{self.table} {self.row_pk}: {self.column}"
