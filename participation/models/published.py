"""What the public reads of a case: the desk's redacted words, never the author's row.

That another officer publishes them than who wrote them holds in SQL too:
`participation/migrations/0017_published_by_another.py`.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.models.cases import Case
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.search import Searchable, search_column


class PublishedCaseQuerySet(PublicRows, Searchable):
    def live(self):
        """Neither the author nor the desk has taken it back."""
        return self.filter(published_at__isnull=False, unpublished_at__isnull=True)


class PublishedCase(models.Model):
    """Published by the desk when the author agreed; taken off by either, with the date.

    Where nobody publishes what they wrote, it is prepared by one officer and published by another.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="published")
    title = models.CharField(_("public title"), max_length=150)
    text = models.TextField(_("public text"), max_length=5000)
    answer = models.TextField(_("public answer"), max_length=5000, blank=True)
    prepared_at = models.DateTimeField(_("prepared for another officer on"), null=True, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    unpublished_at = models.DateTimeField(_("taken off on"), null=True, blank=True)
    search = search_column(title="A", text="B", answer="B")

    objects = PublishedCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("published case")
        verbose_name_plural = _("published cases")
        ordering = ["-published_at", "-pk"]
        indexes = [
            GinIndex(name="published_case_search", fields=["search"]),
            models.Index(
                name="published_cases_newest", fields=["-published_at", "-id"], condition=Q(unpublished_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="published_case_has_words",
                condition=in_some_language("title") & in_some_language("text"),
                violation_error_message=_("Write the public title and text in at least one language."),
            )
        ]

    def __str__(self):
        return self.title or str(self.case)

    def get_absolute_url(self):
        return reverse("participation:case", args=[self.case.reference])
