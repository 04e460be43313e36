import pytest
from django.contrib.auth.models import Permission, User

from tests.factories.commitments import AffiliationFactory


@pytest.fixture
def chief(db):
    """Somebody who may do everything, the monitor's words included: affiliated with it."""
    chief = User.objects.create_superuser("chief", password="a long enough password")
    AffiliationFactory(user=chief, institution__kind="monitor")
    return chief


@pytest.fixture
def staff(client, chief):
    """A client signed in to the admin with every permission."""
    client.force_login(chief)
    return client


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
