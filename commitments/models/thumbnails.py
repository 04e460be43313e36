"""The small picture of a photo among the evidence: made by the worker, gone with its photo."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.models.evidence import Evidence
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.thumbnails import MOST_BYTES

MOST_ATTEMPTS = 3  # a picture that ends its worker each time is not tried for ever


def thumbnail_path(thumbnail, filename):
    """Beside the picture, and as unguessable."""
    return f"evidence/{thumbnail.evidence.key}-{thumbnail.sha256[:16]}"


class ThumbnailQuerySet(PublicRows):
    def live(self):
        return self.of_its_picture().filter(evidence__in=Evidence.objects.live().with_picture())

    def of_its_picture(self):
        """Made, and from the very file that its evidence has."""
        return self.exclude(file="").filter(source_sha256=F("evidence__sha256"))

    def outlived(self):
        """Of what is no longer there: the file was replaced, withdrawn, found to be infected."""
        return self.exclude(source_sha256=F("evidence__sha256"), evidence__in=Evidence.objects.with_picture())

    def waiting(self, now):
        unfinished = self.filter(file="", attempts__lt=MOST_ATTEMPTS)
        return unfinished.filter(Q(lease_until__isnull=True) | Q(lease_until__lte=now))


class Thumbnail(models.Model):
    """The small picture of a piece of evidence, made by a worker. The row without a file is the queue's mark.

    Nobody types here, so that the history does not record it: it can be made again at any time.
    """

    evidence = models.OneToOneField(Evidence, models.CASCADE, primary_key=True, related_name="thumbnail")
    source_sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=thumbnail_path, blank=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    size = models.PositiveSmallIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    objects = ThumbnailQuerySet.as_manager()

    class Meta:
        verbose_name = _("small picture")
        verbose_name_plural = _("small pictures")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="thumbnail_file_is_described",
                condition=Q(file="", width__isnull=True, height__isnull=True, size__isnull=True, sha256="")
                | ~Q(file="") & Q(width__gt=0, height__gt=0, size__gt=0) & ~Q(sha256=""),
            ),
            models.CheckConstraint(name="thumbnail_is_light", condition=Q(size__isnull=True) | Q(size__lte=MOST_BYTES)),
        ]

    def __str__(self):
        return str(self.evidence_id)
