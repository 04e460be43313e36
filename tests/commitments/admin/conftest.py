import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import translation

from tests.commitments.admin.readers import Reader
from tests.commitments.admin.role_table import PEOPLE
from tests.factories import people
from tests.factories.commitments import ResponsibilityFactory


@pytest.fixture(autouse=True)
def _in_french():
    """The language of these pages: rows read before and after a request are read in the same one."""
    with translation.override("fr"):
        yield


@pytest.fixture
def chief(db):
    """An administrator, who may do everything but speak for the monitor."""
    return User.objects.create_superuser("chief", password="a long enough password")


@pytest.fixture
def staff(client, chief):
    """A client signed in to the admin as an administrator."""
    client.force_login(chief)
    return client


@pytest.fixture
def of_monitor(db):
    """A function that gives the client of somebody who speaks for an institution: `of_monitor(report.author)`."""
    clients = {}

    def sign_in(institution):
        if institution not in clients:
            clients[institution] = Client()
            clients[institution].force_login(people.monitor(institution))
        return clients[institution]

    return sign_in


@pytest.fixture
def signed_in(client, db):
    """A function that signs in a member of staff with some permissions alone: `signed_in("view_statement")`."""

    def sign_in(*codenames):
        user = User.objects.create_user("clerk", password="a long enough password", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        assert user.user_permissions.count() == len(codenames)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(params=PEOPLE)
def person(request):
    """The name of each kind of staff, one test a kind."""
    return request.param


@pytest.fixture
def reader(db, town, person, caplog):
    """`person` at a browser; refusals, of which there are many, are not logged."""
    caplog.set_level("CRITICAL", logger="django.request")
    return Reader(town.clients[person], person)


@pytest.fixture
def focal(town):
    return town.clients["focal_point"]


@pytest.fixture
def subject(town):
    """A commitment of the focal point's about which nothing was said yet."""
    return ResponsibilityFactory(institution=town.own, commitment__axis=town.axis).commitment


@pytest.fixture
def keeps(db):
    """A function that lists the rows of the models, to compare: `before = keeps(Statement)`."""

    def values(*models):
        return [list(model._base_manager.order_by("pk").values()) for model in models]

    return values
