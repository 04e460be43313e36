import pytest
from django.db import transaction
from django.test import Client

from tests.commitments.admin.role_table import PEOPLE
from tests.factories import people
from tests.factories.town import build


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """Rows of everybody and somebody of every role, built once a module: every test is taken back to them."""
    with django_db_blocker.unblock(), transaction.atomic():
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
        yield found
        transaction.set_rollback(True)
