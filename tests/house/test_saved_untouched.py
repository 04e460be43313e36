"""A record form that is saved as it was shown changes nothing: no row, no line of any history."""

import json

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection

from tests.commitments.admin.pages import form_on, page_of
from tests.house.record_rows import NEVER_CHANGED, ROWS, who_changes
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.lib.admin.forms import row_version

pytestmark = pytest.mark.django_db
REGISTERED = {model._meta.label_lower: model for model in admin.site._registry}


def as_a_browser_sends(value):
    """Every line end of a form's text is CR LF on its way, whatever it is in the page."""
    return value.replace("\r\n", "\n").replace("\n", "\r\n") if isinstance(value, str) else value


def tables_of(model):
    page = admin.site._registry[model]
    return [model, *(one.model for one in page.inlines), AuditEntry, LogEntry, JournalLine]


def all_that_stands(row):
    """Also which transaction wrote it last."""
    return [row_version(row), *map(rows_of, tables_of(type(row)))]


def rows_of(model):
    with connection.cursor() as cursor:
        cursor.execute(f"select to_jsonb(t) from {model._meta.db_table} t order by 1")
        return [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]


def save_untouched(client, row, language):
    page = page_of(row, language)
    form = form_on(client.get(page), f"{row._meta.model_name}_form")
    return client.post(page, {name: as_a_browser_sends(value) for name, value in form.items()})


def test_every_record_form_has_rows_to_be_saved():
    assert set(ROWS) | set(NEVER_CHANGED) == set(REGISTERED)


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("label", list(ROWS))
def test_a_record_saved_untouched_leaves_no_trace(client, label, language):
    changeable = 0
    for row in ROWS[label]():
        person = who_changes(row)
        if person is None:
            continue
        changeable += 1
        client.force_login(person)
        before = all_that_stands(row)
        answer = save_untouched(client, row, language)
        assert answer.status_code == 302, answer.context["errors"]
        assert all_that_stands(row) == before
    assert changeable, "of these rows nobody may change one"
    assert type(row) is REGISTERED[label]
