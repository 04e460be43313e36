from datetime import UTC, datetime

import pytest

from tests.factories import people


@pytest.fixture
def now():
    """Monday, 15 June 2026, in the morning."""
    return datetime(2026, 6, 15, 9, tzinfo=UTC)


@pytest.fixture
def officer(db):
    return people.desk_officer()
