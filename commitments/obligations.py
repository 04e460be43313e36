"""What OGP and the plan ask of the Commune by a date, for the public calendar."""

import datetime

from django.conf import settings
from django.db.models import Min
from django.utils.translation import gettext_noop

from commitments.models import ActionPlan, AnnualReport, Commitment, InceptionAssessment, PlanKind
from commitments.overview import overview_of
from tetouan_portal.lib.languages import in_every_language
from tetouan_portal.lib.obligations import Obligation

INCEPTION_WITHIN = 2  # months after the plan was submitted: OGP's inception report form
FRESH = gettext_noop("Update of the commitments’ progress")
INCEPTION = gettext_noop("The monitor’s inception assessment")
REPORT = gettext_noop("Annual monitoring report on %(year)s")


def plan_obligations(on: datetime.date) -> list[Obligation]:
    plan = ActionPlan.objects.current(PlanKind.OGP).first()
    if plan is None:
        return []
    return [*inception(plan), *reports(plan, on), *freshness(plan, on)]


def inception(plan: ActionPlan) -> list[Obligation]:
    if plan.submitted_on is None:
        return []
    judged = InceptionAssessment.objects.filter(commitment__plan=plan)
    assessed, invented = judged.order_by("assessed_on").values_list("assessed_on", "is_demo").first() or (None, False)
    month = plan.submitted_on.month + INCEPTION_WITHIN
    year, month = plan.submitted_on.year + (month - 1) // 12, (month - 1) % 12 + 1
    due_on = datetime.date(year, month, min(plan.submitted_on.day, 28))
    if assessed is None:  # done or not, nobody says when
        return []
    return [
        Obligation(
            "plan",
            f"{plan.slug}-inception",
            in_every_language(INCEPTION),
            due_on,
            assessed,
            "plan/",
            is_demo=invented,
        )
    ]


def reports(plan: ActionPlan, on: datetime.date) -> list[Obligation]:
    """The plan promises one a year, without a date: until the Commune states one, the end of the following year."""
    if not (plan.starts_on and plan.ends_on):
        return []
    first = AnnualReport.objects.published().filter(plan=plan).annotate(first=Min("editions__published_at"))
    published = {report.year: report.first.date() for report in first if report.first}
    invented = {report.year for report in first if report.is_demo}
    return [
        Obligation(
            "plan",
            f"{plan.slug}-report-{year}",
            in_every_language(REPORT, year=year),
            datetime.date(year + 1, 12, 31),
            published.get(year),
            f"reports/{year}/" if year in published else "reports/",
            is_confirmed=False,
            is_demo=year in invented,
        )
        for year in range(max(plan.starts_on.year, 2023), plan.ends_on.year + 1)
    ]


def freshness(plan: ActionPlan, on: datetime.date) -> list[Obligation]:
    """OGP asks for a site updated at least every four months: the next date follows from the last update."""
    rows = overview_of(Commitment.objects.published().filter(plan=plan), on=on)
    updated_on = max((row["updated_on"] for row in rows if row["updated_on"]), default=None)
    if updated_on is None:
        return []
    due_on = updated_on + datetime.timedelta(days=settings.STALE_AFTER_DAYS)
    newest = [row for row in rows if row["updated_on"] == updated_on]
    return [
        Obligation(
            "plan",
            f"{plan.slug}-fresh-{due_on}",
            in_every_language(FRESH),
            due_on,
            None,
            "commitments/",
            is_demo=any(row["shows_demo"] for row in newest),
        )
    ]
