"""Somebody looked for a document elsewhere: recorded with its address, and shown in its place."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from budget_docs.documents import looks
from budget_docs.models import Look
from tests.budget_docs import rows
from tests.budget_docs.admin.pages import address
from tests.factories import people
from tests.refusals import refused
from tetouan_portal.lib.admin.forms import row_version

pytestmark = pytest.mark.django_db
SEEN = {"address": "https://www.example.org/budget-2026.pdf", "looked_on": date(2026, 6, 1), "looked_by": "Service"}


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel("2026-06-15T12:00:00Z", tick=False):
        yield


def test_a_look_is_kept_as_it_was_told():
    look = looks.record_look(rows.slot(), was_found=True, **SEEN)
    assert {name: getattr(Look.objects.get(pk=look.pk), name) for name in SEEN} == SEEN


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"looked_on": date(2026, 6, 16)}, "future"),
        ({"looked_by": " "}, "blank"),
        ({"address": "javascript:alert(1)"}, "invalid"),
        ({"address": "ftp://example.org/budget.pdf"}, "invalid"),
        ({"address": "example.org"}, "invalid"),
    ],
)
def test_what_leads_nobody_anywhere_is_refused(wrong, code):
    slot = rows.slot()
    with refused(code):
        looks.record_look(slot, was_found=True, **SEEN | wrong)
    assert not Look.objects.exists()


@pytest.mark.parametrize("column", [{"address": "javascript:x"}, {"looked_by": ""}])
def test_the_database_keeps_it_so(column):
    with pytest.raises(IntegrityError, match="look_"), transaction.atomic():
        Look.objects.create(date=rows.slot(), was_found=True, **SEEN | column)


def test_a_look_is_not_rewritten():
    look = rows.look(rows.slot())
    for act in (lambda: Look.objects.update(looked_by="autre"), look.delete):
        with pytest.raises(DatabaseError, match="history is not rewritten"), transaction.atomic():
            act()


def typed(**values):
    told = {"was_found": "yes", "address": SEEN["address"], "looked_on": "01/06/2026", "looked_by": "Service"}
    return {"_do": "look", **{f"do-look-{name}": text for name, text in (told | values).items()}}


def posted(client, slot, **values):
    url = address("publicationdate", slot.pk)
    read = {"is_expected": "on", "_read": row_version(slot)}
    return client.post(url, {**read, **typed(**values), **NO_INLINES})


COUNTS = [f"{name}_FORMS" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")]
NO_INLINES = {f"{prefix}-{count}": "0" for prefix in ("changes", "looks") for count in COUNTS}


def test_the_budget_officer_says_it_and_the_public_is_led_there(client):
    client.force_login(people.budget_officer())
    slot = rows.slot()
    assert posted(client, slot).status_code == 302
    client.logout()
    for page in ("/fr/budget/", "/fr/budget/2026/", "/fr/calendar/"):
        text = client.get(page).text
        assert f'href="{SEEN["address"]}"' in text, page
        assert "publication ailleurs" in text


@pytest.mark.parametrize("wrong", [{"was_found": ""}, {"address": "budget"}, {"looked_on": ""}, {"looked_by": ""}])
def test_half_a_look_is_none(client, wrong):
    client.force_login(people.budget_officer())
    assert posted(client, rows.slot(), **wrong).status_code == 400
    assert not Look.objects.exists()


def test_who_may_not_change_the_calendar_says_nothing(client):
    client.force_login(people.holding("publisher"))
    assert posted(client, rows.slot()).status_code == 403
    assert not Look.objects.exists()
