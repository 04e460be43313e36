from django.db import models
from django.utils.translation import gettext_lazy as _

from budget_docs.models.documents import DocumentFile
from tetouan_portal.lib.file_work import FileWork


class DocumentFileWork(FileWork):
    """Done by workers: the history does not record it."""

    file = models.ForeignKey(DocumentFile, models.CASCADE, related_name="work")

    class Meta(FileWork.Meta):
        indexes = [
            models.Index(name="document_file_work_due", fields=["due_at"], condition=models.Q(due_at__isnull=False))
        ]
        verbose_name = _("work on files")
        verbose_name_plural = _("work on files")
