"""Every field that staff fill in says what it means."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from commitments.admin.help_texts import HELP, SHARED
from tests.commitments.admin.pages import registered

pytestmark = pytest.mark.django_db
MADE_BY_PUBLISHING = {"edition", "reportpdf", "dateconfirmation"}  # read, never filled in
SELF_EVIDENT = {"version", "DELETE", "id"}


def forms_of(model_admin, request):
    yield model_admin.model._meta.model_name, model_admin.get_form(request)
    for inline in model_admin.get_inline_instances(request):
        yield inline.model._meta.model_name, inline.get_formset(request).form


def test_no_field_of_a_form_is_without_a_sentence(chief):
    request = RequestFactory().get("/")
    request.user = chief
    silent = {
        f"{model}.{name}"
        for model_admin in registered().values()
        for model, form in forms_of(model_admin, request)
        for name, field in form.base_fields.items()
        if name not in SELF_EVIDENT and model not in MADE_BY_PUBLISHING and not field.help_text
    }
    assert silent == set()


def test_no_sentence_is_about_a_field_that_is_not_there():
    models = {model._meta.model_name: model for model in admin.site._registry}
    models |= {
        inline.model._meta.model_name: inline.model
        for model_admin in registered().values()
        for inline in model_admin.inlines
    }
    known = {(name, field.name) for name, model in models.items() for field in model._meta.get_fields()}
    assert {(model, field) for model, fields in HELP.items() for field in fields} - known == set()
    assert set(SHARED) <= {field for _model, field in known}
