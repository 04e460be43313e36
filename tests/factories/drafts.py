"""Everything that is not published, in words that must never reach a reader."""

from datetime import date

from commitments.models import PlanKind, ProgressUpdate, Responsibility, Theme
from tests.factories.commitments import (
    ActionPlanFactory,
    AnnualReportFactory,
    AxisFactory,
    CommitmentFactory,
    EvidenceFactory,
    FindingFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    StatementFactory,
)

SECRETS = {"ar": "مسودة-سرية", "fr": "BROUILLON-SECRET", "es": "BORRADOR-SECRETO"}


def secret(field):
    return {f"{field}_{code}": text for code, text in SECRETS.items()}


def drafts_around(commitment):
    """Drafts about a published commitment, beside it in its plan, and in a plan of their own."""
    draft_plan = ActionPlanFactory(draft=True, slug="draft-plan", kind=PlanKind.PAC, **secret("title"))
    in_draft_plan = CommitmentFactory(
        axis=AxisFactory(plan=draft_plan, **secret("title")), slug="in-draft-plan", number=90, **secret("title")
    )
    draft = CommitmentFactory(
        draft=True,
        axis=AxisFactory(plan=commitment.plan, slug="axis-of-drafts", number=30_090),
        slug="draft-commitment",
        number=30_091,
        **secret("title"),
        **secret("action"),
    )
    draft.themes.add(Theme.objects.create(slug="draft-theme", **secret("name")))
    institution = InstitutionFactory(slug="draft-institution", **secret("name"))
    Responsibility.objects.create(commitment=draft, institution=institution)
    for hidden in (in_draft_plan, draft):
        StatementFactory(commitment=hidden, **secret("summary"))
        milestone = MilestoneFactory(commitment=hidden, **secret("title"))
        EvidenceFactory(statement=None, milestone=milestone, **secret("title"))
        ReadingFactory(indicator=IndicatorFactory(commitment=hidden, **secret("title")), **secret("note"))
        ProgressUpdate.objects.create(
            commitment=hidden, dated_on=date(2026, 1, 1), state="published", **secret("title")
        )
    statement = StatementFactory(commitment=commitment, draft=True, dated_on=date(2026, 1, 1), **secret("summary"))
    EvidenceFactory(statement=statement, **secret("title"))
    StatementFactory(
        commitment=None,
        milestone=MilestoneFactory(commitment=commitment, number=30_092),
        draft=True,
        **secret("obstacles"),
    )
    update = ProgressUpdate.objects.create(
        commitment=commitment, dated_on=date(2026, 1, 1), **secret("title"), **secret("body")
    )
    EvidenceFactory(statement=None, update=update, **secret("title"))
    report = AnnualReportFactory(plan=commitment.plan, year=2024, **secret("title"), **secret("summary"))
    FindingFactory(report=report, commitment=commitment, **secret("text"))
