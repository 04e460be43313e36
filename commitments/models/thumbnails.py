"""The small picture of a photo among the evidence: made by the worker, gone with its photo."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.models.evidence import Evidence
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.queue import Work
from tetouan_portal.lib.thumbnails import MOST_BYTES
from tetouan_portal.stored_files.folders import in_folder


@in_folder("evidence")
def thumbnail_path(thumbnail, filename):
    """Beside the picture, and as unguessable."""
    return f"{thumbnail.evidence.key}-{thumbnail.sha256[:16]}"


class ThumbnailQuerySet(PublicRows):
    def live(self):
        return self.of_its_picture().filter(evidence__in=Evidence.objects.live().with_picture())

    def of_its_picture(self):
        """Made, and from the very file that its evidence has."""
        return self.exclude(file="").filter(source_sha256=F("evidence__sha256"))

    def outlived(self):
        """Of what is no longer there: the file was replaced, withdrawn, found to be infected."""
        return self.exclude(source_sha256=F("evidence__sha256"), evidence__in=Evidence.objects.with_picture())


class Thumbnail(Work):
    """The small picture of a piece of evidence, made by a worker; the row is its own queue entry.

    Nobody types here, so that the history does not record it: it can be made again at any time.
    """

    evidence = models.OneToOneField(Evidence, models.CASCADE, primary_key=True, related_name="thumbnail")
    source_sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=thumbnail_path, blank=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    size = models.PositiveSmallIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ThumbnailQuerySet.as_manager()

    class Meta:
        verbose_name = _("small picture")
        verbose_name_plural = _("small pictures")
        default_permissions = ()
        indexes = Work.Meta.indexes
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                name="thumbnail_file_is_described",
                condition=Q(file="", width__isnull=True, height__isnull=True, size__isnull=True, sha256="")
                | ~Q(file="") & Q(width__gt=0, height__gt=0, size__gt=0) & ~Q(sha256=""),
            ),
            models.CheckConstraint(name="thumbnail_is_light", condition=Q(size__isnull=True) | Q(size__lte=MOST_BYTES)),
        ]

    def __str__(self):
        return str(self.evidence_id)
