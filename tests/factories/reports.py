"""A small report about real rows, and its life."""

from datetime import date
from decimal import Decimal

from commitments.models import AnnualReport
from commitments.report import editions, gaps
from tests.factories.commitments import (
    ActionPlanFactory,
    AnnualReportFactory,
    AxisFactory,
    CommitmentFactory,
    FindingFactory,
    IndicatorFactory,
    MilestoneFactory,
    ReadingFactory,
    RecommendationFactory,
    StatementFactory,
)


def drafted_report(*, done_on=date(2025, 9, 30), **values):
    """A report on a plan with one commitment on which the two sides differ."""
    plan = ActionPlanFactory(slug="tetouan", is_current=True)
    axis = AxisFactory(plan=plan, slug="transparency", number=1)
    commitment = CommitmentFactory(axis=axis, slug="budget", number=2, ogp_id="MATET0004")
    StatementFactory(commitment=commitment, level="substantial")
    StatementFactory(commitment=commitment, by_monitor=True, level="limited", dated_on=date(2025, 12, 20))
    MilestoneFactory(commitment=commitment, number=1, done_on=done_on)
    indicator = IndicatorFactory(commitment=commitment, number=1)
    ReadingFactory(indicator=indicator, dated_on=date(2024, 12, 31), value=Decimal("4.5"))
    ReadingFactory(indicator=indicator, dated_on=date(2025, 12, 31), value=Decimal(7))
    report = AnnualReportFactory(plan=plan, **values)
    FindingFactory(report=report, commitment=commitment)
    RecommendationFactory(report=report, commitment=commitment, number=1)
    return report


def whole_report(**values):
    """A report that lacks nothing: its plan has no commitment without a finding."""
    report = AnnualReportFactory(**values)
    RecommendationFactory(report=report, number=90)
    return report


def conclude(report):
    """Declared final whatever is missing, which its monitor has seen and explained."""
    keys = gaps.keys_of(gaps.gaps_of(AnnualReport.objects.get(pk=report.pk)))
    return editions.finalise(report, gaps_seen=keys, reasons={"fr": "Le temps a manqué."})


def further_edition(report):
    """Published from the text as it is now, which the monitor has taken up and declared final."""
    editions.revise(report)
    conclude(report)
    return editions.publish_new_edition(report)


def published_report(**values):
    report = drafted_report(**values)
    editions.finalise(report)
    editions.publish(report)
    report.refresh_from_db()
    return report
