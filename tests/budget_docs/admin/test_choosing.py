"""The officer says which column of a file is which, looking at its first rows."""

import datetime
import json
import re

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from budget_docs import tasks
from budget_docs.lines import column_choice
from budget_docs.models import Budget, ColumnMapping, ImportState, LineImport
from tests.budget_docs.admin.importing import page_of, read, upload
from tests.budget_docs.admin.pages import act, address
from tests.budget_docs.lines.files import csv, line, xlsx
from tests.commitments.admin.pages import FormReader
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db
SECRET = "Sesame-secret"
HEAD = ["Type", "Chap.", "Art.", "Parag.", "Lig.", "Rubrique", "Voté 2026"]
ROW = ["dépenses", 10, 20, 30, 11, "Éclairage public", 1500.5]
SAME = {"at_part": "=1", "same_section": "0.1"}


def begun(officer, *rows, head=HEAD, **values):
    file = xlsx(*(rows or [ROW]), head=head)
    upload(officer, file, **values)
    return read()


def columns(row, language="fr"):
    return address("lineimport", row.pk, "columns", language=language)


def answers(client, url):
    """What the page's form would send if nothing was chosen."""
    reader = FormReader("columns_form")
    reader.feed(client.get(url).content.decode())
    return reader.data


def confirm(client, row, language="fr", **data):
    """Tries, looks at the rows, and keeps."""
    url = columns(row, language)
    sent = {**answers(client, url), "name": "Logiciel", **data}
    tried = client.post(url, {**sent, "_do": "try"})
    seen = re.search(r'name="seen" value="(\w+)"', tried.content.decode())[1]
    return client.post(url, {**sent, "seen": seen, "_do": "use"}, follow=True)


def test_a_file_that_was_refused_leads_to_its_columns_and_is_read_by_them(officer):
    row = begun(officer)
    assert row.state == ImportState.REFUSED
    assert columns(row) in page_of(officer, row)
    confirm(officer, row, **SAME)
    mapping = ColumnMapping.objects.get()
    assert mapping.columns["chapter"] == "Chap."
    assert mapping.columns["section"] == "=0.1"
    assert mapping.heading_row is None
    row = read(row)
    assert row.state == ImportState.CHECKED
    assert row.preview["totals"]["expenditure"]["admitted"] == "1500.50"
    act(officer, row, "apply")
    read(row)
    assert [one.path for one in Budget.objects.get().lines.all()] == ["1/0.1/10/20/30/11"]


def test_the_best_guess_is_chosen_before_and_the_rows_are_shown_as_they_would_be_read(officer):
    row = begun(officer, ROW, ["dépenses", 10, 20, 30, 12, "Jardins", "abc"])
    url = columns(row)
    assert {name: where for name, where in answers(officer, url).items() if name.startswith("at_") and where} == {
        "at_side": "A",
        "at_chapter": "B",
        "at_article": "C",
        "at_paragraph": "D",
        "at_line": "E",
        "at_label_fr": "F",
        "at_admitted": "G",
    }
    page = officer.post(url, {**answers(officer, url), **SAME, "name": "x", "_do": "try"})
    assert [(one["number"], one["path"]) for one in page.context["tried"]] == [(2, "1/0.1/10/20/30/11"), (3, "")]
    assert [(one["row"], one["column"]) for one in page.context["problems"]] == [(3, "G")]
    assert "1\u00a0500,50" in page.content.decode()
    assert not ColumnMapping.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("ar", "«abc» ليس مبلغا"), ("fr", "n’est pas un montant")])
def test_problems_and_mistakes_are_told_in_the_readers_language(officer, language, words):
    row = begun(officer, ["dépenses", 10, 20, 30, 12, "Jardins", "abc"])
    url = columns(row, language)
    sent = {**answers(officer, url), **SAME, "name": "x", "at_chapter": "A", "_do": "try"}
    page = officer.post(url, sent)
    assert page.status_code == 400
    assert {"ar": "سبق اختيار هذا العمود أعلاه.", "fr": "déjà été choisie"}[language] in page.content.decode()
    assert words in officer.post(url, {**sent, "at_chapter": "B"}).content.decode()


def test_what_was_not_looked_at_is_not_kept(officer):
    row = begun(officer)
    url = columns(row)
    sent = {**answers(officer, url), **SAME, "name": "x", "_do": "use"}
    assert officer.post(url, sent).status_code == 400
    assert not ColumnMapping.objects.exists()
    row.refresh_from_db()
    assert row.state == ImportState.REFUSED


def test_columns_by_which_no_row_can_be_read_are_not_kept(officer):
    row = begun(officer)
    assert confirm(officer, row).status_code == 400
    assert not ColumnMapping.objects.exists()


def test_a_name_that_is_taken_and_one_code_beside_a_column_are_refused_beside_their_fields(officer):
    ColumnMapping.objects.create(name="Logiciel", columns={"part": "A"})
    row = begun(officer)
    answer = confirm(officer, row, **SAME, same_chapter="10")
    assert set(answer.context["form"].errors) == {"name", "same_chapter"}
    assert ColumnMapping.objects.count() == 1


@pytest.mark.parametrize("same", ["<b>", "12345678901", "a b"])
def test_what_cannot_be_a_code_cannot_stand_in_every_row(officer, same):
    row = begun(officer)
    assert "same_section" in confirm(officer, row, at_part="=1", same_section=same).context["form"].errors


def test_a_mapping_is_changed_and_keeps_what_it_says_of_other_files(officer):
    former = {"side": "Type", "part": "=1", "section": "=0.1", "chapter": "Chapitre", "collected": "Recouvré"}
    mapping = ColumnMapping.objects.create(name="Logiciel", columns=former)
    row = begun(officer, mapping=mapping.pk)
    assert answers(officer, columns(row))["at_part"] == "=1"
    confirm(officer, row)
    mapping.refresh_from_db()
    assert mapping.columns["chapter"] == "Chap."
    assert mapping.columns["collected"] == "Recouvré"
    assert read(row).state == ImportState.CHECKED
    confirm(officer, row, mapping="new", name="Autre logiciel", at_side="=revenue")
    mapping.refresh_from_db()
    assert mapping.columns["side"] == "Type"
    assert ColumnMapping.objects.get(name="Autre logiciel").columns["side"] == "=revenue"


def test_a_heading_that_is_there_twice_or_not_at_all_is_named_by_its_letters(officer):
    head = ["Type", "Chap.", "Art.", "Parag.", "Lig.", None, "Montant", "Montant"]
    row = begun(officer, [*ROW, 7], head=head)
    confirm(officer, row, **SAME, at_label_fr="F", at_previous="G", at_admitted="H")
    assert {key: ColumnMapping.objects.get().columns[key] for key in ("label_fr", "previous", "admitted")} == {
        "label_fr": "F",
        "previous": "G",
        "admitted": "H",
    }
    row = read(row)
    assert row.preview["totals"]["expenditure"] == {"previous": "1500.50", "admitted": "7.00"}


def test_the_row_of_the_headings_is_kept_where_their_names_do_not_lead_there(officer):
    row = begun(officer, ["x", "x", "x", "x", "x", "x", "x"], ROW, head=["Type", "Chap.", "Art.", "Parag.", "", "", ""])
    url = f"{columns(row)}?row=2"
    keys = ["side", "chapter", "article", "paragraph", "line", "label_fr", "admitted"]
    letters = {f"at_{key}": where for key, where in zip(keys, "ABCDEFG", strict=True)}
    sent = {**answers(officer, url), **SAME, "name": "x", **letters}
    seen = re.search(r'name="seen" value="(\w+)"', officer.post(url, {**sent, "_do": "try"}).content.decode())[1]
    officer.post(url, {**sent, "seen": seen, "_do": "use"})
    assert ColumnMapping.objects.get().heading_row == 2
    assert read(row).state == ImportState.CHECKED


def test_a_column_that_nobody_chose_is_not_read_even_if_its_name_is_known(officer):
    row = begun(officer, [*ROW, 999], head=[*HEAD, "proposées"])
    confirm(officer, row, **SAME, at_proposed="")
    row = read(row)
    assert row.state == ImportState.CHECKED
    assert row.preview["totals"]["expenditure"] == {"admitted": "1500.50"}


def test_a_sheet_and_two_rows_of_headings_can_be_chosen(officer):
    upper, lower = (
        ["Type", "Chap.", "Art.", "Parag.", "Lig.", "Rubrique", "Crédits", None],
        [None] * 6 + ["Votés", "Admis"],
    )
    file = xlsx(["rien"], head=None, sheet="Page", more=[("Dépenses", [["Titre"], upper, lower, [*ROW, 3]])])
    upload(officer, file)
    row = read()
    page = officer.get(columns(row))
    assert page.context["shown"].title == "Dépenses"
    assert page.context["shown"].row == "2-3"
    assert "H – Crédits Admis (3)" in page.content.decode()
    assert officer.get(f"{columns(row)}?sheet=0").context["form"] is None


# --- what others did meanwhile ---------------------------------------------------------------


def test_what_somebody_else_did_meanwhile_is_told_and_nothing_is_kept(officer):
    mapping = ColumnMapping.objects.create(name="Logiciel", columns={"part": "=1", "section": "=0.1"})
    row = begun(officer, mapping=mapping.pk)
    url = columns(row)
    sent = answers(officer, url)
    seen = re.search(r'name="seen" value="(\w+)"', officer.get(url).content.decode())[1]
    ColumnMapping.objects.update(unit="centime")
    answer = officer.post(url, {**sent, "seen": seen, "_do": "use", "unit": "dirham"})
    assert answer.status_code == 400
    assert "Quelqu’un" in answer.content.decode()
    assert ColumnMapping.objects.get().unit == "centime"
    row.refresh_from_db()
    assert row.state == ImportState.REFUSED


@pytest.mark.parametrize("state", [ImportState.WAITING, ImportState.READING, ImportState.STORING, ImportState.APPLIED])
def test_a_file_that_is_at_work_or_applied_keeps_its_columns(officer, state):
    row = begun(officer)
    url, sent = columns(row), answers(officer, columns(row))
    LineImport.objects.update(state=state, due_at=None if state == ImportState.APPLIED else timezone.now())
    assert officer.get(url).status_code == 302
    assert officer.post(url, {**sent, "_do": "use", "name": "x"}).status_code == 302
    assert not ColumnMapping.objects.exists()


def test_the_page_of_an_import_that_went_away_leads_back(officer):
    row = begun(officer)
    url, sent = columns(row), answers(officer, columns(row))
    officer.post(address("lineimport", row.pk, "delete"), {"post": "yes"})
    assert officer.get(url).status_code == 302
    assert officer.post(url, sent).status_code == 302
    assert officer.get(columns(row).replace(str(row.pk), "999999")).status_code == 302


def test_a_file_with_which_nobody_goes_on_goes_away_and_others_stay(officer):
    old, new = begun(officer), begun(officer)
    upload(officer, xlsx(line()))
    applied = read()
    act(officer, applied, "apply")
    read(applied)
    name = old.file.name
    long_ago = timezone.now() - column_choice.KEPT - datetime.timedelta(hours=1)
    LineImport.objects.filter(pk__in=[old.pk, applied.pk]).update(read_at=long_ago)
    LineImport.objects.filter(pk=new.pk).update(created_at=long_ago)
    assert tasks.forget_abandoned_line_imports() == 1
    destroy_waiting()
    assert set(LineImport.objects.values_list("pk", flat=True)) == {new.pk, applied.pk}
    assert not default_storage.exists(name)


# --- who sees it -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["technical_team", "publisher", "focal_point", "translator", "monitor"])
def test_nobody_else_sees_what_stands_in_the_file(officer, signed_in, role):
    row = begun(officer, [*ROW[:5], SECRET, 1], head=[*HEAD[:5], f"{SECRET} heading", "Voté"])
    assert SECRET in officer.get(columns(row)).content.decode()
    person = signed_in(role)
    for answer in (
        person.get(columns(row)),
        person.get(f"{columns(row)}?row=1&sheet=0"),
        person.post(columns(row), {"_do": "try", "name": "x", **SAME}),
        person.get(address("lineimport", row.pk), follow=True),
    ):
        assert SECRET not in answer.content.decode()
    assert person.get(columns(row)).status_code == 403
    assert person.get(columns(row).replace(str(row.pk), "999999")).status_code == 403


def test_another_officer_can_go_on(officer, signed_in):
    row = begun(officer)
    confirm(signed_in("budget_officer"), row, **SAME)
    assert read(row).state == ImportState.CHECKED


# --- files that nobody should hand in -----------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(lambda: csv(["x"] * 10_000, head=["y"] * 10_000), id="10,000 columns"),
        pytest.param(lambda: csv(["=1+1", "@cmd", "<script>alert(1)"], head=["=A1", "-2+3", "<b>"]), id="formulas"),
        pytest.param(lambda: csv([], head=[]), id="nothing"),
        pytest.param(lambda: csv(*[["a", "b"]] * 100, head=["a", "a"]), id="the same everywhere"),
        pytest.param(lambda: xlsx(*[["a", "b"]] * 3, head=[2025, 2025]), id="numbers"),
        pytest.param(
            lambda: xlsx(["\u202ea", "b"], [datetime.date(2026, 1, 1), True], head=["a", "b"]), id="odd cells"
        ),
    ],
)
def test_a_file_made_to_hurt_is_shown_or_told(officer, file):
    upload(officer, file(), name="f.csv" if file().read(2) != b"PK" else "f.xlsx")
    row = read()
    assert row.state == ImportState.REFUSED
    answer = officer.get(columns(row))
    page = answer.content.decode()
    assert answer.status_code in {200, 302}
    assert len(page) < 600_000
    assert "<script>alert" not in page
    if answer.status_code == 200 and answer.context["form"]:
        confirm(officer, row, **SAME)
        assert not ColumnMapping.objects.exists()


def test_a_heading_of_a_million_letters_is_cut_and_named_by_its_letters(officer):
    upload(officer, csv(ROW, head=["x" * 1_000_000, *HEAD[1:]]), name="f.csv")
    row = read()
    assert len(officer.get(columns(row)).content) < 200_000
    confirm(officer, row, **SAME, at_side="A")
    assert ColumnMapping.objects.get().columns["side"] == "A"
    assert read(row).state == ImportState.CHECKED


@pytest.mark.parametrize(
    ("encoding", "label", "key"), [("cp1256", "إنارة", "label_ar"), ("cp1252", "Éclairage", "label_fr")]
)
def test_old_encodings_are_shown_in_their_letters(officer, encoding, label, key):
    words = {"cp1256": ["النوع", "الباب", "الفصل", "الفقرة", "السطر", "البيان", "المقبولة 2026"], "cp1252": HEAD}
    row = [{"cp1256": "مصاريف", "cp1252": "dépenses"}[encoding], *ROW[1:5], label, 5]
    upload(officer, csv(row, head=words[encoding], encoding=encoding), name="f.csv")
    begun = read()
    page = officer.get(columns(begun))
    assert label in page.content.decode()
    assert page.context["form"].initial[f"at_{key}"] == "F"
    confirm(officer, begun, **SAME)
    assert read(begun).state == ImportState.CHECKED


@pytest.mark.parametrize("given", [{"sheet": "9", "row": "1"}, {"sheet": "x"}, {"row": "77"}, {"row": "<b>"}])
def test_a_row_or_sheet_that_is_not_there_changes_nothing(officer, given):
    row = begun(officer)
    url = columns(row)
    sent = {**answers(officer, url), **SAME, "name": "x"}
    seen = re.search(r'name="seen" value="(\w+)"', officer.post(url, {**sent, "_do": "try"}).content.decode())[1]
    assert officer.post(url, {**sent, "seen": seen, "_do": "use", **given}).status_code == 400
    assert officer.get(url, given).status_code == 200
    assert not ColumnMapping.objects.exists()


def test_a_longer_file_asks_the_database_no_more(officer, django_assert_num_queries):
    small = begun(officer)
    upload(officer, xlsx(*[ROW] * 60, head=HEAD, more=[(f"s{n}", [HEAD, ROW]) for n in range(20)]))
    large = read()
    officer.get(columns(small))
    with CaptureQueriesContext(connection) as asked:
        officer.get(columns(small))
    with django_assert_num_queries(len(asked)):
        officer.get(columns(large))
    assert len(large.report["beginning"]) == 8
    assert len(large.report["beginning"][0]["rows"]) == 50


def test_what_is_kept_of_a_file_has_a_bound(officer):
    upload(officer, csv(*[["x" * 5_000] * 90] * 60, head=["y" * 5_000] * 90), name="f.csv")
    assert len(json.dumps(read().report["beginning"])) < 600_000


# --- the mapping's own page -----------------------------------------------------------------------


def test_a_mapping_can_leave_a_known_column_unread_but_no_code(officer):
    given = {"name": "x", "unit": "dirham", "chapter": "Chap.", "proposed": "="}
    answer = officer.post(address("columnmapping", page="add"), given | {"part": "="})
    assert set(answer.context["adminform"].form.errors) == {"part"}
    officer.post(address("columnmapping", page="add"), given)
    assert ColumnMapping.objects.get().columns == {"chapter": "Chap.", "proposed": "="}


@pytest.mark.parametrize(("row", "is_kept"), [("0", False), ("1", True), ("30", True), ("31", False)])
def test_the_row_of_the_headings_is_one_of_the_first(officer, row, is_kept):
    given = {"name": "x", "unit": "dirham", "chapter": "Chap.", "heading_row": row}
    answer = officer.post(address("columnmapping", page="add"), given)
    assert ColumnMapping.objects.exists() == is_kept
    assert is_kept or "30 premières lignes" in answer.content.decode()
