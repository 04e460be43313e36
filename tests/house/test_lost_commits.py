"""The answer to a COMMIT is lost: the page does not say that nothing was saved, and sending again doubles nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.translation import gettext

from budget_docs.models import LineImport
from commitments.models import Evidence, ProgressUpdate, Statement
from participation.case import filing
from participation.models import Case, Draft, EventKind
from tests.budget_docs import rows as budget
from tests.budget_docs.lines.files import line, xlsx
from tests.commitments.admin.pages import address, form_on
from tests.commitments.staff import progress_page
from tests.commits import answer_lost_of_commit
from tests.factories import commitments as make
from tests.factories import participation as cases
from tests.factories import people
from tests.factories.files import a_pdf
from tests.factories.pictures import picture
from tests.participation.views.writer import Writer
from tetouan_portal.lib.challenge import demand

pytestmark = pytest.mark.django_db(transaction=True)
MAYBE = (
    "The connection was lost at the very moment of saving: what you sent may be saved all the same. Go back in a minute"
    " and load the page anew. If it is not there, send it again."
)
MOST = 12  # commits of one post


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(demand, "NUMBERS", 50)


def each_commit_lost(prepare):
    """`prepare` makes rows and gives (post, check): for each commit of the post its answer is lost once."""
    for number in range(1, MOST):
        post, check = prepare(number)
        with answer_lost_of_commit(number) as seen:
            answer = post()
        if seen.count < number:
            assert answer.status_code < 400
            assert number > 1
            return
        if answer.status_code >= 500:
            assert answer.status_code == 503
            with translation.override("fr"):
                assert gettext(MAYBE) in answer.text
            answer = post()
        check(answer)
    pytest.fail("more commits than are looked at")


@pytest.fixture
def site(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def chief(site):
    user = people.superuser()
    site.force_login(user)
    return site


def test_a_message_is_filed_once_and_its_receipt_is_shown(site):
    def prepare(number):
        site.cookies.clear()
        writer = Writer(site)
        writer.words = writer.words | {"text": f"Des mots, {number}."}
        writer.message()
        writer.author()
        answers = writer.answers(writer.confirmation())

        def check(answer):
            assert answer["Location"].endswith("/participate/receipt/")
            case = Case.objects.get(text=f"Des mots, {number}.")
            assert case.reference in site.get(writer.receipt).text

        return lambda: site.post(f"{writer.address}send/", answers), check

    each_commit_lost(prepare)


def test_who_loads_the_last_page_anew_instead_of_sending_again_finds_the_receipt(site):
    writer = Writer(site)
    writer.message()
    writer.author()
    answers = writer.answers(writer.confirmation())
    with answer_lost_of_commit(1):
        assert site.post(f"{writer.address}send/", answers).status_code == 503
    assert Case.objects.count() == 1
    assert writer.confirmation()["Location"].endswith("/participate/receipt/")


def test_what_was_typed_in_the_first_steps_can_be_sent_again(site):
    def prepare(number):
        site.cookies.clear()
        Draft.objects.all().delete()
        writer = Writer(site)

        def check(answer):
            assert answer.status_code == 302
            writer.author()
            writer.send()
            assert Case.objects.count() == number

        return writer.message, check

    each_commit_lost(prepare)


def test_a_reply_with_its_photo_is_said_once(site):
    def prepare(number):
        case = cases.CaseFactory.build(category=cases.CategoryFactory(slug=f"c{number}"), district=None)
        filed = filing.file_case(case, now=timezone.now())
        site.post("/fr/track/", {"code": filed.code})

        def check(answer):
            assert answer["Location"].endswith("?done=reply")
            assert filed.case.events.filter(kind=EventKind.REPLY).count() == 1
            assert filed.case.photos.count() == 1

        def post():
            photo = SimpleUploadedFile("a.jpg", picture(), content_type="image/jpeg")
            return site.post("/fr/track/case/reply/", {"text": "Voici.", "photos": [photo]})

        return post, check

    each_commit_lost(prepare)


@pytest.mark.parametrize("verb", ["draft", "submit", "publish"])
def test_progress_is_entered_once_with_its_evidence(chief, verb):
    def prepare(number):
        commitment = make.ResponsibilityFactory().commitment
        page = progress_page.address(commitment)
        link = {"evidence-1-url": f"https://www.example.org/{number}", verb: ""}
        said = progress_page.filled(chief.get(page), **link)

        def check(answer):
            assert answer.status_code in {302, 400}
            statement = Statement.objects.get(commitment=commitment)
            assert Evidence.objects.filter(statement=statement).count() == 2

        def post():
            file = SimpleUploadedFile("preuve.pdf", a_pdf(), "application/pdf")
            return chief.post(page, said | {"evidence-0-file": file})

        return post, check

    each_commit_lost(prepare)


def test_a_row_that_was_changed_is_saved_again_as_it_is(chief):
    def prepare(number):
        row = make.CommitmentFactory(number=number, draft=True)
        page = address("commitment", "change", row.pk)
        said = form_on(chief.get(page), "commitment_form") | {"title_fr": f"Titre {number}"}

        def check(answer):
            assert answer.status_code == 302
            row.refresh_from_db()
            assert row.title_fr == f"Titre {number}"

        return lambda: chief.post(page, said), check

    each_commit_lost(prepare)


def test_a_new_row_with_its_evidence_is_there_once(chief):
    def prepare(number):
        page = address("progressupdate", "add")
        values = {"commitment": make.CommitmentFactory(number=number).pk, "dated_on": "31/01/2026"}
        proof = {"evidence-TOTAL_FORMS": 1, "evidence-0-title_fr": "Preuve", "evidence-0-dated_on": "31/01/2026"}
        words = {"title_fr": f"Atelier {number}", "body_fr": "Fait", "evidence-0-url": "https://www.example.org/"}
        said = form_on(chief.get(page), "progressupdate_form") | values | proof | words

        def check(answer):
            assert ProgressUpdate.objects.filter(title_fr=f"Atelier {number}").count() == 1

        return lambda: chief.post(page, said), check

    each_commit_lost(prepare)


def test_a_file_dropped_into_a_document_is_there_once(chief):
    def prepare(number):
        document = budget.document(f"budget-{number}", slot=budget.slot(2010 + number), publish_at=None)
        page, content = f"/fr/admin/budget_docs/budgetdocument/{document.pk}/files/", a_pdf()

        def check(answer):
            assert answer.status_code in {302, 400}
            assert document.files.count() == 1

        def post():
            file = SimpleUploadedFile("budget.pdf", content, "application/pdf")
            return chief.post(page, {"files": [file], "language": "fr", "note": ""})

        return post, check

    each_commit_lost(prepare)


def test_a_file_of_budget_lines_is_taken_once(chief):
    page = "/fr/admin/budget_docs/lineimport/add/"

    def prepare(number):
        values = {"fiscal_year": budget.fiscal_year(2010 + number).pk, "stage": "voted", "document": "", "mapping": ""}
        said = form_on(chief.get(page), "lineimport_form") | values

        def check(answer):
            assert answer.status_code == 302
            assert LineImport.objects.filter(fiscal_year__year=2010 + number).count() == 1

        return lambda: chief.post(page, said | {"file": SimpleUploadedFile("b.xlsx", xlsx(line()).read())}), check

    each_commit_lost(prepare)
