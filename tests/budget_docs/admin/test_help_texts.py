"""Every field that the budget officer fills in says what it means."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from budget_docs.admin.help_texts import HELP
from tests.budget_docs.admin.pages import MODELS
from tests.factories import people

pytestmark = pytest.mark.django_db


def ours():
    return {
        model._meta.model_name: model_admin
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label == "budget_docs" and model._meta.model_name in MODELS
    }


def test_no_field_of_a_form_is_without_a_sentence():
    request = RequestFactory().get("/")
    request.user = people.superuser()
    forms = {name: model_admin.get_form(request) for name, model_admin in ours().items()}
    silent = {
        f"{model}.{name}"
        for model, form in forms.items()
        for name, field in form.base_fields.items()
        if name != "version" and not field.help_text
    }
    assert silent == set()


def test_no_sentence_is_about_a_field_that_is_not_there():
    known = {(name, field.name) for name, one in ours().items() for field in one.model._meta.get_fields()}
    assert {(model, field) for model, fields in HELP.items() for field in fields} <= known
