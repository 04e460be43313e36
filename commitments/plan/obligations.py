"""What OGP and the plan ask of the Commune by a date, for the public calendar.

The plan promises more than it dates: what has no date stands there without one, and nobody invents it.
"""

import datetime
from calendar import monthrange
from typing import Any

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_noop

from commitments.models import ActionPlan, AnnualReport, Commitment, InceptionAssessment, PlanKind, PlanPromise
from commitments.standing.overview import overview_of
from tetouan_portal.lib.languages import in_every_language, texts
from tetouan_portal.lib.obligations import Obligation

INCEPTION_WITHIN = 2  # months after the plan was submitted: OGP's inception report form
FRESH = gettext_noop("Update of the commitments’ progress")
INCEPTION = gettext_noop("The monitor’s inception assessment")
REPORT = gettext_noop("Annual monitoring report on %(year)s")
END = gettext_noop("End of the action plan (the plan gives the month)")
ASSESSMENTS = gettext_noop("End-of-commitment assessment, within a month of each commitment’s full implementation")
OGP_FORM = gettext_noop("OGP’s forms and tests for local members")


def plan_obligations(on: datetime.date) -> list[Obligation]:
    plan = ActionPlan.objects.select_related("source").current(PlanKind.OGP).first()
    if plan is None:
        return []
    return [*inception(plan), *reports(plan), *promises(plan), *end(plan, on), *freshness(plan, on)]


def inception(plan: ActionPlan) -> list[Obligation]:
    if plan.submitted_on is None:
        return []
    judged = InceptionAssessment.objects.filter(commitment__plan=plan)
    assessed, invented = judged.order_by("assessed_on").values_list("assessed_on", "is_demo").first() or (None, False)
    return [
        Obligation(
            "plan",
            f"{plan.slug}-inception",
            in_every_language(INCEPTION),
            months_after(plan.submitted_on, INCEPTION_WITHIN),
            assessed,
            f"plan/{plan.slug}/",
            is_demo=invented,
            source=in_every_language(OGP_FORM),
            is_done=judged.exists(),
            revision=1 + (assessed is not None),
        )
    ]


def months_after(day: datetime.date, months: int) -> datetime.date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, monthrange(year, month)[1]))


def reports(plan: ActionPlan) -> list[Obligation]:
    """One a year, from the plan's first whole year to its last; the plan gives no date for any."""
    first_year = first_whole_year(plan)
    if first_year is None or plan.ends_on is None:
        return []
    known = AnnualReport.objects.live().filter(plan=plan).annotate(first=Min("editions__published_at"))
    published = {report.year: timezone.localdate(report.first) for report in known if report.first}
    invented = {report.year for report in known if report.is_demo}
    return [
        Obligation(
            "plan",
            f"{plan.slug}-report-{year}",
            in_every_language(REPORT, year=year),
            None,
            published.get(year),
            f"reports/{year}/" if year in published else f"plan/{plan.slug}/#progress_activities",
            source=title_of(plan),
            is_demo=year in invented,
        )
        for year in range(first_year, plan.ends_on.year + 1)
    ]


def first_whole_year(plan: ActionPlan) -> int | None:
    if plan.starts_on:
        return plan.starts_on.year + (plan.starts_on > datetime.date(plan.starts_on.year, 1, 1))
    return plan.submitted_on.year + 1 if plan.submitted_on else None


def promises(plan: ActionPlan) -> list[Obligation]:
    """What the plan's own sections promise; a plan whose section is not there promises nothing of it."""
    sections = set(plan.sections.values_list("question", flat=True))
    told = [
        Obligation(
            "plan",
            f"{plan.slug}-{promise.slug}",
            texts(promise, "title"),
            None,
            None,
            f"plan/{plan.slug}/#{promise.question}",
            source=title_of(promise) or title_of(plan),
        )
        for promise in plan.promises.select_related("source")
        if promise.question in sections
    ]
    assessments, form = in_every_language(ASSESSMENTS), in_every_language(OGP_FORM)
    name = f"{plan.slug}-assessments"
    return [*told, Obligation("plan", name, assessments, None, None, "commitments/", source=form)]


def end(plan: ActionPlan, on: datetime.date) -> list[Obligation]:
    if plan.ends_on is None:
        return []
    ended_on = plan.ends_on if on > plan.ends_on else None
    title, address = in_every_language(END), f"plan/{plan.slug}/"
    known: dict[str, Any] = {"source": title_of(plan), "revision": 1 + (ended_on is not None)}
    return [Obligation("plan", f"{plan.slug}-end", title, plan.ends_on, ended_on, address, **known)]


def title_of(row: ActionPlan | PlanPromise) -> dict[str, str] | None:
    """The title of what it was found in."""
    return texts(row.source, "title") if row.source else None


def freshness(plan: ActionPlan, on: datetime.date) -> list[Obligation]:
    """OGP asks for a site updated at least every four months: the next date follows from the last update."""
    rows = overview_of(Commitment.objects.live().filter(plan=plan), on=on)
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
            source=in_every_language(OGP_FORM),
            is_demo=any(row["shows_demo"] for row in newest),
            revision=1,
        )
    ]
