import functools

import pytest
from django.db import transaction
from django.test import Client

from tests.commitments.admin.role_table import PEOPLE
from tests.factories import people
from tests.factories.town import build
from tetouan_portal import roles
from tetouan_portal.lib import uploads

inspected = functools.cache(uploads.examine_apart)


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """Rows of everybody and somebody of every role, built once a module: every test is taken back to them."""
    with django_db_blocker.unblock(), transaction.atomic():
        roles.sync()
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


@pytest.fixture(scope="module")
def _inspected_once():
    """Loading the demonstration inspects the same fifty files each time, each in its own process: once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads, "examine_apart", inspected)
        yield
