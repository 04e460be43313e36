"""Numbers and articles that the law gives: kept by staff, each with its source and whether it was confirmed."""

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.languages import in_some_language


class Unit(models.TextChoices):
    WORKING_DAYS = "working_days", _("working days")
    DAYS = "days", _("days")


class Roll(models.TextChoices):
    """Where a time limit in days ends that ends on a day on which the administration is closed."""

    UNKNOWN = "unknown", _("not known: it stays on that day, and the page says so")
    STAYS = "stays", _("it stays on that day")
    NEXT = "next", _("the next working day")
    PREVIOUS = "previous", _("the working day before")


class TermUse(models.TextChoices):
    """Which time limit is meant; `participation.law.time_limits` holds the values in force until staff change them."""

    SUBMISSION = "submission", _("answer to a submission")
    QUESTION = "question", _("answer to a question without identity")
    REQUEST = "request", _("answer to a request for information")
    EXTENSION = "extension", _("extension of a request")
    URGENT = "urgent", _("answer to an urgent request")
    URGENT_EXTENSION = "urgent_extension", _("extension of an urgent request")
    REMEDY_HEAD = "remedy_head", _("complaint to the head of the body")
    HEAD_ANSWERS = "head_answers", _("answer of the head of the body to a complaint")
    REMEDY_CDAI = "remedy_cdai", _("complaint to the commission (CDAI)")
    REMEDY_COURT = "remedy_court", _("appeal to the administrative court")
    REOPENING = "reopening", _("saying that it is not solved")
    KEEP_CONTACT = "keep_contact", _("contact data kept after closing")
    KEEP_TEXT = "keep_text", _("texts and photos of submissions kept after closing")
    KEEP_REQUEST = "keep_request", _("texts of requests kept after closing")


OWN_PROMISES = (TermUse.QUESTION, TermUse.REOPENING, TermUse.KEEP_CONTACT, TermUse.KEEP_TEXT, TermUse.KEEP_REQUEST)
# The event from which each counts: what the code does, so no form can say otherwise.
COUNTS_FROM = {
    TermUse.SUBMISSION: _("the day of the receipt"),
    TermUse.QUESTION: _("the day of the receipt"),
    TermUse.REQUEST: _("the day of the receipt"),
    TermUse.URGENT: _("the day of the receipt"),
    TermUse.EXTENSION: _("the day on which the answer was due first"),
    TermUse.URGENT_EXTENSION: _("the day on which the answer was due first"),
    TermUse.REMEDY_HEAD: _("the day of the answer, or of the silence that stands for a refusal"),
    TermUse.HEAD_ANSWERS: _("the complaint to the head of the body, on its last day if none is known"),
    TermUse.REMEDY_CDAI: _("the end of the time in which the head of the body answers"),
    TermUse.REMEDY_COURT: _("the end of the step before"),
    TermUse.REOPENING: _("the day of the closing"),
    TermUse.KEEP_CONTACT: _("the day of the closing"),
    TermUse.KEEP_TEXT: _("the day of the closing"),
    TermUse.KEEP_REQUEST: _("the day of the closing"),
}


class Term(models.Model):
    """A time limit as staff set it, instead of the one that `participation.law.time_limits` begins with.

    It is confirmed by an official page that states it, on the day on which somebody read it there, or by a person who
    read the article itself; before that it is "to be confirmed" wherever it is printed.
    """

    use = models.CharField(_("time limit"), max_length=16, choices=TermUse, unique=True)
    amount = models.PositiveSmallIntegerField(_("length"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    rolls = models.CharField(_("where it ends on a closed day"), max_length=8, choices=Roll, default=Roll.UNKNOWN)
    source = models.CharField(_("source"), max_length=300, blank=True)
    article = models.CharField(pgettext_lazy("of a law", "article"), max_length=120, blank=True)
    stated_at = models.URLField(_("official page that states it"), max_length=300, blank=True)
    checked_on = models.DateField(_("read there on"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=120, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="term_use_is_known", condition=Q(use__in=TermUse.values)),
            models.CheckConstraint(name="term_unit_is_known", condition=Q(unit__in=Unit.values)),
            models.CheckConstraint(name="term_roll_is_known", condition=Q(rolls__in=Roll.values)),
            models.CheckConstraint(name="term_has_a_length", condition=Q(amount__gte=1, amount__lte=3660)),
            models.CheckConstraint(
                name="term_page_was_read_on_a_day",
                condition=Q(stated_at="", checked_on__isnull=True) | ~Q(stated_at="") & Q(checked_on__isnull=False),
                violation_error_message=_("Write the address of the official page and the day on which it was read."),
            ),
            models.CheckConstraint(
                name="term_confirmed_by_somebody_on_a_day",
                condition=Q(confirmed_by="", confirmed_on__isnull=True)
                | ~Q(confirmed_by="") & Q(confirmed_on__isnull=False),
                violation_error_message=_("Write who read the article, and on which day."),
            ),
        ]

    def __str__(self):
        return self.get_use_display()

    @property
    def is_confirmed(self):
        return bool(self.confirmed_on or self.checked_on)

    @property
    def is_own_promise(self):
        return self.use in OWN_PROMISES

    @property
    def counts_from(self):
        return COUNTS_FROM[TermUse(self.use)]

    @property
    def site(self):
        return urlsplit(self.stated_at).netloc.removeprefix("www.")

    @property
    def named_source(self):
        """The text with its article, where it is known."""
        return gettext(", ").join(part for part in (self.source, self.article) if part)


class RefusalGround(models.Model):
    """An exception to the right of access: the article that a refusal must name."""

    slug = models.SlugField(_("permanent identifier"), unique=True, max_length=60)
    article = models.CharField(pgettext_lazy("of a law", "article"), max_length=120)
    name = models.CharField(_("what it protects"), max_length=300)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Whether counsel has read the article itself.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_offered = models.BooleanField(_("offered in new forms"), default=True)

    class Meta:
        verbose_name = _("ground for refusal")
        verbose_name_plural = _("grounds for refusal")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(name="refusal_ground_has_a_name", condition=in_some_language("name"))]

    def __str__(self):
        return f"{self.article}: {self.name}"
