"""Every page of every model, in the languages of staff, with rows on it."""

import pytest
from django.urls import resolve

from tests.commitments.admin.pages import FACTORIES, address, registered
from tests.commitments.admin.role_table import MATRIX

pytestmark = MATRIX

LANGUAGES = ["ar", "fr"]
BROKEN = ["?missing=zz", "?p=999", "?p=x", "?o=99.-7.x", "?e=1", "?unknown=1", "?all=", "?q=%00", "?dated_on__year=x"]
SEEN = {"annualreport": {"status": "final"}, "recommendation": {"report__status": "final"}}  # by the municipality
OF_THE_MONITOR = {"annualreport", "recommendation", "inceptionassessment"}
ADDED_ELSEWHERE = {"amendment", "edition", "reportpdf"}


def test_every_registered_model_is_looked_at():
    assert set(FACTORIES) == set(registered())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_names_every_model(staff, language):
    page = staff.get(f"/{language}/admin/")
    assert page.status_code == 200
    for name in FACTORIES:
        assert address(name, language=language) in page.text
    assert f'lang="{language}"' in page.text
    assert ('dir="rtl"' in page.text) is (language == "ar")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FACTORIES)
def test_list_change_and_history_pages_render(staff, name, language):
    """But the histories of the monitor's rows, which are its own."""
    row = FACTORIES[name](**SEEN.get(name, {}))
    for page, pk in (("changelist", None), ("change", row.pk), ("history", row.pk)):
        expected = 403 if page == "history" and name in OF_THE_MONITOR else 200
        assert staff.get(address(name, page, pk, language)).status_code == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(set(FACTORIES) - ADDED_ELSEWHERE))
def test_add_pages_render(staff, name, language):
    assert staff.get(address(name, "add", language=language)).status_code == 200


@pytest.mark.parametrize("name", sorted(ADDED_ELSEWHERE))
def test_what_a_process_makes_is_not_added_by_hand(staff, name):
    assert staff.get(address(name, "add")).status_code == 403


@pytest.mark.parametrize("name", FACTORIES)
def test_every_filter_of_a_list_answers(staff, name):
    FACTORIES[name]()
    for choices in staff.get(address(name)).context["cl"].filter_specs:
        offered = list(choices.choices(staff.get(address(name)).context["cl"]))
        for choice in offered:
            page = staff.get(address(name) + choice["query_string"])
            assert page.status_code == 200, (choices.title, choice)


@pytest.mark.parametrize("name", FACTORIES)
@pytest.mark.parametrize("words", ["budget", "ميزانية", "%_'\"\\", "x" * 3000])
def test_every_list_is_searched_without_an_accident(staff, name, words):
    FACTORIES[name]()
    assert staff.get(address(name), {"q": words}).status_code == 200


def test_a_list_counts_after_a_label_and_names_its_filters_in_the_language(staff):
    FACTORIES["commitment"]()
    FACTORIES["commitment"]()
    FACTORIES["institution"]()
    page = staff.get(address("commitment", language="ar")).text
    assert "الالتزامات: 2" in page
    assert "2 الالتزامات" not in page
    assert "حسب المؤسسات" in page


@pytest.mark.parametrize("query", BROKEN)
def test_a_broken_query_is_no_server_error(staff, query):
    FACTORIES["statement"]()
    assert staff.get(address("statement") + query).status_code in {200, 302, 400}


@pytest.mark.parametrize("name", FACTORIES)
def test_a_list_asks_the_database_as_often_for_five_rows_as_for_one(staff, name, django_assert_max_num_queries):
    seen = SEEN.get(name, {})
    FACTORIES[name](**seen)
    staff.get(address(name))
    with django_assert_max_num_queries(100) as for_one:
        staff.get(address(name))
    for _ in range(4):
        FACTORIES[name](**seen)
    with django_assert_max_num_queries(len(for_one)):
        page = staff.get(address(name))
    assert page.context["cl"].result_count == FACTORIES[name]._meta.model.objects.count() >= 5


# --- who may enter ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FACTORIES)
def test_nobody_enters_without_signing_in(client, db, name):
    row = FACTORIES[name]()
    for page, pk in (("changelist", None), ("add", None), ("change", row.pk), ("delete", row.pk), ("history", row.pk)):
        for answer in (client.get(address(name, page, pk)), client.post(address(name, page, pk))):
            assert answer.status_code == 302
            assert resolve(answer.url.split("?")[0]).url_name == "login"


def test_an_account_that_is_not_staff_does_not_enter(client, chief):
    chief.is_staff = False
    chief.save()
    client.force_login(chief)
    assert client.get(address("statement")).status_code == 302


@pytest.mark.parametrize("name", sorted(set(FACTORIES) - {"edition"}))
def test_who_may_only_look_cannot_save_add_or_delete(signed_in, name):
    client = signed_in(f"view_{name}", "view_dashboard")
    row = FACTORIES[name](**SEEN.get(name, {}))
    before = type(row).objects.values().get(pk=row.pk)
    assert client.get(address(name, "change", row.pk)).status_code == 200
    for page, pk in (("change", row.pk), ("add", None), ("delete", row.pk)):
        assert client.post(address(name, page, pk), {"post": "yes"}).status_code == 403
    assert type(row).objects.values().get(pk=row.pk) == before


@pytest.mark.parametrize("name", FACTORIES)
def test_staff_without_a_permission_do_not_look(signed_in, name):
    row = FACTORIES[name]()
    client = signed_in()
    assert client.get(address(name)).status_code == 403
    assert client.get(address(name, "change", row.pk)).status_code == 403
