"""The budget as data: whole budgets, versioned; their lines by the official nomenclature are never patched.

Part (الجزء) > section (القسم) > chapter (الباب) > article (الفصل) > paragraph (الفقرة) > line (السطر).

That published versions stay and lines are never patched holds in SQL too: `budget_docs/migrations/0002_guards.py`;
that another publishes them than who handed them in: `0022_published_by_another.py`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budget_docs.models.calendar import FiscalYear
from budget_docs.models.documents import BudgetDocument
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.search import Searchable, search_column

LEVELS = ("part", "section", "chapter", "article", "paragraph", "line")


class BudgetStage(models.TextChoices):
    VOTED = "voted", _("voted budget")
    AMENDED = "amended", _("amended budget")
    EXECUTED = "executed", _("execution")


class BudgetSide(models.TextChoices):
    REVENUE = "revenue", _("revenue")
    EXPENDITURE = "expenditure", _("expenditure")


class BudgetQuerySet(PublicRows):
    def live(self, *, now):
        return self.filter(publish_at__lte=now)

    def current(self, *, now):
        """The newest published version of each stage of each year."""
        newest = self.live(now=now).order_by("fiscal_year_id", "stage", "-version")
        return self.filter(pk__in=newest.distinct("fiscal_year_id", "stage").values("pk"))


class Budget(Demonstrable):
    """One whole budget of a year, as imported at once; a correction is a new version."""

    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="budgets", verbose_name=_("fiscal year"))
    stage = models.CharField(_("stage"), max_length=8, choices=BudgetStage, default=BudgetStage.VOTED)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    document = models.ForeignKey(
        BudgetDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budgets",
        verbose_name=_("document it was taken from"),
    )
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    publish_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    lines_count = models.PositiveIntegerField(_("lines"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256 of the imported file"), max_length=64, blank=True, editable=False)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget as data")
        verbose_name_plural = _("budgets as data")
        ordering = ["-fiscal_year__year", "stage", "-version"]
        permissions = [("publish_budget", "Can publish budgets as data")]
        constraints = [
            models.UniqueConstraint(name="budget_version_once", fields=["fiscal_year", "stage", "version"]),
            models.CheckConstraint(name="budget_stage_is_known", condition=Q(stage__in=BudgetStage.values)),
        ]

    def __str__(self):
        return f"{self.get_stage_display()} {self.fiscal_year}"


class BudgetHeading(models.Model):
    """The label of a part, section, chapter, article or paragraph in one budget. `path`: its codes, "1/0.1/10"."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="headings")
    side = models.CharField(max_length=11, choices=BudgetSide)
    path = models.CharField(max_length=80)
    label = models.CharField(_("label"), max_length=300)
    search = search_column(label="A")

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        ordering = ["side", "path"]
        constraints = [
            models.UniqueConstraint(name="budget_heading_once", fields=["budget", "side", "path"]),
            models.CheckConstraint(name="budget_heading_side_is_known", condition=Q(side__in=BudgetSide.values)),
            models.CheckConstraint(name="budget_heading_has_a_label", condition=in_some_language("label")),
        ]

    def __str__(self):
        return f"{self.path} {self.label}"


def amount(label):
    return models.DecimalField(label, max_digits=16, decimal_places=2, null=True, blank=True)


class BudgetLineQuerySet(Searchable):
    pass


class BudgetLine(models.Model):
    """One line in dirhams. `path` is all its codes; null: the source says nothing (which is not zero)."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="lines")
    side = models.CharField(_("side"), max_length=11, choices=BudgetSide)
    part = models.CharField(_("part"), max_length=10)
    section = models.CharField(_("section"), max_length=10)
    chapter = models.CharField(_("chapter"), max_length=10)
    article = models.CharField(_("article"), max_length=10)
    paragraph = models.CharField(_("paragraph"), max_length=10)
    line = models.CharField(_("line"), max_length=10)
    path = models.CharField(max_length=80)
    economic_code = models.CharField(_("economic code"), max_length=20, blank=True)
    label = models.CharField(_("label"), max_length=300)
    previous = amount(_("admitted the year before"))
    proposed = amount(_("proposed"))
    admitted = amount(_("admitted"))
    net_due = amount(_("net due"))
    collected = amount(_("collected"))
    to_collect = amount(_("still to collect"))
    open_credits = amount(_("open credits"))
    committed = amount(_("committed expenditure"))
    ordered = amount(_("payment ordered"))
    to_pay = amount(_("still to pay"))
    search = search_column(label="A")

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["budget", "side", "path"]
        constraints = [
            models.UniqueConstraint(name="budget_line_once", fields=["budget", "side", "path"]),
            models.CheckConstraint(name="budget_line_side_is_known", condition=Q(side__in=BudgetSide.values)),
            models.CheckConstraint(name="budget_line_has_a_label", condition=in_some_language("label")),
        ]

    def __str__(self):
        return f"{self.path} {self.label}"


class ColumnMapping(models.Model):
    """How a source's files are read. `columns`: {our column: heading, letters, or "=" and what every row is}."""

    name = models.CharField(_("source"), max_length=120, unique=True)
    columns = models.JSONField(_("columns"), default=dict)
    unit = models.CharField(
        _("unit of the amounts"),
        max_length=8,
        choices=[("dirham", _("dirhams")), ("centime", _("centimes"))],
        default="dirham",
    )
    fills_down = models.BooleanField(
        _("a code left empty is that of the row above"),
        default=False,
        help_text=_("For files that give a chapter or an article once and leave it empty below."),
    )
    decimal_mark = models.CharField(
        _("mark before decimals"),
        max_length=1,
        choices=[(",", _("comma")), (".", _("point"))],
        blank=True,
        help_text=_(
            "Where an amount such as 150.000 can be read in two ways. Empty: as the other amounts of the file."
        ),
    )

    heading_row = models.PositiveSmallIntegerField(
        _("row of the headings"),
        null=True,
        blank=True,
        help_text=_("Only where their names do not tell it. Of two rows the second."),
    )

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="column_mapping_unit_is_known", condition=Q(unit__in=["dirham", "centime"])),
            models.CheckConstraint(name="column_mapping_mark_is_known", condition=Q(decimal_mark__in=["", ",", "."])),
            models.CheckConstraint(
                name="column_mapping_headings_are_near_the_top",
                condition=Q(heading_row=None) | Q(heading_row__range=(1, 30)),
                violation_error_message=_("The headings stand in one of the first 30 rows."),
            ),
        ]

    def __str__(self):
        return self.name

    def as_read_by(self):
        """What `lines.checking.Checker` takes."""
        options = {"fills_down": True} if self.fills_down else {}
        options |= {"decimal_mark": self.decimal_mark} if self.decimal_mark else {}
        options |= {"heading_row": self.heading_row} if self.heading_row else {}
        return {"mapping": self.columns, "unit": self.unit, **options}
