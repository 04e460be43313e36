import pytest
from django.contrib.auth.models import Group, User

from commitments.models import Affiliation
from tests.factories.commitments import InstitutionFactory, ResponsibilityFactory


@pytest.fixture(autouse=True)
def _database(db):
    """Every test here reads and writes rows."""


@pytest.fixture
def person():
    """A function that makes a member of staff: `person("focal_point", institution)`."""

    def make(role, *institutions):
        user = User.objects.create_user(f"{role}-{User.objects.count()}", f"{role}@example.org", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        for institution in institutions:
            Affiliation.objects.create(user=user, institution=institution)
        return user

    return make


@pytest.fixture
def service():
    return InstitutionFactory(slug="service")


@pytest.fixture
def commitment(service):
    return ResponsibilityFactory(institution=service).commitment


@pytest.fixture
def focal(client, person, service):
    """A client signed in as a focal point of `service`."""
    client.force_login(person("focal_point", service))
    return client
