"""Stored files that are to be destroyed, and rows whose file is missing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.queue import Work


class Reason(models.TextChoices):
    """Why a stored file goes. About the file, never about a person."""

    ERASED = "erased", _("erased at its author’s request")
    TIME_OVER = "time_over", _("its time is over")
    TAKEN_OUT = "taken_out", _("taken out of a draft")
    DELETED = "deleted", _("deleted with its record")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REMOVED = "removed", _("removed by law")
    REPLACED = "replaced", _("replaced")
    INFECTED = "infected", _("a virus was found in it")
    ABANDONED = "abandoned", _("nobody went on with it")
    WITH_ITS_PICTURE = "with_picture", _("small picture of a photo that is gone")
    DEMONSTRATION = "demo", _("demonstration data")
    ORPHAN = "orphan", _("no record names it")


class DoomedFile(Work):
    """A stored file that is to be destroyed since `queued_at`: written with what lets go of it, gone with the file.

    The name is a storage's own, made of random letters or of what is public anyway: it tells of nobody.
    """

    storage = models.CharField(_("storage"), max_length=40)  # its alias in STORAGES
    name = models.CharField(_("stored file"), max_length=255)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)

    class Meta:
        default_permissions = ()
        verbose_name = _("file to be destroyed")
        verbose_name_plural = _("files to be destroyed")
        ordering = ["queued_at", "pk"]
        indexes = Work.Meta.indexes
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(name="doomed_file_once", fields=["storage", "name"]),
            models.CheckConstraint(name="doomed_file_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="doomed_file_reason_is_known", condition=Q(reason__in=Reason.values)),
        ]

    def __str__(self):
        return self.name


class MissingFile(models.Model):
    """A row needs a file that the storage does not hold, as the last sweep found. Deletes nothing, tells."""

    model = models.CharField(_("kind of record"), max_length=100)  # commitments.evidence
    row_pk = models.CharField(_("number of the record"), max_length=40)
    field = models.CharField(_("field"), max_length=63)
    name = models.CharField(_("stored file"), max_length=255)
    noticed_at = models.DateTimeField(_("noticed"))

    class Meta:
        default_permissions = ()
        verbose_name = _("missing file")
        verbose_name_plural = _("missing files")
        ordering = ["noticed_at", "pk"]
        constraints = [models.UniqueConstraint(name="missing_file_once", fields=["model", "row_pk", "field"])]

    def __str__(self):
        return self.name
