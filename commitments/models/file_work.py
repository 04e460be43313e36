from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.models.evidence import Evidence, KeptFile
from tetouan_portal.lib.file_work import FileWork


class EvidenceWork(FileWork):
    """Done by workers: the history does not record it."""

    file = models.ForeignKey(Evidence, models.CASCADE, related_name="work")

    class Meta(FileWork.Meta):
        verbose_name = _("work on evidence")
        verbose_name_plural = _("work on evidence")


class KeptFileWork(FileWork):
    file = models.ForeignKey(KeptFile, models.CASCADE, related_name="work")

    class Meta(FileWork.Meta):
        verbose_name = _("work on kept files")
        verbose_name_plural = _("work on kept files")
