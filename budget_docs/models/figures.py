"""Totals that somebody stated, with their source: shown beside the sums of lines and never corrected."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budget_docs.models.calendar import FiscalYear
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.languages import in_some_language


class FigureKind(models.TextChoices):
    TOTAL = "total", _("total of the budget, as announced")
    REVENUE = "revenue", _("revenue")
    EXPENDITURE = "expenditure", _("expenditure")
    ESTIMATED_SURPLUS = "estimated_surplus", _("estimated surplus")
    REAL_SURPLUS = "real_surplus", _("real surplus")
    VAT_SHARE = "vat_share", _("share of VAT")
    TRANSFERRED_TAXES = "transferred_taxes", _("transferred taxes")
    OWN_TAXES = "own_taxes", _("own taxes")
    PAYROLL = "payroll", _("administration and pay")
    GRANT = "grant", _("performance grant")
    COLLECTION = "collection", _("collection of what was due")
    REVENUE_GROWTH = "revenue_growth", _("revenue, compared with the year before")
    VISA = "visa", _("visa of the budget")


class Trust(models.TextChoices):
    DOCUMENT = "document", _("official document")
    PRESS = "press", _("press, unaudited")
    INVENTED = "invented", _("demonstration, invented")


class StatedFigure(Demonstrable):
    """An amount in dirhams as its source states it; or, in the note, what it tells without one."""

    fiscal_year = models.ForeignKey(
        FiscalYear, models.PROTECT, related_name="figures", verbose_name=_("fiscal year"), null=True, blank=True
    )
    kind = models.CharField(_("what it counts"), max_length=20, choices=FigureKind)
    amount = models.DecimalField(_("amount in dirhams"), max_digits=16, decimal_places=2, null=True, blank=True)
    is_approximate = models.BooleanField(_("approximate"), default=False)
    note = models.TextField(_("note"), blank=True)
    source_title = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    trust = models.CharField(_("trust"), max_length=8, choices=Trust, default=Trust.PRESS)

    class Meta:
        verbose_name = _("stated figure")
        verbose_name_plural = _("stated figures")
        ordering = ["-fiscal_year__year", "pk"]
        constraints = [
            models.CheckConstraint(name="stated_figure_kind_is_known", condition=Q(kind__in=FigureKind.values)),
            models.CheckConstraint(name="stated_figure_trust_is_known", condition=Q(trust__in=Trust.values)),
            models.CheckConstraint(
                name="stated_figure_invented_iff_demonstration",
                condition=Q(is_demo=True, trust=Trust.INVENTED) | Q(is_demo=False) & ~Q(trust=Trust.INVENTED),
                violation_error_message=_("Only figures of the demonstration are invented, and all of them are."),
            ),
            models.CheckConstraint(
                name="stated_figure_whole_or_explained",
                condition=Q(amount__isnull=False, fiscal_year__isnull=False) | in_some_language("note"),
                violation_error_message=_("Without an amount or a year, say in the note what the source tells."),
            ),
            models.CheckConstraint(
                name="stated_figure_has_a_source",
                condition=in_some_language("source_title"),
                violation_error_message=_("Name the source in at least one language."),
            ),
            models.UniqueConstraint(
                name="stated_figure_once_a_source",
                fields=["fiscal_year", "kind", "source_url"],
                violation_error_message=_("This source already states this figure for this year."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.fiscal_year or '–'}"
