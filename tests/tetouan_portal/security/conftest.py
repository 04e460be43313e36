import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import RequestFactory

from tetouan_portal.security import events
from tetouan_portal.security.models import SecurityEvent

NOON = "2026-06-15 12:20+01:00"


@pytest.fixture
def person(db):
    return User.objects.create_user("amina", "amina@example.org", is_staff=True)


@pytest.fixture
def colleague(db):
    return User.objects.create_user("karim", "karim@example.org", is_staff=True)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def asked(address="192.0.2.1"):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def during(request, *kinds, **more):
    """What happens while a request is answered."""
    with events.remembering(request):
        for kind in kinds:
            events.record(kind, **more)


def rows(*names):
    return list(SecurityEvent.objects.order_by("pk").values_list(*names))
