import pytest
from django.contrib.auth.models import User


@pytest.fixture
def person(db):
    return User.objects.create_user("amina", "amina@example.org", is_staff=True)


@pytest.fixture
def colleague(db):
    return User.objects.create_user("karim", "karim@example.org", is_staff=True)
