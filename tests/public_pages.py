"""Every kind of public page, and the rows that fill it: one list for whatever looks at all of them."""

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.urls import path

from commitments.models import Commitment
from commitments.report import editions
from participation.models import Photo
from tests.budget_docs import rows as budget
from tests.commitments.withdrawing import GONE
from tests.factories import commitments as make
from tests.factories import narrative
from tests.factories import participation as cases
from tests.factories.editions import PUBLISHED_AT
from tests.factories.reports import conclude, further_edition, published_report
from tetouan_portal import urls
from tetouan_portal.journal.becoming import enter_all_public
from tetouan_portal.journal.models import JournalLine, Kind
from tetouan_portal.journal.subjects import Place, Text
from tetouan_portal.journal.writing import enter

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PUBLISHED_CASE = "/participate/cases/2026-98765/"
AMENDED_LINE = 8
PAGES = [
    "/",
    "/commitments/",
    "/commitments/?declared=substantial",
    "/commitments/?axis=nowhere",
    "/commitments/budget/",
    "/commitments/silent/",
    "/commitments/withdrawn/",
    "/plan/",
    "/sdgs/",
    "/sdgs/11/",
    "/sdgs/1/",
    "/plan/tetouan/",
    "/plan/former/",
    "/reports/",
    "/reports/2025/",
    "/reports/2025/1/",
    "/reports/2022/",
    "/reports/2025/verify/",
    "/reports/2025/verify/?sha256=none",
    "/budget/",
    "/budget/?q=budget",
    "/budget/?year=1",
    "/budget/2026/",
    "/budget/2025/",
    "/budget/documents/budget-2026/",
    "/budget/documents/withdrawn/",
    "/budget/lines/",
    "/budget/data/",
    "/budget/glossary/",
    "/budget/2026/lines/",
    "/budget/2026/lines/?q=taxe",
    "/budget/2026/lines/revenue/",
    "/budget/2026/lines/revenue/1/0.1/?compare=2025",
    "/participate/cases/",
    "/participate/cases/?q=lampadaire&state=solved",
    "/participate/cases/?kind=nothing",
    PUBLISHED_CASE,
    "/participate/statistics/?year=2026",
    "/track/",
    "/track/address/outdated/",
    "/calendar/",
    "/journal/",
    "/journal/?kind=stated",
    "/journal/?by=nobody",
    "/journal/1/",
    f"/journal/{AMENDED_LINE}/",
    "/journal/verify/",
    "/about/",
    "/about/open-government/",
    "/about/reading-progress/",
    "/about/using-the-portal/",
    "/participate/",
    "/participate/?erased",
    "/participate/published/",
    "/participate/published/?q=budget",
    "/participate/new/complaint/",
    "/participate/new/request/",
    "/participate/receipt/",
    "/privacy/",
    "/privacy/register/",
    "/accessibility/",
    "/legal/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/sent/",
    "/accounts/password/reset/1-outdated/",
    "/accounts/invitation/",
    "/nothing/",
]
# What these say before there is anything to say.
EMPTY_PAGES = [
    "/",
    "/commitments/",
    "/plan/",
    "/reports/",
    "/budget/",
    "/budget/lines/",
    "/participate/cases/",
    "/participate/statistics/",
    "/calendar/",
    "/journal/",
    "/participate/",
    "/participate/published/?q=budget",
    "/participate/new/complaint/",
]  # what these say before there is anything to say
WITHDRAWN_FILE = "/evidence/0a8d4b1e-5f43-4c58-9f0e-3d6a1c2b7e90/minutes.pdf"  # one address in every language
FAILURES = {400: SuspiciousOperation, 403: PermissionDenied, 500: RuntimeError}


def fail(request, language, status):
    raise FAILURES[status]


class Urls:
    """For ROOT_URLCONF: the portal's addresses, and beside them some where it fails."""

    handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
    urlpatterns = [*urls.urlpatterns, path("<slug:language>/failing/<int:status>/", fail)]


def filled(language):
    """The addresses of the full portal in a language, those where it fails included."""
    paths = [*PAGES, *(f"/failing/{status}/" for status in FAILURES)]
    return [*(f"/{language}{path}" for path in paths), WITHDRAWN_FILE]


def empty(language):
    return [f"/{language}{path}" for path in EMPTY_PAGES]


def fill(evidence_url="https://www.example.org/"):
    """A plan with something of everything, and a commitment, `silent`, of which only its end date is confirmed."""
    report = published_report()
    commitment = report.findings.get().commitment
    wrong = commitment.statements.filter(side="municipality").get()
    statement = make.StatementFactory(
        commitment=commitment, supersedes=wrong, level="substantial", dated_on=date(2026, 1, 31), is_demo=True
    )
    make.EvidenceFactory(statement=statement, url=evidence_url, title_ar="لائحة الوثائق", title_es="")
    withdraw_a_file(statement)
    make.AmendmentFactory(commitment=commitment)
    make.InceptionAssessmentFactory(commitment=commitment)
    make.ProgressUpdateFactory(commitment=commitment, dated_on=date(2026, 2, 1), title_es="")
    silent = make.CommitmentFactory(axis=commitment.axis, slug="silent", number=9, late=True)
    make.DateConfirmationFactory(commitment=silent)
    Commitment.objects.filter(pk=commitment.pk).update(sdgs=[11])
    further_edition(report)
    for factory in (
        narrative.NarrativeSectionFactory,
        narrative.CoCreationFigureFactory,
        narrative.EndorsementFactory,
        narrative.PlanAttachmentFactory,
        narrative.PlanNoteFactory,
        narrative.PlanPromiseFactory,
    ):
        factory(plan=report.plan)
    withdraw_a_report(report.plan)
    withdraw_a_promise(commitment.axis)
    fill_the_budget()
    fill_participation(commitment)
    fill_the_journal(commitment)


def fill_participation(commitment):
    """A published case with a photo, of a commitment; so few others that some counts are not told."""
    cases.DistrictFactory()
    number = int(PUBLISHED_CASE.rpartition("-")[2].strip("/"))
    case = cases.CaseFactory(pk=number, closed=True, may_be_published=True, commitment=commitment, reopened_count=1)
    cases.PublishedCaseFactory(case=case, title_ar="مصباح منطفئ قرب مدرسة")
    Photo.objects.create(case=case, is_public=True, file="photo", content_type="image/jpeg", width=4, height=3, size=6)
    roads = cases.CategoryFactory(slug="roads", name_ar="الطرق", name_fr="Voirie", name_es="")
    cases.CaseFactory.create_batch(4, category=roads)
    cases.CaseFactory.create_batch(3, request=True)
    cases.CaseFactory(category=roads, district=None, is_held=True)


def fill_the_budget():
    """A year with a document in two versions, one withdrawn, lines of two years, figures that do not add up."""
    document = budget.document(session_kind="ordinary", session_on=date(2025, 10, 2), votes_for=41, is_demo=True)
    budget.file(document, is_current=False)
    budget.file(document, version=2, content=b"%PDF-1.7 second")
    slot = budget.slot(2026, "citizen-budget", due_on=date(2026, 3, 1))
    budget.document("withdrawn", slot=slot, withdrawn_at=PUBLISHED_AT, withdrawal_reason_ar="معطيات شخصية")
    budget.slot(2025, "real-surplus", due_on=date(2026, 2, 28))
    budget.kind("debt-statement", is_confirmed=False)
    budget.slot(2026, "debt-statement", due_on=date(2026, 1, 1))
    for year, amount in ((2026, 100), (2025, 90)):
        voted = budget.budget(year)
        for codes in ("1", "1/0.1", "1/0.1/10"):
            budget.heading(voted, codes, f"Intitulé {codes}")
        budget.line(voted, admitted=amount)
    for kind, amount in (("total", 500), ("revenue", 200), ("expenditure", 200)):
        budget.figure(kind, amount)


def withdraw_a_promise(axis):
    """A commitment, whose milestone and indicator had gone before, and a former plan."""
    gone = make.CommitmentFactory(axis=axis, slug="withdrawn", number=10, **GONE)
    make.StatementFactory(commitment=gone, by_monitor=True, level="limited")
    make.MilestoneFactory(commitment=gone, number=1, **GONE)
    make.IndicatorFactory(commitment=gone, number=1, **GONE)
    make.ActionPlanFactory(slug="former", **GONE)


@transaction.atomic
def fill_the_journal(commitment):
    """A change of words with its decision, of which one text went, and everything else as the opening."""
    enter(Kind.PUBLISHED, commitment)
    line = enter(
        Kind.AMENDED,
        commitment,
        was={Place("title", "ar"): Text("ميزانية للجميع"), Place("ends_on"): "2026-12-31"},
        becomes={Place("title", "ar"): Text("ميزانية مفتوحة للجميع"), Place("ends_on"): "2027-06-30"},
        reason={"ar": "تأخر الدراسات"},
        decision={"fr": "Délibération du conseil"},
        decided_on=date(2026, 5, 7),
    )
    assert line.number == AMENDED_LINE
    reason = line.told["reason"][0]["digest"]
    JournalLine.objects.filter(pk=line.pk).update(texts=line.texts | {reason: None})
    enter_all_public()


def withdraw_a_file(statement):
    _, _, key, filename = WITHDRAWN_FILE.split("/")
    make.EvidenceFactory(
        statement=statement,
        key=key,
        url="",
        file="evidence/gone",
        filename=filename,
        content_type="application/pdf",
        size=1000,
        sha256="c" * 64,
        withdrawn_at=PUBLISHED_AT,
        withdrawal_reason_fr="Une adresse privée y figurait.",
    )


def withdraw_a_report(plan):
    report = make.AnnualReportFactory(plan=plan, year=2022)
    conclude(report)
    editions.publish(report)
    editions.withdraw(report, {"ar": "أخطاء في الأرقام"})
