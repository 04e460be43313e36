"""A line of the journal. Written by `tetouan_portal.journal.writing` alone.

That it follows from the line before, and is never changed, holds in SQL: `tetouan_portal/migrations/0024_journal.py`.
"""

import json

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BEFORE_THE_FIRST = "0" * 64


class Kind(models.TextChoices):
    """What a line tells. What it is about, its subject and address say."""

    BEGUN = "begun", pgettext_lazy("journal", "beginning")
    PUBLISHED = "published", pgettext_lazy("journal", "became public")
    STATED = "stated", pgettext_lazy("journal", "statement")
    MEASURED = "measured", pgettext_lazy("journal", "value")
    PROVED = "proved", pgettext_lazy("journal", "evidence")
    AMENDED = "amended", pgettext_lazy("journal", "amendment")
    CORRECTED = "corrected", pgettext_lazy("journal", "correction")
    WITHDRAWN = "withdrawn", pgettext_lazy("journal", "withdrawal")
    CONFIRMED = "confirmed", pgettext_lazy("journal", "confirmation")
    DOUBTED = "doubted", pgettext_lazy("journal", "confirmation taken back")
    ANSWERED = "answered", pgettext_lazy("journal", "answer")
    ADMITTED = "admitted", pgettext_lazy("journal", "admission")
    REMOVED = "removed", pgettext_lazy("journal", "removal by law")


class By(models.TextChoices):
    """Which side acted. Never which person."""

    MUNICIPALITY = "municipality", pgettext_lazy("journal", "the municipality")
    MONITOR = "monitor", pgettext_lazy("journal", "the independent monitor")
    AUTHOR = "author", pgettext_lazy("journal", "the author of the message")
    PORTAL = "portal", pgettext_lazy("journal", "the portal itself")


def told(key):
    """A part of the line, as a column that the database derives from it."""
    return models.GeneratedField(
        expression=KeyTextTransform(key, Cast("entry", models.JSONField())),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )


class JournalLine(models.Model):
    number = models.BigIntegerField(_("number"), primary_key=True)
    entry = models.TextField(_("what is hashed"))  # the canonical bytes, UTF-8
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    # {digest: {"salt": …, "text": …}}; None once the text went
    texts = models.JSONField(_("texts"), default=dict)
    at = models.DateTimeField(_("at"))
    kind = told("kind")
    by = told("by")
    subject = told("subject")  # commitments.statement:12
    about = told("about")  # the address of the page, without its language

    class Meta:
        app_label = "tetouan_portal"
        verbose_name = _("line of the journal")
        verbose_name_plural = _("journal")
        default_permissions = ()
        ordering = ["-number"]
        indexes = [
            models.Index(name="journal_about", fields=["about", "-number"]),
            models.Index(name="journal_subject", fields=["subject", "-number"]),
            models.Index(name="journal_kind", fields=["kind", "-number"]),
            models.Index(name="journal_by", fields=["by", "-number"]),
            models.Index(name="journal_at", fields=["at"]),
        ]

    def __str__(self):
        return str(self.number)

    def get_absolute_url(self):
        return reverse("journal:line", args=[self.number])

    @cached_property
    def told(self):
        """The entry as data."""
        return json.loads(self.entry)
