"""What holds personal data says so: the register forgets no table."""

import pytest
from django.apps import apps

from tests.house.personal_columns import TELLING
from tetouan_portal.lib.encryption import EncryptedTextField
from tetouan_portal.lib.personal_data import declaration_of, register

# Tables with a column of such a name that is about no person, and why.
ABOUT_NOBODY = {
    "django_session": "a key and nothing of the person; ends with the session",
    "account_emailconfirmation": "not used: invitations prove addresses",
}


def telling(model):
    return {
        field.name
        for field in model._meta.local_fields
        if field.column in TELLING or isinstance(field, EncryptedTextField)
    }


def test_every_model_that_tells_of_a_person_is_declared():
    silent = {model._meta.label for model in apps.get_models() if telling(model) and not declaration_of(model)}
    assert silent <= {model._meta.label for model in apps.get_models() if model._meta.db_table in ABOUT_NOBODY}


def test_a_declaration_names_every_telling_field_of_its_model():
    left = {
        (model._meta.label, name)
        for model in apps.get_models()
        if declaration_of(model)
        for name in telling(model) - set(declaration_of(model).fields) - {"password", "secret_hash", "tracking_hash"}
    }
    assert left == set()


def test_declarations_name_fields_that_exist():
    assert len(register()) > 10


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_the_register_shows_every_declaration_with_its_length(client, language):
    page = client.get(f"/{language}/privacy/register/").content.decode()
    assert page.count("<section>") == len(register())
    assert "%(" not in page
