"""An export is the list as a file: its rows, order and columns, its filters and search."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.contrib.admin.templatetags.admin_list import results
from django.utils.html import strip_tags
from openpyxl import load_workbook

from tests.commitments.admin.pages import FACTORIES, address, registered
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.factories.town import proof_of
from tetouan_portal.lib import spreadsheets
from tetouan_portal.lib.admin import export
from tetouan_portal.lib.portions import in_portions

pytestmark = pytest.mark.django_db
EXPORTED = sorted(set(FACTORIES) - {"edition", "reportpdf"})


def exported(client, name, kind="csv", language="fr", **query):
    answer = client.get(f"{address(name, language=language)}export/{kind}/", query)
    assert answer.status_code == 200, answer
    content = answer.getvalue()
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode().removeprefix("\ufeff"))))
    sheet = load_workbook(io.BytesIO(content)).active
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


def on_page(client, name, language="fr", **query):
    """The header and the cells of the list, as texts."""
    changelist = client.get(address(name, language=language), query).context["cl"]
    columns = [column for column in changelist.list_display if column != "action_checkbox"]
    rows = [[strip_tags(cell).strip() for cell in row][-len(columns) :] for row in results(changelist)]
    return len(columns), [cells for cells in rows if cells]


def several(name, count=3):
    return [FACTORIES[name]() for _ in range(count)]


@pytest.mark.parametrize("name", EXPORTED)
def test_every_list_is_exported_row_by_row_in_its_order_with_its_columns(staff, name):
    several(name)
    count, rows = on_page(staff, name)
    header, *found = exported(staff, name)
    assert len(header) == count
    assert [len(row) for row in found] == [count] * len(rows)
    for shown, written in zip(rows, found, strict=True):
        assert {unescape(cell) for cell in shown if re.search("[a-z]{3}", cell)} & set(written), (shown, written)
    book = exported(staff, name, "xlsx")
    assert [len(row) for row in book] == [count] * (len(rows) + 1)
    assert book[0] == header


@pytest.mark.parametrize("name", EXPORTED)
def test_an_export_asks_the_database_as_often_for_three_rows_as_for_one(staff, name, django_assert_max_num_queries):
    FACTORIES[name]()
    for kind in ("csv", "xlsx"):
        exported(staff, name, kind)
    with django_assert_max_num_queries(100) as for_one:
        exported(staff, name)
    several(name, 2)
    for kind in ("csv", "xlsx"):
        with django_assert_max_num_queries(len(for_one)):
            exported(staff, name, kind)


def dated(year, **values):
    return StatementFactory(dated_on=date(year, 1, 31), **values)


def test_rows_come_in_the_order_asked_for(staff):
    for year in (2024, 2026, 2025):
        dated(year)
    years = {order: [row[0][:4] for row in exported(staff, "statement", o=order)[1:]] for order in ("1", "-1")}
    assert years == {"1": ["2024", "2025", "2026"], "-1": ["2026", "2025", "2024"]}
    assert [row[0][:4] for row in exported(staff, "statement")[1:]] == ["2026", "2025", "2024"]


def test_filters_dates_and_search_hold_for_the_file_as_for_the_list(staff):
    InstitutionFactory()
    municipal = dated(2024, summary_fr="Deux guides")
    dated(2025, by_monitor=True, summary_fr="Un guide")
    dated(2026, summary_fr="Rien")
    for query, years in (
        ({"side__exact": "monitor"}, ["2025"]),
        ({"q": "guide"}, ["2025", "2024"]),
        ({"q": "guide", "side__exact": "municipality"}, ["2024"]),
        ({"dated_on__year": "2026"}, ["2026"]),
        ({"state__exact": "draft"}, []),
        ({"institution__id__exact": municipal.institution_id or 0}, []),
    ):
        assert [row[0][:4] for row in exported(staff, "statement", **query)[1:]] == years, query
        assert [row[0].year for row in exported(staff, "statement", "xlsx", **query)[1:]] == [int(y) for y in years]


def test_a_file_holds_every_page_of_the_list(staff, monkeypatch):
    monkeypatch.setattr(registered()["statement"], "list_per_page", 2)
    several("statement", 5)
    assert len(on_page(staff, "statement")[1]) == 2
    for query in ({}, {"p": "2"}, {"all": ""}):
        assert len(exported(staff, "statement", **query)) == 6


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"dated_on__year": "x"}, 302),
        ({"institution__id__exact": "x"}, 302),
        ({"dated_on__gte": "2026-99-99"}, 302),
        ({"unknown": "1"}, 302),
        ({"commitment__axis__plan__slug": "x"}, 400),
        ({"missing": "zz"}, 200),
        ({"waiting": "no"}, 200),
        ({"o": "99.-7.x"}, 200),
        ({"p": "999"}, 200),
        ({"q": "\x00"}, 200),
        ({"e": "1"}, 200),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_broken_question_is_no_server_error(staff, query, status, kind):
    StatementFactory()
    InstitutionFactory()  # without one there is no such filter
    answer = staff.get(f"{address('statement')}export/{kind}/", query)
    assert answer.status_code == status
    if status == 302:
        assert answer.url == f"{address('statement')}?e=1"


@pytest.mark.parametrize("kind", ["pdf", "csv2", "xls", "html"])
def test_only_known_formats_are_made(staff, kind):
    assert staff.get(f"{address('statement')}export/{kind}/").status_code == 404


TITLE = '=HYPERLINK("https://example.org/";"Budget")'


def test_a_title_like_a_formula_is_harmless_in_both_files(staff):
    CommitmentFactory(title_fr=TITLE)
    assert f"'{TITLE}" in exported(staff, "commitment")[1]
    content = staff.get(f"{address('commitment')}export/xlsx/").getvalue()
    (cell,) = [cell for cell in load_workbook(io.BytesIO(content)).active[2] if cell.value == TITLE]
    assert cell.data_type == "s"


def test_texts_leave_their_markup_behind_and_nothing_else(staff):
    """What people typed stays as typed; what the page adds around it goes."""
    CommitmentFactory(title_fr="Délais < 5 jours & <b> écrit > 3", title_es="")
    row = exported(staff, "commitment")[1]
    assert "Délais < 5 jours & <b> écrit > 3" in row
    assert "es" in row
    evidence = proof_of("statement_x") | {"filename": "procès & acte.pdf"}
    EvidenceFactory(title_fr="L’acte", **evidence)
    assert "procès & acte.pdf" in exported(staff, "evidence")[1]


def test_numbers_and_dates_are_numbers_and_dates_in_a_sheet(staff):
    ReadingFactory(value=Decimal("7.5"), dated_on=date(2026, 1, 31))
    row = exported(staff, "reading", "xlsx")[1]
    assert row[0].date() == date(2026, 1, 31)
    assert 7.5 in row
    assert exported(staff, "reading")[1][0] == "2026-01-31"


def test_a_yes_is_said_in_words(staff):
    CommitmentFactory(is_published=False)
    assert "non" in exported(staff, "commitment")[1]
    assert "لا" in exported(staff, "commitment", language="ar")[1]


@pytest.mark.parametrize(("language", "to_left"), [("ar", True), ("fr", False), ("es", False)])
def test_a_file_speaks_the_readers_language_and_runs_in_its_direction(staff, language, to_left):
    StatementFactory(institution=InstitutionFactory())
    content = staff.get(f"{address('statement', language=language)}export/xlsx/").getvalue()
    sheet = load_workbook(io.BytesIO(content)).active
    assert bool(sheet.sheet_view.rightToLeft) is to_left
    written = exported(staff, "statement", language=language)
    assert [cell.value for cell in sheet[1]] == written[0]
    names = {"ar": "قسم الميزانية", "fr": "Division du budget", "es": "Departamento de presupuesto"}
    assert names[language] in written[1]


def test_a_file_is_downloaded_under_a_name_that_says_what_and_when(staff, time_machine):
    time_machine.move_to("2026-06-15 12:00Z", tick=False)
    for kind, content_type in (("csv", "text/csv; charset=utf-8"), ("xlsx", "openxmlformats")):
        answer = staff.get(f"{address('milestone')}export/{kind}/")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert f"milestone-2026-06-15.{kind}" in answer.headers["Content-Disposition"]
        assert content_type in answer.headers["Content-Type"]


def test_the_list_offers_its_export_with_what_was_asked_of_it(staff):
    MilestoneFactory()
    page = staff.get(address("milestone"), {"q": "guide", "late": "yes"})
    for kind in ("csv", "xlsx"):
        link = f"{address('milestone')}export/{kind}/?q=guide&amp;late=yes"
        assert (link in page.text) is bool(page.context["cl"].result_count)


def test_csv_is_made_while_it_is_sent(staff, monkeypatch):
    """Nothing is gathered in memory: the last row is asked for when somebody has read so far."""
    several("statement", 3)
    asked = []

    def counted(rows, size):
        for row in in_portions(rows, size):
            asked.append(row)
            yield row

    monkeypatch.setattr(export, "in_portions", counted)
    monkeypatch.setattr(spreadsheets, "ROWS_AT_ONCE", 1)
    answer = staff.get(f"{address('statement')}export/csv/")
    assert answer.streaming
    assert len(asked) < 3
    assert len(answer.getvalue().decode().splitlines()) == 4
    assert len(asked) == 3
