"""What a reader sees on each page of a file, so that a search can say where in it the words stand."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from budget_docs.models.documents import DocumentFile


class FilePage(models.Model):
    """A page of a PDF, or as much of a sheet or a text as can be shown from; written by the task that reads files."""

    file = models.ForeignKey(DocumentFile, models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("sheet"), max_length=150, blank=True)
    text = models.TextField(_("text"))
    search = SearchVectorField(null=True)

    class Meta:
        verbose_name = _("page of a file")
        verbose_name_plural = _("pages of files")
        ordering = ["file", "number"]
        indexes = [GinIndex(name="file_page_words", fields=["search"])]
        constraints = [models.UniqueConstraint(name="file_page_number_once", fields=["file", "number"])]

    def __str__(self):
        return f"{self.file}: {self.name or self.number}"
