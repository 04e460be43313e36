"""The independent monitor's annual report: texts, findings, recommendations, editions, PDFs.

In SQL: words change only while they are being written (`commitments/migrations/0013_next_edition.py`), an edition never
(`tetouan_portal/migrations/0002_append_only.py`); since when a text is final
(`commitments/migrations/0030_report_final_since.py`); that another publishes it than who wrote an answer in it
(`commitments/migrations/0040_published_by_another.py`).
"""

import json

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models.levels import CompletionLevel
from commitments.models.plan import NEEDS_TITLE, ActionPlan, Commitment
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.file_names import download_name
from tetouan_portal.lib.languages import in_no_language, in_some_language, legible_in_some_language
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.queue import Work
from tetouan_portal.lib.withdrawal import Explained, withdrawn_iff_explained


class ReportStatus(models.TextChoices):
    DRAFTING = "drafting", _("being drafted")
    FINAL = "final", _("final")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class NextEdition(models.TextChoices):
    """How far the words of a further edition are, while the published ones stay as they are."""

    NONE = "", _("none begun")
    DRAFTING = "drafting", _("being drafted")
    FINAL = "final", _("final")


class ReportText(models.TextChoices):
    """The texts of a report that may be missing, or missing in a language."""

    TITLE = "title", _("title")
    SUMMARY = "summary", _("summary")
    CONTEXT = "context", _("context of the year")
    METHOD = "method", _("method")
    INDEPENDENCE = "independence", _("statement of independence")
    CONCLUSION = "conclusion", _("conclusion")


NEEDS_INDEPENDENCE = _("Write the statement of independence, in at least one language, before the text is final.")


class AnnualReportQuerySet(PublicRows):
    def being_written(self):
        return self.filter(Q(status=ReportStatus.DRAFTING) | Q(next_edition=NextEdition.DRAFTING))

    def awaiting_publication(self):
        return self.filter(Q(status=ReportStatus.FINAL) | Q(next_edition=NextEdition.FINAL))

    def with_published_title(self):
        """`published_title`: {"ar": …} of the newest edition; the row's own may be that of the next one."""
        newest = Edition.objects.filter(report=models.OuterRef("pk")).order_by("-number")
        return self.annotate(published_title=models.Subquery(newest.values("snapshot__report__title")[:1]))

    def live(self):
        return self.filter(status=ReportStatus.PUBLISHED)

    def public(self):
        """The withdrawn ones too, whose page keeps saying why."""
        return self.filter(status__in=[ReportStatus.PUBLISHED, ReportStatus.WITHDRAWN])


class AnnualReport(Explained, Demonstrable):
    """The monitor's report on one year of a plan. Its state changes in `commitments.report.editions` alone.

    Its words, findings and recommendations change only while `is_being_written`; a trigger sees to it, too.
    """

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="reports", verbose_name=_("plan"))
    year = models.PositiveSmallIntegerField(_("year"))
    status = models.CharField(
        _("status"), max_length=10, choices=ReportStatus, default=ReportStatus.DRAFTING, editable=False
    )
    next_edition = models.CharField(
        _("next edition"), max_length=8, choices=NextEdition, default=NextEdition.NONE, blank=True, editable=False
    )
    # Noted by the database, when the text or its next edition becomes final and no longer is.
    final_at = models.DateTimeField(_("declared final at"), null=True, blank=True, editable=False)
    covers_from = models.DateField(_("covers from"))
    covers_to = models.DateField(_("covers to"))
    author = models.ForeignKey("Institution", models.PROTECT, related_name="reports", verbose_name=_("author"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    context = models.TextField(_("context of the year"), blank=True)
    method = models.TextField(_("method"), blank=True)
    independence = models.TextField(
        _("statement of independence"), blank=True, help_text=_("Ties between the monitor and the Commune.")
    )
    conclusion = models.TextField(_("conclusion"), blank=True)
    gaps_seen = ArrayField(
        models.CharField(max_length=200), verbose_name=_("known gaps"), default=list, blank=True, editable=False
    )
    gaps_reason = models.TextField(_("reason for the gaps"), blank=True, editable=False)
    # Declared final before a statement of independence was asked for.
    lacks_independence = models.BooleanField(default=False, editable=False)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year"]
        permissions = [
            ("publish_annualreport", "Can publish annual reports"),
            ("conclude_annualreport", "Can declare the monitor's text final, reopen and withdraw it"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_report_a_year_of_a_plan",
                fields=["plan", "year"],
                violation_error_message=_("The plan already has a report for this year."),
            ),
            models.UniqueConstraint(
                name="one_public_report_a_year",
                fields=["year"],
                condition=Q(status__in=["published", "withdrawn"]),
                violation_error_message=_("Another report of this year is already public: its address is taken."),
            ),
            models.CheckConstraint(name="report_status_is_known", condition=Q(status__in=ReportStatus.values)),
            models.CheckConstraint(
                name="next_edition_is_known", condition=Q(next_edition__in=["", "drafting", "final"])
            ),
            models.CheckConstraint(
                name="next_edition_of_a_published_report", condition=Q(next_edition="") | Q(status="published")
            ),
            models.CheckConstraint(
                name="report_period_in_order",
                condition=Q(covers_to__gte=F("covers_from")),
                violation_error_message=_("The end cannot come before the start."),
            ),
            models.CheckConstraint(
                name="report_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
            models.CheckConstraint(
                name="report_says_its_independence",
                condition=Q(status__in=["drafting", "withdrawn"])
                | Q(next_edition="drafting")
                | Q(lacks_independence=True)
                | legible_in_some_language("independence"),
                violation_error_message=NEEDS_INDEPENDENCE,
            ),
            models.CheckConstraint(
                name="report_gaps_iff_explained",
                condition=~Q(gaps_seen=[]) & legible_in_some_language("gaps_reason")
                | Q(gaps_seen=[]) & in_no_language("gaps_reason"),
                violation_error_message=_("Give a reason when, and only when, the report has gaps."),
            ),
            withdrawn_iff_explained(
                "report_withdrawn_iff_explained",
                _("Give a reason when, and only when, a report is withdrawn."),
                withdrawn=Q(status="withdrawn"),
                standing=~Q(status="withdrawn"),
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.title}"

    def get_absolute_url(self):
        return reverse("commitments:report", args=[self.year])

    @property
    def publisher_until(self):
        """The day up to which publishing is the municipality's; None while the text is not final."""
        return self.final_at and timezone.localdate(self.final_at) + settings.REPORT_PUBLISHED_WITHIN

    def is_left_lying(self, on):
        """Final, and not published in time: from now on its monitor may publish it."""
        return self.publisher_until is not None and on > self.publisher_until

    @property
    def is_being_written(self):
        return self.status == ReportStatus.DRAFTING or self.next_edition == NextEdition.DRAFTING


class Finding(Demonstrable):
    """What the monitor found on one commitment in the report's year."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="findings", verbose_name=_("annual report"))
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="findings", verbose_name=_("commitment"))
    level = models.CharField(_("level"), max_length=12, choices=CompletionLevel)
    text = models.TextField(_("finding"))

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["report", "commitment__number"]
        constraints = [
            models.UniqueConstraint(
                name="one_finding_a_commitment",
                fields=["report", "commitment"],
                violation_error_message=_("The report already has a finding on this commitment."),
            ),
            models.CheckConstraint(name="finding_level_is_known", condition=Q(level__in=CompletionLevel.values)),
            models.CheckConstraint(
                name="finding_has_a_text",
                condition=in_some_language("text"),
                violation_error_message=_("Write the finding in at least one language."),
            ),
        ]

    def __str__(self):
        return f"{self.commitment}: {self.get_level_display()}"


class Answer(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("partly accepted")
    REJECTED = "rejected", _("rejected")


class Recommendation(Demonstrable):
    """The monitor's recommendation and, apart from it, the municipality's answer."""

    report = models.ForeignKey(
        AnnualReport, models.CASCADE, related_name="recommendations", verbose_name=_("annual report")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("commitment"),
    )
    text = models.TextField(_("recommendation"))
    answer = models.CharField(_("answer of the municipality"), max_length=10, choices=Answer, blank=True)
    answer_reason = models.TextField(_("why"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        permissions = [("answer_recommendation", "Can answer for the municipality")]
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                name="recommendation_number_once_in_report",
                fields=["report", "number"],
                violation_error_message=_("The report already has a recommendation with this number."),
            ),
            models.CheckConstraint(
                name="recommendation_has_a_text",
                condition=in_some_language("text"),
                violation_error_message=_("Write the recommendation in at least one language."),
            ),
            models.CheckConstraint(name="answer_is_known", condition=Q(answer="") | Q(answer__in=Answer.values)),
            models.CheckConstraint(
                name="answer_is_dated_and_explained",
                condition=Q(answer="", answered_on__isnull=True, due_on__isnull=True)
                | ~Q(answer="") & Q(answered_on__isnull=False) & in_some_language("answer_reason"),
                violation_error_message=_(
                    "An answer needs its date and its reason; without an answer, leave both empty."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.text[:60]}"


class Edition(Demonstrable):
    """One published form of a report: a snapshot that later corrections never rewrite.

    The snapshot repeats titles, levels and values in every language instead of pointing at them.
    """

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="editions", verbose_name=_("annual report"))
    number = models.PositiveSmallIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"))
    snapshot = models.JSONField(_("snapshot"), encoder=DjangoJSONEncoder)
    sha256 = models.CharField(_("SHA-256 of the snapshot"), max_length=64)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(name="edition_number_once_in_report", fields=["report", "number"]),
        ]

    def __str__(self):
        return f"{self.report.year}/{self.number}"

    def get_absolute_url(self):
        return reverse("commitments:edition", args=[self.report.year, self.number])

    def canonical_json(self):
        """The bytes whose SHA-256 the edition prints: keys sorted, no spaces, UTF-8."""
        return json.dumps(self.snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class PdfState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class ReportPdfQuerySet(PublicRows):
    def of_live_reports(self):
        return self.filter(edition__report__in=AnnualReport.objects.live())

    def live(self):
        return self.of_live_reports().exclude(file="")

    def has_published(self, sha256):
        """Whether this is, or was, the file of a published report."""
        return self.of_live_reports().filter(Q(sha256=sha256) | Q(former_sha256__contains=[sha256])).exists()


class ReportPdf(Work):
    """The PDF of an edition in one language; the row is its own queue entry. `error` is for people to read."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pdfs", verbose_name=_("edition"))
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(_("state"), max_length=8, choices=PdfState, default=PdfState.QUEUED)
    error = models.TextField(_("reason for the failure"), blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(_("file"), upload_to="reports/", blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    rendered_at = models.DateTimeField(_("made at"), null=True, blank=True)
    former_sha256 = ArrayField(models.CharField(max_length=64), default=list, blank=True, editable=False)

    objects = ReportPdfQuerySet.as_manager()

    class Meta:
        verbose_name = _("report PDF")
        verbose_name_plural = _("report PDFs")
        ordering = ["edition", "language"]
        indexes = Work.Meta.indexes
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(name="one_pdf_a_language_of_an_edition", fields=["edition", "language"]),
            models.CheckConstraint(name="pdf_state_is_known", condition=Q(state__in=PdfState.values)),
            models.CheckConstraint(
                name="pdf_ready_iff_complete",
                condition=~Q(state="ready")
                | Q(size__isnull=False, size__gt=0, pages__isnull=False, pages__gt=0, rendered_at__isnull=False)
                & ~Q(file="")
                & ~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="pdf_running_is_claimed", condition=~Q(state="running") | Q(lease_until__isnull=False)
            ),
            models.CheckConstraint(name="pdf_failed_says_why", condition=~Q(state="failed") | ~Q(error="")),
            models.CheckConstraint(
                name="pdf_is_due_while_it_waits",
                condition=Q(state__in=["queued", "running"], due_at__isnull=False)
                | ~Q(state__in=["queued", "running"]) & Q(due_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.edition} ({self.language})"

    def get_language_display(self):
        """The language's own name for itself."""
        return dict(settings.LANGUAGES).get(self.language, self.language)

    @property
    def filename(self):
        return download_name("ogp", self.edition.report.year, self.edition.number, f"{self.language}.pdf")

    def get_absolute_url(self):
        return reverse("report_pdf", args=[self.edition.report.year, self.edition.number, self.filename])

    @property
    def reason(self):
        """Why it failed, in the reader's language; technical details follow on later lines of `error`."""
        return gettext(self.error.partition("\n")[0]) if self.error else ""
