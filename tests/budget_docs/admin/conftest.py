import pytest
from django.test import Client
from django.utils import translation

from tests.factories import people


@pytest.fixture(autouse=True)
def _in_french():
    """The language of these pages: rows read before and after a request are read in the same one."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def _database(db):
    """Every test here reads and writes rows."""


@pytest.fixture
def officer(client):
    client.force_login(people.budget_officer())
    return client


@pytest.fixture
def signed_in(db):
    """A function that gives a client of somebody with these roles: `signed_in("focal_point")`."""

    def sign_in(*slugs):
        client = Client()
        client.force_login(people.holding(*slugs))
        return client

    return sign_in


@pytest.fixture
def boss(db):
    client = Client()
    client.force_login(people.superuser())
    return client
