"""A published document, and its files per language and version. A replaced file stays reachable.

That what was published is not deleted, and stays published, holds in SQL too: `budget_docs/migrations/0002_guards.py`,
of files `0007_hidden_contents.py`; that another publishes it than who wrote it: `0022_published_by_another.py`.
"""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budget_docs.models.calendar import PublicationDate
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.hidden_contents import MayHide, MayHideQuerySet
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.search import Searchable, search_column
from tetouan_portal.lib.virus_scan import SERVED, Scan
from tetouan_portal.lib.withdrawal import Withdrawable, withdrawn_iff_explained
from tetouan_portal.stored_files.folders import in_folder


class SessionKind(models.TextChoices):
    """Organic law 113-14, art. 33: ordinary sessions in February, May and October."""

    ORDINARY = "ordinary", _("ordinary session")
    EXTRAORDINARY = "extraordinary", _("extraordinary session")


class Visa(models.TextChoices):
    """The governor's visa, where the document needs one."""

    WAITING = "waiting", _("waiting for the governor’s visa")
    GRANTED = "granted", _("visa granted")
    REFUSED = "refused", _("visa refused")


class BudgetDocumentQuerySet(PublicRows, Searchable):
    """A scheduled document appears by itself."""

    def live(self, *, now):
        return self.public(now=now).filter(withdrawn_at__isnull=True)

    def public(self, *, now):
        """What was withdrawn too, whose page keeps saying why."""
        return self.filter(publish_at__lte=now)

    def fulfilling(self, *, now):
        """Published ones that do what is due, withdrawn since or not: one whose visa was refused is voted again."""
        return self.public(now=now).exclude(visa=Visa.REFUSED)

    def waiting(self, *, now):
        return self.filter(Q(publish_at__isnull=True) | Q(publish_at__gt=now))


class BudgetDocument(Withdrawable, Demonstrable):
    """Fills a slot of the calendar. Nobody but its officers sees it before `publish_at`."""

    slot = models.ForeignKey(PublicationDate, models.PROTECT, related_name="documents", verbose_name=_("slot"))
    slug = models.SlugField(_("permanent identifier"), unique=True, max_length=80)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary in plain words"), blank=True)
    session_kind = models.CharField(
        pgettext_lazy("of the council", "session"), max_length=13, choices=SessionKind, blank=True
    )
    session_on = models.DateField(_("session of"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    visa = models.CharField(_("visa"), max_length=7, choices=Visa, blank=True)
    visa_on = models.DateField(_("visa decided on"), null=True, blank=True)
    second_reading_of = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="second_reading",
        verbose_name=_("second reading of"),
        help_text=_("The document whose visa was refused and which this one replaces."),
    )
    publish_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    search = search_column(title="A", summary="B")

    objects = BudgetDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget document")
        verbose_name_plural = _("budget documents")
        ordering = ["-slot__fiscal_year__year", "slot__type__position", "pk"]
        permissions = [("publish_budgetdocument", "Can publish, schedule and withdraw budget documents")]
        indexes = [GinIndex(name="budget_document_search", fields=["search"])]
        constraints = [
            models.CheckConstraint(
                name="budget_document_has_a_title",
                condition=in_some_language("title"),
                violation_error_message=_("Write the title in at least one language."),
            ),
            models.CheckConstraint(
                name="budget_document_session_whole_or_not",
                condition=Q(session_kind="", session_on__isnull=True)
                | ~Q(session_kind="") & Q(session_on__isnull=False),
                violation_error_message=_("Give the kind and the date of the session, or neither."),
            ),
            models.CheckConstraint(
                name="budget_document_votes_of_a_session",
                condition=Q(votes_for__isnull=True, votes_against__isnull=True, abstentions__isnull=True)
                | Q(votes_for__isnull=False) & ~Q(session_kind=""),
                violation_error_message=_("A vote belongs to a session, and needs the number of votes for."),
            ),
            models.CheckConstraint(
                name="budget_document_visa_decided_on_a_date",
                condition=Q(visa__in=["", Visa.WAITING], visa_on__isnull=True)
                | Q(visa__in=[Visa.GRANTED, Visa.REFUSED], visa_on__isnull=False),
                violation_error_message=_("A visa that was granted or refused has a date; one that waits has none."),
            ),
            models.CheckConstraint(
                name="budget_document_session_is_known", condition=Q(session_kind__in=["", *SessionKind.values])
            ),
            models.CheckConstraint(name="budget_document_visa_is_known", condition=Q(visa__in=["", *Visa.values])),
            withdrawn_iff_explained(
                "budget_document_withdrawn_iff_explained",
                _("Give a reason when, and only when, a published document is withdrawn."),
                withdrawn=Q(withdrawn_at__isnull=False, publish_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title or self.slug

    def get_absolute_url(self):
        return reverse("budget:document", args=[self.slug])

    @property
    def published_on(self):
        return self.publish_at and timezone.localdate(self.publish_at)

    def is_public(self, *, now):
        return self.publish_at is not None and self.publish_at <= now

    def is_live(self, *, now):
        return self.is_public(now=now) and self.withdrawn_at is None


class FileLanguage(models.TextChoices):
    ARABIC = "ar", pgettext_lazy("language of a file", "Arabic")
    FRENCH = "fr", pgettext_lazy("language of a file", "French")
    SPANISH = "es", pgettext_lazy("language of a file", "Spanish")
    BILINGUAL = "ar-fr", pgettext_lazy("language of a file", "Arabic and French")


class TextState(models.TextChoices):
    """Whether the words inside a file can be searched."""

    WAITING = "waiting", _("text being read")
    READY = "ready", _("searchable")
    PARTLY = "partly", _("searchable, but for scanned pages")
    NONE = "none", _("scanned pages, not searchable")
    FAILED = "failed", _("text could not be read")


@in_folder("budget")
def document_path(document_file, filename):
    """Unguessable and free of what the uploader typed; the readable name is kept in `filename`."""
    return str(document_file.key)


class DocumentFileQuerySet(PublicRows, MayHideQuerySet):
    def live(self, *, now):
        return self.public(now=now).filter(held_back=False)

    def public(self, *, now):
        """Those that the document's page may name, what is held back too; of a withdrawn document none."""
        live = BudgetDocument.objects.live(now=now)
        return self.cleared().filter(document__in=live, is_unseen=False).exclude(language="")

    def cleared(self):
        """What no virus scanner holds back."""
        return self.filter(scan__in=SERVED)

    def hiding(self):
        return super().hiding().filter(document__withdrawn_at__isnull=True, removed__isnull=True)


class DocumentFile(MayHide):
    """One version in one language; the newest that is not held back is the one in force. Language "": not told yet."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(BudgetDocument, models.CASCADE, related_name="files", verbose_name=_("document"))
    language = models.CharField(_("language"), max_length=5, choices=FileLanguage, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    is_current = models.BooleanField(_("in force"), default=True, editable=False)
    is_unseen = models.BooleanField(_("waits for another person"), default=False, editable=False)
    note = models.CharField(_("what changed in this version"), max_length=300, blank=True)
    file = models.FileField(_("file"), upload_to=document_path)
    filename = models.CharField(_("file name"), max_length=150, editable=False)
    content_type = models.CharField(_("content type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    scan = models.CharField(_("virus scan"), max_length=8, choices=Scan, default=Scan.NONE, editable=False)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    text_state = models.CharField(
        _("search inside"), max_length=7, choices=TextState, default=TextState.WAITING, editable=False
    )
    text_search = SearchVectorField(null=True, editable=False)  # of the words inside, written by the task

    removed = models.JSONField(null=True, editable=False)  # by law: {"ar": …} what readers find in its place

    needs_no_file = Q(document__withdrawn_at__isnull=False) | Q(scan=Scan.INFECTED) | Q(removed__isnull=False)
    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["language", "-version"]
        indexes = [GinIndex(name="document_file_text", fields=["text_search"])]
        constraints = [
            *MayHide.Meta.constraints,
            models.UniqueConstraint(name="document_file_version_once", fields=["document", "language", "version"]),
            models.UniqueConstraint(
                name="document_file_one_in_force", fields=["document", "language"], condition=Q(is_current=True)
            ),
            models.CheckConstraint(
                name="document_file_language_is_known", condition=Q(language__in=["", *FileLanguage.values])
            ),
            models.CheckConstraint(
                name="document_file_in_force_has_a_language", condition=Q(is_current=False) | ~Q(language="")
            ),
            models.CheckConstraint(
                name="document_file_in_force_was_seen", condition=Q(is_current=False) | Q(is_unseen=False)
            ),
            models.CheckConstraint(name="document_file_scan_is_known", condition=Q(scan__in=Scan.values)),
            models.CheckConstraint(name="document_file_text_is_known", condition=Q(text_state__in=TextState.values)),
            models.CheckConstraint(name="document_file_is_described", condition=~Q(sha256="") & ~Q(content_type="")),
        ]

    def __str__(self):
        return self.filename

    def get_absolute_url(self):
        return reverse("budget_file", args=[self.key, self.filename])
