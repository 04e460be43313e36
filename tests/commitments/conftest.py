import pytest
from django.test import Client

from tests.commitments.admin.role_table import PEOPLE
from tests.factories import people
from tests.factories.town import build


@pytest.fixture(scope="module")
def town(rows_of_a_module):
    """Rows of everybody and somebody of every role, built once a module."""
    found = build()
    found.people = {
        "technical_team": people.technical_team(),
        "focal_point": people.focal_point(found.own),
        "translator": people.translator(),
        "publisher": people.publisher(),
        "monitor": people.monitor(found.monitor),
        "superuser": people.superuser(),
        "clerk": people.clerk(),
    }
    found.clients = {name: Client() for name in PEOPLE}
    for name, client in found.clients.items():
        client.force_login(found.people[name])
    return found
