"""What nobody runs every day still begins: the data of each benchmark are there, and one thing is measured."""

import pytest

from benchmarks import dearest, demonstration, flood, import_lines, inbox, lighthouse, pages, report, staff
from budget_docs.models import Budget
from tests.addresses import public_addresses
from tests.factories.pdfs import pdf as pdf_saying
from tests.production import PRODUCTION, python
from tetouan_portal.lib import pdf


@pytest.fixture(scope="module")
def loaded(rows_of_a_module):
    """The rows that all benchmarks measure, loaded once; their files are simple ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render", lambda html, **_options: pdf.Pdf(pdf_saying(str(hash(html))), pages=1))
        demonstration.load()
    return rows_of_a_module


@pytest.fixture
def _demonstration(loaded, db, settings):
    settings.MEDIA_ROOT = loaded


@pytest.mark.usefixtures("_demonstration")
def test_the_pages_that_are_measured_answer(client):
    paths = [*pages.PAGES.values(), *flood.READ, *(path for _name, _language, path in lighthouse.visits())]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_the_environment_of_lighthouse_starts_as_production():
    started = python("-c", "import django; django.setup()", environment=PRODUCTION | lighthouse.PRODUCTION)
    assert (started.returncode, started.stderr) == (0, "")


@pytest.mark.usefixtures("_demonstration")
def test_the_report_is_made_as_for_its_measurement(capsys):
    report.main("html")
    cpu, memory = map(float, capsys.readouterr().out.split())
    assert cpu > 0
    assert memory > 0


@pytest.mark.usefixtures("_demonstration")
@pytest.mark.parametrize("what", [staff, inbox])
def test_staffs_lists_are_measured_once(what):
    assert all(seconds > 0 for seconds in what.measure(1000, rounds=1).values())


@pytest.mark.django_db
def test_a_few_lines_are_written_copied_imported_and_compared(tmp_path):
    file = tmp_path / "lines.xlsx"
    import_lines.write(file, 10)
    import_lines.floor(file)
    import_lines.compared(file)
    made = Budget.objects.filter(fiscal_year__year=import_lines.YEAR).order_by("pk")
    assert list(made.values_list("lines_count", flat=True)) == [0, 10, 10]


ONES_OWN = ("account_", "accounts:", "mfa_", "usersessions_", "participation:track_")  # behind signing in, or a code
NOT_INVENTED = {  # what the rows of a demonstration lack, or has no answer without a draft, a receipt, a logo
    *("budget:found_file", "commitments:edition", "edition_card", "evidence_thumbnail", "logo", "report_pdf"),
    *("participation:close_receipt", "participation:discard", "participation:draft_photo", "participation_photo"),
    *("participation:receipt_due_file", "participation:confirm_address"),
}


@pytest.mark.usefixtures("_demonstration")
def test_what_each_public_address_costs_is_measured_once(settings):
    addresses = dearest.found_addresses()
    assert {
        search.format(dearest.LONG) for search in dearest.SEARCHES
    } | dearest.POSTS.keys() | dearest.WITH_PHOTOS.keys() <= {*addresses}
    measured = {dearest.kind_of(one)[0] for one in addresses}
    unmeasured = {one.name for one in public_addresses()} - measured
    assert {name for name in unmeasured if not name.startswith(ONES_OWN)} - NOT_INVENTED == set()
    (usual, _dearest) = dearest.WITH_PHOTOS
    costs = dearest.ratios([dearest.HOME, "/fr/track/", "/sitemap.xml", usual], rounds=1)
    assert all(cost.ratio > 0 for cost in costs.values())
    assert all(cost.kibibytes > 0 for address, cost in costs.items() if address != usual)  # it is led on
