"""The role table, row by row, asked with real requests."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from commitments import models
from commitments.plan import publishing
from tests.commitments.admin.pages import address, form_on, pressing, registered
from tests.commitments.admin.readers import text_of
from tests.commitments.admin.role_table import MATRIX, PAGE_CELLS, ROW_CELLS, VERB_CELLS, differences, model_name
from tetouan_portal.lib.admin.verbs import Verbs

pytestmark = [pytest.mark.django_db, MATRIX]
NOTHING_DEPENDS_ON = ("statement", "progressupdate", "evidence", "recommendation", "plannote", "narrativesection")
STATES = {"submitted": "s", "published": "p", "returned": "r", "final": "f", "drafting": "o", "withdrawn": "w"}


def pages_of(row):
    name = row._meta.model_name
    return {page: address(name, page, row.pk) for page in ("change", "delete", "history")}


def test_the_table_has_every_model_every_row_and_every_row_with_buttons(town):
    assert {name for name, _person in PAGE_CELLS} == set(registered())
    assert {name for name, _person in ROW_CELLS} == set(town.rows)
    with_buttons = {name for name in town.rows if isinstance(registered()[model_name(name)], Verbs)}
    assert {name for name, _person in VERB_CELLS} == with_buttons


def test_a_row_is_read_and_changed_as_the_table_says(town, reader, person):
    found, wanted = {}, {}
    for name, row in town.rows.items():
        pages = pages_of(row)
        shown = reader.get(pages["change"])
        letters = "v" if shown.status_code == 200 else ""
        assert letters or is_sent_away(shown), name
        letters += "h" if reader.get(pages["history"]).status_code == 200 else ""
        letters += "c" if letters and shown.context["has_change_permission"] else ""
        assert "c" in letters or is_sent_away(reader.post(pages["change"])), name
        if hasattr(registered()[model_name(name)], "amend"):
            answer = reader.get(pages["change"].replace("/change/", "/amend/"))
            letters += "m" if answer.status_code == 200 else ""
        found[name], wanted[name] = set(letters), ROW_CELLS[name, person] - {"d", "f"}
    assert differences(found, wanted) == {}
    assert reader.leaks == {}


def is_sent_away(answer):
    """Refused, or led to the first page as if there were no such row."""
    return answer.status_code in {403, 404} or (answer.status_code == 302 and answer.url == reverse("admin:index"))


def test_a_row_is_deleted_as_the_table_says_by_its_page_and_in_bulk(town, reader, person):
    found, wanted = {}, {}
    for name, row in town.rows.items():
        url, every = pages_of(row)["delete"], address(row._meta.model_name)
        offered = reader.get(url).status_code == 200
        if not offered or model_name(name) in NOTHING_DEPENDS_ON:
            chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
            assert deletes(reader, row, url, {"post": "yes"}) is offered, name
            assert deletes(reader, row, every, chosen) is offered, name
        found[name], wanted[name] = offered, "d" in ROW_CELLS[name, person]
    assert differences(found, wanted) == {}
    assert reader.leaks == {}


def deletes(reader, row, url, data):
    """Whether the post deletes the row; it is there again afterwards."""
    with transaction.atomic():
        reader.post(url, data)
        is_gone = not type(row)._base_manager.filter(pk=row.pk).exists()
        transaction.set_rollback(True)
    return is_gone


def test_a_foreign_row_slipped_into_a_bulk_deletion_stays(town, reader, person):
    for model in registered():
        strangers = [row.pk for name, row in town.of(model).items() if "d" not in ROW_CELLS[name, person]]
        everything = [row.pk for row in town.of(model).values()]
        data = {"action": "delete_selected", "_selected_action": everything, "post": "yes", "select_across": "1"}
        with transaction.atomic():
            reader.post(address(model), data)
            left = registered()[model].model._base_manager.filter(pk__in=strangers).count()
            transaction.set_rollback(True)
        assert left == len(strangers), model
    assert reader.leaks == {}


def test_a_file_is_read_as_the_table_says(town, reader, person):
    found, wanted = {}, {}
    for name, row in town.of("evidence").items():
        if row.file:
            default_storage.save(row.file.name, ContentFile(b"proof"))
        answer = reader.get(address("evidence", "file", row.pk))
        found[name], wanted[name] = answer.status_code == 200, "f" in ROW_CELLS[name, person]
        assert found[name] or answer.status_code in {302, 403, 404}
        if found[name]:
            assert text_of(answer) == "proof"
            assert answer.headers["Cache-Control"].startswith("private, no-store")
    assert differences(found, wanted) == {}
    assert reader.leaks == {}


def test_a_button_does_what_the_table_says_for_whom_it_names(town, reader, person):
    found, wanted = {}, {}
    for name in {name for name, _person in VERB_CELLS}:
        row, effects, offered = town.rows[name], set(), offered_verbs(reader, town.rows[name])
        for verb in names_of_verbs(name):
            effect = brought_about(reader, row, verb)
            effects |= effect
            assert not effect or verb in offered, (name, verb)
        found[name], wanted[name] = effects, VERB_CELLS[name, person]
    assert differences(found, wanted) == {}
    assert reader.leaks == {}


def names_of_verbs(name):
    return [verb.name for verb in registered()[model_name(name)].verbs]


def offered_verbs(reader, row):
    page = reader.get(pages_of(row)["change"])
    return [verb.name for verb in page.context["verbs"]] if page.status_code == 200 else []


def brought_about(reader, row, verb):
    """What pressing the button changed, as letters; the row is afterwards as before."""
    with transaction.atomic():
        page = pages_of(row)["change"]
        decided = {"decision_fr": "Délibération 12", "decided_on": "2026-01-05"}
        sent = pressing(reader.get(page), row, verb, reason="Joignez le procès-verbal", fr="Erreur", **decided)
        answer = reader.post(page, sent)
        if 'id="shown_form"' in answer.text:
            reader.post(page, form_on(answer, "shown_form") | {"_seen": "1"})
        effect = state_of(row)
        transaction.set_rollback(True)
    return effect - state_of(row)


def state_of(row):
    now = type(row)._base_manager.get(pk=row.pk)
    taken_back = {"w"} if getattr(now, "withdrawn_at", None) else set()
    if isinstance(now, models.Evidence):
        return taken_back
    if isinstance(now, publishing.Promised):
        return taken_back | ({"p"} if getattr(now, "is_published", False) else set())
    if isinstance(now, models.AnnualReport):
        further = {"e"} if now.editions.count() > 1 else set()
        return further | {STATES[now.status], STATES.get(now.next_edition, "")} - {""}
    return taken_back | {STATES.get(now.state, "")} - {""}


def test_no_button_is_pressed_by_following_a_link(town, reader):
    for name in ("statement_own_draft", "annualreport_final", "evidence_of_statement_own_published"):
        for verb in names_of_verbs(name):
            before = state_of(town.rows[name])
            reader.get(pages_of(town.rows[name])["change"], _do=verb)
            assert state_of(town.rows[name]) == before


def test_the_admins_road_to_a_public_page_gives_nothing_away(town, reader, person):
    """/admin/r/<kind>/<number>/ leads to whatever address a row has: a draft's link, a file's name and key."""
    for name, row in town.rows.items():
        kind = ContentType.objects.get_for_model(row)
        answer = reader.get(on_site(kind.pk, row.pk))
        is_seen = "v" in ROW_CELLS[name, person]
        assert answer.status_code == (302 if is_seen and hasattr(row, "get_absolute_url") else 404), name
    assert reader.leaks == {}


def on_site(kind, key):
    return f"/fr{reverse('admin:view_on_site', args=[kind, key])[3:]}"


@pytest.mark.parametrize(
    ("kind", "key"), [(0, 1), (99999, 1), ("x", 1), ("1/2", 3), (1, "x"), (1, "99999999999999999999")]
)
def test_the_admins_road_to_a_public_page_ends_cleanly(town, kind, key):
    assert town.clients["superuser"].get(on_site(kind, key)).status_code == 404
