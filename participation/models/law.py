"""Numbers and articles that the law gives: kept by staff, each with its source and whether it was confirmed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.lib.languages import in_some_language


class HolidayKind(models.TextChoices):
    FIXED = "fixed", _("fixed date")
    RELIGIOUS = "religious", _("religious, as announced")
    EXCEPTIONAL = "exceptional", _("exceptional, as decreed")


class Holiday(models.Model):
    """A day on which the administration is closed."""

    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=11, choices=HolidayKind)

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(name="holiday_kind_is_known", condition=Q(kind__in=HolidayKind.values)),
            models.CheckConstraint(name="holiday_has_a_name", condition=in_some_language("name")),
        ]

    def __str__(self):
        return f"{self.date}: {self.name}"


class FilledYear(models.Model):
    """A year whose fixed holidays were entered: what staff delete or move afterwards does not come back."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)

    class Meta:
        verbose_name = _("year whose fixed holidays were entered")
        verbose_name_plural = _("years whose fixed holidays were entered")
        default_permissions = ()
        ordering = ["year"]

    def __str__(self):
        return str(self.year)


class Unit(models.TextChoices):
    WORKING_DAYS = "working_days", _("working days")
    DAYS = "days", _("days")


class TermUse(models.TextChoices):
    """Which time limit is meant; `participation.clock` holds the values in force until staff change them."""

    SUBMISSION = "submission", _("answer to a submission")
    REQUEST = "request", _("answer to a request for information")
    EXTENSION = "extension", _("extension of a request")
    URGENT = "urgent", _("answer to an urgent request")
    REMEDY_HEAD = "remedy_head", _("complaint to the head of the body")
    HEAD_ANSWERS = "head_answers", _("answer of the head of the body to a complaint")
    REMEDY_CDAI = "remedy_cdai", _("complaint to the commission (CDAI)")
    REMEDY_COURT = "remedy_court", _("appeal to the administrative court")
    REOPENING = "reopening", _("saying that it is not solved")
    KEEP_CONTACT = "keep_contact", _("contact data kept after closing")
    KEEP_TEXT = "keep_text", _("texts and photos of submissions kept after closing")
    KEEP_REQUEST = "keep_request", _("texts of requests kept after closing")


class Term(models.Model):
    """A time limit as staff set it, instead of the one that `participation.clock` begins with."""

    use = models.CharField(_("time limit"), max_length=12, choices=TermUse, unique=True)
    amount = models.PositiveSmallIntegerField(_("length"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Whether counsel has read the article itself.")
    )

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="term_use_is_known", condition=Q(use__in=TermUse.values)),
            models.CheckConstraint(name="term_unit_is_known", condition=Q(unit__in=Unit.values)),
            models.CheckConstraint(name="term_has_a_length", condition=Q(amount__gte=1, amount__lte=3660)),
        ]

    def __str__(self):
        return self.get_use_display()


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
