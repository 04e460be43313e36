import csv
import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.utils import timezone
from frictionless import Package, system, validate

from budget_docs.explorer import budget_levels
from budget_docs.models import Budget
from budget_docs.open_data import descriptions, fiscal_package
from tests.budget_docs import rows
from tetouan_portal.journal.becoming import enter_all_public, enter_public
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.lib.languages import LANGUAGE_CODES

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    voted = rows.budget()
    rows.heading(voted, "1", "Fonctionnement")
    rows.line(voted, admitted="150.25", previous=Decimal(140), economic_code="401")
    rows.line(voted, "1/0.1/10/10/10/12", None, label_fr="=1+1")
    rows.line(voted, "2/0.2/30/10/20/21", 80, side="expenditure", label_fr="Travaux, «lot 2»\nsuite")
    executed = rows.budget(stage="executed")
    rows.line(executed, admitted=None, collected=Decimal("99.10"), net_due=Decimal(120))
    return voted.fiscal_year


def written(fiscal_year):
    budgets = budget_levels.budgets_of(fiscal_year.year, now=timezone.now())
    with fiscal_package.write(fiscal_year, budgets) as package:
        return package.read()


def unpacked(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        package.extractall(folder)
    return folder / "datapackage.json"


def table_of(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return list(csv.DictReader(io.StringIO(package.read(f"data/{name}-2026.csv").decode())))


def test_the_validator_accepts_the_package(year, tmp_path):
    with system.use_context(trusted=True):
        report = validate(str(unpacked(written(year), tmp_path)))
    assert report.flatten(["type", "note"]) == []
    assert report.valid
    assert report.stats["tasks"] == len(descriptions.TABLES)


def test_the_validator_notices_a_changed_amount(year, tmp_path):
    description = unpacked(written(year), tmp_path)
    table = tmp_path / "data" / "budget-2026.csv"
    table.write_bytes(table.read_bytes().replace(b"150.25", b"150.26"))
    with system.use_context(trusted=True):
        assert not validate(str(description)).valid


def test_programs_read_exact_amounts_with_their_fiscal_concepts(year, tmp_path):
    with system.use_context(trusted=True):
        table = Package(str(unpacked(written(year), tmp_path))).get_resource("budget")
        found = {(row["direction"], row["path"], row["phase"]): row["amount"] for row in table.read_rows()}
    assert found == {
        ("revenue", "1/0.1/10/10/10/11", "previous"): 140,
        ("revenue", "1/0.1/10/10/10/11", "admitted"): Decimal("150.25"),
        ("expenditure", "2/0.2/30/10/20/21", "admitted"): 80,
        ("revenue", "1/0.1/10/10/10/11", "net_due"): 120,
        ("revenue", "1/0.1/10/10/10/11", "collected"): Decimal("99.10"),
    }
    concepts = {field.name: field.custom.get("columnType") for field in table.schema.fields}
    assert concepts["amount"] == "value"
    assert concepts["fiscal_year"] == "date:fiscal-year"
    assert concepts["direction"] == "direction"


def test_the_same_budget_gives_the_same_bytes(year):
    assert written(year) == written(year)


def test_the_package_is_stamped_with_the_line_of_the_journal_that_told_of_its_budget(year, tmp_path):
    unstamped = written(year)
    enter_all_public()
    with system.use_context(trusted=True):
        assert validate(str(unpacked(written(year), tmp_path))).valid
    stamp = json.loads((tmp_path / "datapackage.json").read_text())["journal"]

    line = JournalLine.objects.get(number=stamp["number"])
    assert line.subject.startswith("budget_docs.budget:")
    assert stamp["sha256"] == line.sha256
    stamped = written(year)
    enter_public(rows.document())
    assert written(year) == stamped != unstamped, "what else becomes public changes nothing of it"


def test_no_text_becomes_a_formula(year):
    rows.line(Budget.objects.get(stage="voted"), "1/0.1/10/10/10/13", 5, label_fr="=1+1")
    labels = {row["label_fr"] for row in table_of(written(year), "budget")}
    assert "'=1+1" in labels
    assert "=1+1" not in labels


def test_every_column_of_every_table_is_explained_in_three_languages(year):
    content = written(year)
    explained = {(row["table"], row["field"]) for row in table_of(content, "dictionary")}
    for name, fields in descriptions.TABLES.items():
        assert {(name, field.name) for field in fields} <= explained
        assert set(table_of(content, name)[0]) == {field.name for field in fields}
    for _table, _field, words in descriptions.meanings():
        assert len(set(words.values())) == len(LANGUAGE_CODES)
    for labels in descriptions.phase_labels().values():
        assert set(labels) == set(LANGUAGE_CODES)


def test_an_invented_budget_says_so_even_when_a_table_is_taken_out(year, client):
    Budget.objects.update(is_demo=True)
    with zipfile.ZipFile(io.BytesIO(written(year))) as package:
        names = package.namelist()
        described = json.loads(package.read("datapackage.json"))
        readme = package.read("README.md").decode()
    assert "data/budget-2026-demonstration.csv" in names
    assert described["demonstration"] is True
    assert "contributors" not in described
    assert all(word in readme and word in described["title"] for word in descriptions.DEMONSTRATION.values())
    assert "-demonstration.zip" in client.get("/budget/2026/datapackage.zip")["Content-Disposition"]


def test_who_has_it_already_is_not_sent_it_again(year, client):
    first = client.get("/budget/2026/datapackage.zip")
    assert zipfile.ZipFile(io.BytesIO(b"".join(first.streaming_content))).testzip() is None
    assert client.get("/budget/2026/datapackage.zip", headers={"If-None-Match": first["ETag"]}).status_code == 304
    corrected = rows.budget(version=2)
    rows.line(corrected, admitted=160)
    second = client.get("/budget/2026/datapackage.zip", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


@pytest.mark.parametrize("publish_at", [None, rows.IN_A_YEAR])
def test_a_budget_that_is_not_published_has_no_package(client, publish_at):
    rows.line(rows.budget(publish_at=publish_at))
    assert client.get("/budget/2026/datapackage.zip", follow=True).status_code == 404
    assert client.get("/budget/1999/datapackage.zip", follow=True).status_code == 404
    assert "datapackage.zip" not in client.get("/fr/budget/data/").text


@pytest.mark.parametrize("lines", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_lines(year, lines, django_assert_num_queries):
    voted = Budget.objects.get(stage="voted")
    for number in range(lines):
        rows.line(voted, f"1/0.1/10/20/10/{number}", 5)
    with django_assert_num_queries(10):
        written(year)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_page_offers_each_year_and_explains_each_column(year, client, language):
    page = client.get(f"/{language}/budget/data/").text
    assert 'href="/budget/2026/datapackage.zip"' in page
    for fields in descriptions.TABLES.values():
        for field in fields:
            assert field.name in page
