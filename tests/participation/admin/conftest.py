import pytest
from django.test import Client
from django.utils import translation

from tests.factories import people
from tests.factories.commitments import InstitutionFactory


@pytest.fixture
def in_french():
    with translation.override("fr"):
        yield


@pytest.fixture
def signed_in(db):
    """A function: the client of somebody with this role."""

    def client_of(role):
        user = people.focal_point(InstitutionFactory()) if role == "focal_point" else getattr(people, role)()
        client = Client()
        client.force_login(user)
        return client

    return client_of
