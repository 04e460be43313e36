"""A town in which every text is a marker: all of it published, or all of it on its way."""

from datetime import date

from django.core.files.base import ContentFile

from budget_docs import models as budget
from commitments import models
from commitments.plan import publishing
from commitments.report import editions, gaps
from participation import models as cases
from participation.case import desk_acts
from tests.budget_docs import rows
from tests.factories import commitments as make
from tests.factories import narrative
from tests.factories import participation as case
from tests.house.markers import LANGUAGES, Markers

STARTS = {
    "commitments": "/commitments/marked/",
    "budget_docs": "/budget/2026/",
    "budget_docs.budgetline": "/budget/2026/lines/revenue/1/0.1/10/10/",  # a line's subject is its paragraph
    "participation": "/participate/cases/",
}
REWORDED = {
    "field": "title",
    "date_from": None,
    "date_to": None,
    "was": dict.fromkeys(LANGUAGES, "before"),
    "becomes": dict.fromkeys(LANGUAGES, "after"),
}


def town_that_is_published():
    markers = Markers("p")
    typed = markers.of
    source = make.SourceFactory(**typed(models.Source), url="https://www.example.org/plan")
    institution = make.InstitutionFactory(**typed(models.Institution))
    plan = make.ActionPlanFactory(
        **typed(models.ActionPlan), slug="marked", is_current=True, source=source, participants_stated=50
    )
    plan.lead_institutions.add(institution)
    of_plan(plan, institution, typed)
    models.Body.objects.create(
        slug="marked", institution=institution, source=source, ties_source=source, **typed(models.Body)
    )
    monitor = make.InstitutionFactory(kind="monitor", **typed(models.Institution))
    models.Admission.objects.create(institution=monitor, letter_on=date(2026, 1, 5), **typed(models.Admission))
    axis = make.AxisFactory(plan=plan, slug="marked", number=1, **typed(models.Axis))
    commitment = make.CommitmentFactory(
        axis=axis, slug="marked", number=1, source=source, title_source=source, **typed(models.Commitment)
    )
    of_commitment(commitment, institution, typed)
    report_on(commitment, institution, typed)
    taken_back(commitment, typed)
    budget_year(typed)
    answered(typed)
    return markers


def of_plan(plan, institution, typed):
    narrative.NarrativeSectionFactory(plan=plan, **typed(models.NarrativeSection))
    narrative.CoCreationFigureFactory(plan=plan, **typed(models.CoCreationFigure))
    narrative.EndorsementFactory(plan=plan, **typed(models.Endorsement, "person", "role", "organisation", "own_name"))
    source = make.SourceFactory(title_fr="Source des faits")
    models.Event.objects.create(
        slug=f"{plan.slug}-event", plan=plan, starts_on=date(2022, 5, 17), source=source, **typed(models.Event)
    )
    narrative.PlanAttachmentFactory(plan=plan, **typed(models.PlanAttachment))
    narrative.PlanNoteFactory(plan=plan, **typed(models.PlanNote))
    narrative.PlanPromiseFactory(plan=plan, question=models.NarrativeQuestion.VISION, **typed(models.PlanPromise))
    narrative.InstitutionAliasFactory(institution=institution, **typed(models.InstitutionAlias, "name"))


def of_commitment(commitment, institution, typed):
    make.ResponsibilityFactory(commitment=commitment, institution=institution)
    commitment.themes.add(make.ThemeFactory(**typed(models.Theme)))
    commitment.ogp_values.add(make.OgpValueFactory(**typed(models.OgpValue)))
    commitment.policy_areas.add(models.PolicyArea.objects.create(slug="marked", **typed(models.PolicyArea)))
    commitment.sectors.add(models.Sector.objects.create(slug="marked", **typed(models.Sector)))
    models.DateConfirmation.objects.create(
        commitment=commitment,
        ends_on=commitment.ends_on,
        confirmed_on=date(2026, 1, 5),
        **typed(models.DateConfirmation),
    )
    make.InceptionAssessmentFactory(commitment=commitment, **typed(models.InceptionAssessment))
    milestone = make.MilestoneFactory(commitment=commitment, number=1, **typed(models.Milestone))
    make.AmendmentFactory(commitment=commitment, **REWORDED, **typed(models.Amendment))
    make.StatementFactory(commitment=None, milestone=milestone, **typed(models.Statement))
    statement = make.StatementFactory(commitment=commitment, **typed(models.Statement))
    indicator = make.IndicatorFactory(commitment=commitment, number=1, **typed(models.Indicator))
    make.ReadingFactory(indicator=indicator, **typed(models.Reading))
    make.ProgressUpdateFactory(commitment=commitment, **typed(models.ProgressUpdate, "title", "body"))
    make.ProgressUpdateFactory(
        commitment=commitment, withdrawn_at=rows.LONG_AGO, **typed(models.ProgressUpdate, "withdrawal_reason")
    )
    make.EvidenceFactory(statement=statement, **typed(models.Evidence, "title", "alternative_text"))
    make.EvidenceFactory(statement=statement, withdrawn_at=rows.LONG_AGO, **typed(models.Evidence, "withdrawal_reason"))


def report_on(commitment, institution, typed):
    names = ("title", "summary", "context", "method", "independence", "conclusion")
    report = make.AnnualReportFactory(plan=commitment.plan, author=institution, **typed(models.AnnualReport, *names))
    make.FindingFactory(report=report, commitment=commitment, **typed(models.Finding))
    make.RecommendationFactory(
        report=report,
        commitment=commitment,
        number=1,
        answer="accepted",
        answered_on=date(2026, 2, 1),
        **typed(models.Recommendation),
    )
    former = make.AnnualReportFactory(
        plan=commitment.plan, year=2024, covers_from=date(2024, 1, 1), covers_to=date(2024, 12, 31)
    )
    make.FindingFactory(report=former, commitment=commitment)
    make.CommitmentFactory(axis=commitment.axis, slug="without-finding", number=12)
    why = typed(models.AnnualReport, "gaps_reason")
    for one in (report, former):
        seen = gaps.keys_of(gaps.gaps_of(models.AnnualReport.objects.get(pk=one.pk)))
        editions.finalise(one, gaps_seen=seen, reasons={code: why[f"gaps_reason_{code}"] for code in LANGUAGES})
        editions.publish(one)
    reasons = typed(models.AnnualReport, "withdrawal_reason")
    editions.withdraw(former, {code: reasons[f"withdrawal_reason_{code}"] for code in LANGUAGES})


def taken_back(commitment, typed):
    """One of each kind: two parts of a commitment that stands, another commitment, a former plan."""
    withdrawn = [
        make.MilestoneFactory(commitment=commitment, number=2),
        make.IndicatorFactory(commitment=commitment, number=2),
        make.CommitmentFactory(axis=commitment.axis, slug="taken-back", number=13),
        make.ActionPlanFactory(slug="former"),
    ]
    for row in withdrawn:
        words = typed(type(row), "withdrawal_reason", "withdrawal_decision")
        said = [
            {code: words[f"{name}_{code}"] for code in LANGUAGES}
            for name in ("withdrawal_reason", "withdrawal_decision")
        ]
        publishing.withdraw(row, reasons=said[0], decision=said[1], decided_on=date(2026, 1, 5))


def budget_year(typed):
    year = rows.fiscal_year(2026, population=380_787, **typed(budget.FiscalYear))
    kind = budget.DocumentType.objects.create(slug="marked", **typed(budget.DocumentType))
    budget.RuleChange.objects.create(type=kind, **typed(budget.RuleChange))
    slot = budget.PublicationDate.objects.create(
        fiscal_year=year, type=kind, due_on=date(2025, 12, 5), **typed(budget.PublicationDate)
    )
    elsewhere = budget.DocumentType.objects.create(slug="elsewhere", name_fr="Ailleurs")
    budget.Look.objects.create(
        date=budget.PublicationDate.objects.create(fiscal_year=year, type=elsewhere, due_on=date(2025, 12, 5)),
        was_found=True,
        address="https://www.example.org/budget",
        looked_on=date(2026, 1, 5),
        **typed(budget.Look),
    )
    budget.DueDateChange.objects.create(
        date=slot, due_from=date(2025, 12, 5), due_to=date(2025, 12, 20), **typed(budget.DueDateChange)
    )
    document = rows.document("marked", slot=slot, **typed(budget.BudgetDocument, "title", "summary"))
    rows.file(document, **typed(budget.DocumentFile))
    rows.document(
        "withdrawn", slot=slot, withdrawn_at=rows.LONG_AGO, **typed(budget.BudgetDocument, "withdrawal_reason")
    )
    budget.StatedFigure.objects.create(
        fiscal_year=year, kind="total", amount=1, source_url="https://www.example.org/", **typed(budget.StatedFigure)
    )
    lines = rows.budget(2026)
    budget.BudgetHeading.objects.create(budget=lines, side="revenue", path="1", **typed(budget.BudgetHeading, "label"))
    rows.line(lines, **typed(budget.BudgetLine, "label"))


def answered(typed):
    """Published cases: one refused, one for another body."""
    lists = {
        "category": case.CategoryFactory(slug="marked", **typed(cases.Category)),
        "district": case.DistrictFactory(slug="marked", **typed(cases.District)),
    }
    ground = case.RefusalGroundFactory(slug="marked", **typed(cases.RefusalGround, "article", "name"))
    refused, words = case.CaseFactory(request=True), {"text": "Non.", "by": None, "now": case.RECEIVED_AT}
    desk_acts.close(refused, cases.Outcome.REFUSED, ground=ground, **words)
    other = case.OtherBodyFactory(slug="marked", **typed(cases.OtherBody, "name"))
    sent_on = case.CaseFactory(**lists)
    desk_acts.close(sent_on, cases.Outcome.NOT_OURS, other_body=other, **words)
    photo = cases.Photo(
        case=sent_on, content_type="image/jpeg", width=4, height=3, size=5, sha256="a" * 64, is_public=True
    )
    photo.alternative_text = typed(cases.Photo, "alternative_text")["alternative_text"]
    photo.file.save("x", ContentFile(b"\xff\xd8\xff12"), save=True)
    published = {"published_at": rows.LONG_AGO}
    cases.PublishedCase.objects.create(case=sent_on, **published, **typed(cases.PublishedCase))
    cases.PublishedCase.objects.create(case=refused, title_fr="Refusé", text_fr="Refusé.", **published)


def town_of_drafts():
    """Beside what is published: drafts of the same, and drafts that hang on it."""
    markers = Markers("d")
    typed = markers.of
    plan = models.ActionPlan.objects.get(slug="marked")
    commitment = models.Commitment.objects.get(slug="marked")
    axis = commitment.axis
    hidden = make.CommitmentFactory(axis=axis, slug="hidden", number=2, is_published=False, **typed(models.Commitment))
    milestone = make.MilestoneFactory(commitment=hidden, **typed(models.Milestone))
    make.AmendmentFactory(commitment=hidden, **REWORDED, **typed(models.Amendment))
    indicator = make.IndicatorFactory(commitment=hidden, **typed(models.Indicator))
    make.ReadingFactory(indicator=indicator, **typed(models.Reading))
    make.InceptionAssessmentFactory(commitment=hidden, **typed(models.InceptionAssessment))
    make.EvidenceFactory(statement=None, milestone=milestone, **typed(models.Evidence, "title", "alternative_text"))
    for state in ("draft", "submitted"):
        side = {"by_monitor": True} if state == "draft" else {}
        said = make.StatementFactory(commitment=commitment, state=state, **side, **typed(models.Statement))
        make.EvidenceFactory(statement=said, **typed(models.Evidence, "title", "alternative_text"))
        news = make.ProgressUpdateFactory(
            commitment=commitment, state=state, **typed(models.ProgressUpdate, "title", "body")
        )
        make.EvidenceFactory(statement=None, update=news, **typed(models.Evidence, "title", "alternative_text"))
        make.ProposedReadingFactory(
            statement=said,
            indicator=models.Indicator.objects.get(commitment=commitment, number=1),
            **typed(models.ProposedReading),
        )
    other = make.ActionPlanFactory(slug="hidden", is_published=False, **typed(models.ActionPlan))
    of_plan(other, make.InstitutionFactory(**typed(models.Institution)), typed)
    names = ("title", "summary", "context", "method", "independence", "conclusion")
    report = make.AnnualReportFactory(plan=plan, year=2026, **typed(models.AnnualReport, *names))
    make.FindingFactory(report=report, commitment=commitment, **typed(models.Finding))
    make.RecommendationFactory(report=report, number=1, **typed(models.Recommendation, "text"))
    slot = budget.PublicationDate.objects.get(type__slug="marked")
    document = rows.document("hidden", slot=slot, publish_at=None, **typed(budget.BudgetDocument, "title", "summary"))
    rows.file(document, **typed(budget.DocumentFile))
    private(typed)
    return markers


def private(typed):
    """A case beside the published ones, and one whose publication was taken back."""
    words = typed(cases.Case)
    filed = case.CaseFactory(may_be_published=True, **words)
    case.ContactFactory(case=filed, **typed(cases.Contact, "name", "postal_address"))
    taken_off = case.CaseFactory(may_be_published=True)
    cases.PublishedCase.objects.create(
        case=taken_off, published_at=rows.LONG_AGO, unpublished_at=rows.LONG_AGO, **typed(cases.PublishedCase)
    )
