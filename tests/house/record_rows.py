"""Filled rows of every kind that staff have a record form for, each with the rows that stand inside it.

Their texts have several lines. A kind without rows here fails the tests that walk the record forms.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from django.contrib import admin
from django.db import models as fields
from django.test import RequestFactory

from budget_docs import models as budget
from commitments import models
from participation import models as cases
from tests.budget_docs import rows
from tests.factories import commitments as make
from tests.factories import narrative, people
from tests.factories import participation as case
from tests.factories.budget import ColumnMappingFactory
from tetouan_portal.synonyms.models import Synonym

TEXT = "Première ligne\n\nDernière ligne"
OF_ACTS = ("withdrawal_reason", "return_reason", "gaps_reason", "error")  # said with an act, not in the form
NTH = count(1)  # each call of `ROWS` makes other rows
MORE = datetime(2026, 1, 10, 9, 30, 15, 123456, tzinfo=UTC)  # finer than any form shows
NEVER_CHANGED = {
    "auth.user": "people are placed and invited by acts",
    "commitments.edition": "made by publishing",
    "commitments.reportpdf": "made by a worker; its list retries one, its page is read",
    "budget_docs.lineimport": "begun with a file, then read by a worker",
    "budget_docs.budget": "a budget is replaced whole; its page has verbs alone",
    "participation.case": "handled by acts on a page of its own",
    "tetouan_portal.removal": "proposed and carried out on pages of its own",
    **dict.fromkeys(
        (
            "tetouan_portal.letter",
            "tetouan_portal.auditentry",
            "tetouan_portal.securityevent",
            "tetouan_portal.doomedfile",
            "tetouan_portal.missingfile",
            "participation.caseletter",
            "participation.retentionreport",
        ),
        "a record that nobody writes by hand",
    ),
}


def lines_of(model):
    """{column: a text of several lines} for every long text that is typed."""
    return {
        field.name: TEXT
        for field in model._meta.concrete_fields
        if isinstance(field, fields.TextField)
        and not isinstance(field, fields.GeneratedField)
        and not field.name.startswith(OF_ACTS)
        and field.name not in originals(model)
        and field.editable
    }


def originals(model):
    """Fields that are columns for each language: filled there."""
    return {one.translated_field.name for one in model._meta.fields if hasattr(one, "translated_field")}


def of(factory, **values):
    return factory(**{**lines_of(factory._meta.model), **values})


def plan():
    plan = of(make.ActionPlanFactory)
    of(make.AxisFactory, plan=plan)
    of(narrative.CoCreationFigureFactory, plan=plan)
    of(narrative.EndorsementFactory, plan=plan)
    of(narrative.PlanAttachmentFactory, plan=plan)
    return plan


def commitment(**values):
    made = of(make.CommitmentFactory, title_source=make.SourceFactory(), **values)
    make.ResponsibilityFactory(commitment=made)
    made.themes.add(make.ThemeFactory())
    make.DateConfirmationFactory(commitment=made)
    return made


def milestone(**values):
    made = of(make.MilestoneFactory, commitment=make.CommitmentFactory(**values))
    make.DueDateConfirmationFactory(milestone=made)
    return made


def indicator(**values):
    made = of(
        make.IndicatorFactory, commitment=make.CommitmentFactory(**values), baseline=Decimal("2.50"), target=Decimal(12)
    )
    of(make.ReadingFactory, indicator=made, value=Decimal("1234.5"))
    return made


def statement(**values):
    made = of(make.StatementFactory, **values)
    if made.state == "draft" and made.side == models.Side.MUNICIPALITY:
        of(make.ProposedReadingFactory, statement=made)
    of(make.EvidenceFactory, statement=made)
    return made


def update(**values):
    made = of(make.ProgressUpdateFactory, **values)
    of(make.EvidenceFactory, statement=None, update=made)
    return made


def reading():
    made = of(make.ReadingFactory, value=Decimal("7.25"), note_es="", indicator__commitment__draft=True)
    of(make.EvidenceFactory, statement=None, reading=made)
    return made


def report(**values):
    made = of(make.AnnualReportFactory, **values)
    of(make.FindingFactory, report=made, commitment__axis__plan=made.plan)
    of(make.RecommendationFactory, report=made)
    return made


def institution():
    made = of(make.InstitutionFactory)
    of(narrative.InstitutionAliasFactory, institution=made)
    return made


def by_monitor(factory=statement, **values):
    monitor = make.InstitutionFactory(kind=models.InstitutionKind.MONITOR)
    return factory(by_monitor=True, institution=monitor, **values)


def kind():
    made = rows.kind(f"kind-{next(NTH)}", due_month=12, due_day=5, due_year_offset=-1)
    budget.DocumentType.objects.filter(pk=made.pk).update(**lines_of(budget.DocumentType))
    made.refresh_from_db()
    return made


def slot():
    made = rows.slot(type_slug=f"kind-{next(NTH)}", **lines_of(budget.PublicationDate))
    rows.look(made)
    budget.DueDateChange.objects.create(
        date=made, due_from=date(2025, 12, 5), due_to=date(2025, 12, 20), reason_fr="Session reportée"
    )
    return made


def document(**values):
    slot = rows.slot(type_slug=f"kind-{next(NTH)}")
    return rows.document(
        f"document-{next(NTH)}", slot=slot, session_kind="ordinary", session_on=date(2025, 10, 5), **values
    )


def named(factory):
    return lambda: [of(factory)]


def listed(factory):
    return lambda: [of(factory, slug=f"listed-{next(NTH)}")]


def term():
    taken = set(cases.Term.objects.values_list("use", flat=True))
    unused = next(use for use in cases.TermUse.values if use not in taken)
    return cases.Term.objects.create(use=unused, amount=5, unit="days", source="Loi 31-13")


def fiscal_year():
    return rows.fiscal_year(2000 + next(NTH) % 90, population=380_787, population_source="RGPH 2024")


def figure():
    values = {"amount": Decimal("477662600.50"), "year": 2000 + next(NTH) % 90}
    return rows.figure(**values)


ROWS = {
    "tetouan_portal.synonym": lambda: [Synonym.objects.create(word=f"impôts {next(NTH)}", means="taxes, رسوم")],
    "commitments.event": named(make.EventFactory),
    "commitments.body": named(make.BodyFactory),
    "commitments.evidence": lambda: [
        of(make.EvidenceFactory),
        of(make.EvidenceFactory, statement=make.StatementFactory(draft=True)),
    ],
    "commitments.actionplan": lambda: [plan()],
    "commitments.axis": named(make.AxisFactory),
    "commitments.narrativesection": named(narrative.NarrativeSectionFactory),
    "commitments.plannote": named(narrative.PlanNoteFactory),
    "commitments.planpromise": named(narrative.PlanPromiseFactory),
    "commitments.commitment": lambda: [commitment(), commitment(draft=True)],
    "commitments.milestone": lambda: [milestone(), milestone(draft=True)],
    "commitments.inceptionassessment": named(make.InceptionAssessmentFactory),
    "commitments.amendment": lambda: [of(make.AmendmentFactory), of(make.AmendmentFactory, reason_es="")],
    "commitments.statement": lambda: [
        statement(draft=True),
        statement(submitted=True),
        statement(),
        by_monitor(draft=True),
    ],
    "commitments.progressupdate": lambda: [update(draft=True), update()],
    "commitments.indicator": lambda: [indicator(), indicator(draft=True)],
    "commitments.reading": lambda: [reading()],
    "commitments.annualreport": lambda: [report(), report(status="final", year=2024)],
    "commitments.recommendation": lambda: [
        of(make.RecommendationFactory),
        of(make.RecommendationFactory, report__status="published", report__year=2000 + next(NTH) % 90),
    ],
    "commitments.institution": lambda: [institution()],
    "commitments.source": named(make.SourceFactory),
    "commitments.theme": named(make.ThemeFactory),
    "commitments.ogpvalue": named(make.OgpValueFactory),
    "commitments.policyarea": named(make.PolicyAreaFactory),
    "commitments.sector": named(make.SectorFactory),
    "budget_docs.fiscalyear": lambda: [
        rows.fiscal_year(2000 + next(NTH) % 90, population=380_787, population_source="RGPH 2024")
    ],
    "budget_docs.documenttype": lambda: [kind()],
    "budget_docs.publicationdate": lambda: [slot()],
    "budget_docs.budgetdocument": lambda: [
        document(publish_at=None, **lines_of(budget.BudgetDocument)),
        document(publish_at=MORE, **lines_of(budget.BudgetDocument)),
    ],
    "budget_docs.statedfigure": lambda: [figure()],
    "budget_docs.documentfile": lambda: [rows.file(document(publish_at=None))],
    "budget_docs.columnmapping": named(ColumnMappingFactory),
    "participation.holiday": lambda: [case.HolidayFactory(date=date(2026, 7, 30) + timedelta(days=next(NTH)))],
    "participation.term": lambda: [term()],
    "participation.refusalground": listed(case.RefusalGroundFactory),
    "participation.category": listed(case.CategoryFactory),
    "participation.district": listed(case.DistrictFactory),
    "participation.otherbody": listed(case.OtherBodyFactory),
    "participation.answertemplate": lambda: [answer_template()],
}


def answer_template():
    return cases.AnswerTemplate.objects.create(
        slug=f"thanks-{next(NTH)}", use="answer", title_fr="Merci", **lines_of(cases.AnswerTemplate)
    )


def staff_of(row):
    """People of every role, the administrator first, who may be given the row's form."""
    institutions = [getattr(row, name, None) for name in ("institution", "author")]
    report = getattr(row, "report", None)
    institutions += [report.author] if report else []
    monitors = [one for one in institutions if one and one.kind == models.InstitutionKind.MONITOR]
    yield people.superuser()
    yield from (people.monitor(one) for one in monitors or [make.InstitutionFactory(kind="monitor")])


def who_changes(row):
    """The first who may change it; None: nobody may."""
    page, request = admin.site._registry[type(row)], RequestFactory().get("/")
    for request.user in staff_of(row):
        if page.has_change_permission(request, row):
            return request.user
    return None
