"""Every text of several lines passes the one place where line ends are made plain, in whatever form it is typed."""

import re

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin

from tests.factories import people
from tests.house.record_rows import ROWS, staff_of
from tetouan_portal.lib.line_ends import TextArea, unified

ROOMS = ("commitments", "budget_docs", "participation", "tetouan_portal")
OTHER_AREA = re.compile(r"forms\.Textarea\b|\bAdminTextareaWidget\b|django\.forms import .*\bTextarea\b")
THE_PLACE = {"tetouan_portal/lib/line_ends.py", "tetouan_portal/lib/admin/forms.py"}


def test_line_ends_of_every_kind_become_one():
    assert unified("a\r\nb\rc\nd\r\n\r\ne") == "a\nb\nc\nd\n\ne"


def test_a_text_arrives_without_carriage_returns_and_what_is_missing_stays_missing():
    area = TextArea()
    assert area.value_from_datadict({"text": "a\r\nb"}, {}, "text") == "a\nb"
    assert area.value_from_datadict({}, {}, "text") is None


def test_no_form_of_ours_has_another_text_area():
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for room in ROOMS
        for path in (settings.BASE_DIR / room).rglob("*.py")
        if OTHER_AREA.search(path.read_text())
    }
    assert found == THE_PLACE


def forms_of(page, request, row=None):
    yield page.get_form(request, row)
    for inline in page.get_inline_instances(request, row):
        yield inline.get_formset(request, row).form


def of_another_kind(form):
    return [
        name
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.Textarea) and not isinstance(field.widget, TextArea)
    ]


@pytest.mark.django_db
def test_no_record_form_and_no_row_within_one_has_another_text_area(rf):
    request = rf.get("/")
    request.user = people.superuser()
    found, areas = {}, 0
    for model, page in admin.site._registry.items():
        if not page.has_add_permission(request):
            continue
        for form in forms_of(page, request):
            areas += sum(isinstance(field.widget, TextArea) for field in form.base_fields.values())
            if others := of_another_kind(form):
                found[f"{model._meta.label}: {form.__name__}"] = others
    assert areas > 50
    assert found == {}


@pytest.mark.django_db
@pytest.mark.parametrize("label", list(ROWS))
def test_no_form_of_a_row_that_is_there_has_another_text_area(rf, label):
    request = rf.get("/")
    for row in ROWS[label]():
        page = admin.site._registry[type(row)]
        for request.user in staff_of(row):
            if page.has_view_or_change_permission(request, row):
                assert [of_another_kind(form) for form in forms_of(page, request, row) if of_another_kind(form)] == []
