"""The officer's way from a file to a budget that everybody sees, in the admin."""

import io

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from budget_docs.explorer import budget_levels
from budget_docs.models import Budget, ColumnMapping, ImportState, LineImport
from tests.budget_docs import rows
from tests.budget_docs.admin.importing import page_of, read, upload
from tests.budget_docs.admin.pages import act, address
from tests.budget_docs.lines import files
from tests.budget_docs.lines.files import line, xlsx

pytestmark = pytest.mark.django_db
SECRET = "Sesame-secret"


def test_from_an_uploaded_file_to_the_explorer(officer):
    page = upload(officer, xlsx(line(), line(side="dépenses", line=12))).content.decode()
    assert "data-at-work" in page
    begun = read()
    page = page_of(officer, begun)
    assert "data-at-work" not in page
    assert "1\u00a0500,50" in page
    act(officer, begun, "apply")
    assert "data-at-work" in page_of(officer, begun)
    read(begun)
    budget = Budget.objects.get()
    assert address("budget", budget.pk) in page_of(officer, begun)
    assert officer.get("/fr/budget/2026/lines/revenue/").status_code == 404
    act(officer, budget, "publish")
    assert budget_levels.budgets_of(2026, now=timezone.now())["voted"] == budget
    assert officer.get("/fr/budget/2026/lines/revenue/").status_code == 200


@pytest.mark.parametrize(("language", "words"), [("ar", "ليس مبلغا"), ("fr", "n’est pas un montant")])
def test_problems_stand_with_their_place_in_the_officers_language(officer, language, words):
    upload(officer, xlsx(line(), line(line=12, admitted="abc<b>")), language=language)
    page = page_of(officer, read(), language)
    assert words in page
    assert "abc&lt;b&gt;" in page
    assert "<td>3</td>" in page
    assert 'value="apply"' not in page


def test_a_file_that_is_no_table_is_refused_beside_its_field_and_nothing_is_kept(officer):
    old = io.BytesIO(b"\xd0\xcf\x11\xe0 old or encrypted")
    answer = upload(officer, old, "budget.xls")
    assert answer.context["adminform"].form.errors["file"]
    assert not LineImport.objects.exists()


def test_what_changed_meanwhile_is_said_and_nothing_is_applied(officer):
    upload(officer, xlsx(line(admitted=1)))
    first = read()
    upload(officer, xlsx(line(admitted=2)))
    second = read()
    act(officer, first, "apply")
    read(first)
    assert act(officer, second, "apply").status_code == 400
    second.refresh_from_db()
    assert second.state == ImportState.CHECKED
    act(officer, second, "read_again")
    assert read(second).preview["before"] == 1


def test_columns_are_mapped_and_the_mapping_is_used_again(officer):
    head = ["S", "P", "Sec", "Ch", "Art", "Par", "Lig", "بيان", "Libellé", "Montant"]
    upload(officer, xlsx(line(admitted=150050), head=head))
    assert address("columnmapping", page="add") in page_of(officer, read())
    given = dict(zip(files.HEAD, head, strict=True)) | {"name": "GID", "unit": "centime"}
    officer.post(address("columnmapping", page="add"), given)
    mapping = ColumnMapping.objects.get()
    assert mapping.columns == dict(zip(files.HEAD, head, strict=True))
    assert 'value="Libellé"' in officer.get(address("columnmapping", mapping.pk)).content.decode()
    upload(officer, xlsx(line(admitted=150050), head=head), mapping=mapping.pk)
    assert read().preview["totals"]["revenue"]["admitted"] == "1500.50"


@pytest.mark.parametrize("given", [{}, {"part": "A", "section": "a"}])
def test_a_mapping_that_says_nothing_or_the_same_twice_is_refused(officer, given):
    answer = officer.post(address("columnmapping", page="add"), {"name": "x", "unit": "dirham", **given})
    assert answer.context["adminform"].form.errors
    assert not ColumnMapping.objects.exists()


def test_an_import_that_became_nothing_is_deleted_with_its_file(officer):
    upload(officer, xlsx(line(admitted="abc")))
    begun = read()
    officer.post(address("lineimport", begun.pk, "delete"), {"post": "yes"})
    assert not LineImport.objects.exists()


def test_an_applied_import_stays(officer):
    upload(officer, xlsx(line()))
    begun = read()
    act(officer, begun, "apply")
    read(begun)
    assert officer.post(address("lineimport", begun.pk, "delete"), {"post": "yes"}).status_code == 403
    assert default_storage.exists(begun.file.name)


@pytest.mark.parametrize("role", ["focal_point", "translator", "monitor"])
def test_who_has_nothing_to_do_with_budgets_sees_no_import(officer, signed_in, role):
    upload(officer, xlsx(line(label_fr=SECRET)), name=f"{SECRET}.xlsx")
    begun = read()
    stranger = signed_in(role)
    for page in ("lineimport", "columnmapping", "budget"):
        assert stranger.get(address(page)).status_code == 403
    assert stranger.get(address("lineimport", begun.pk)).status_code in {302, 403}
    assert act(stranger, begun, "apply").status_code in {403, 404}
    begun.refresh_from_db()
    assert begun.state == ImportState.CHECKED


@pytest.mark.parametrize("role", ["technical_team", "publisher"])
def test_readers_see_imports_and_do_nothing(officer, signed_in, role):
    upload(officer, xlsx(line()))
    begun = read()
    reader = signed_in(role)
    assert 'value="apply"' not in page_of(reader, begun)
    assert act(reader, begun, "apply").status_code == 403
    budget = rows.budget(2026, publish_at=None)
    assert act(reader, budget, "publish").status_code == 403


def test_the_blank_template_is_offered_to_everybody(client, officer):
    assert "/budget/template.xlsx" in officer.get(address("lineimport", page="add")).content.decode()
    answer = client.get("/budget/template.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.content.startswith(b"PK")
