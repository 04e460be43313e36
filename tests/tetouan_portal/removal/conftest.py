import pytest

from tests.factories import people


@pytest.fixture
def amina(db):
    return people.information_officer(username="amina")


@pytest.fixture
def brahim(db):
    return people.publisher(username="brahim")
