from datetime import timedelta

import pytest

from participation.case import filing
from tests.factories import participation as make


@pytest.fixture
def filed(now):
    """A complaint with contact data, filed a fortnight ago."""
    case = make.CaseFactory.build(category=make.CategoryFactory(), district=make.DistrictFactory())
    contact = {"name": "Salma Bennani", "email": "salma@example.org", "phone": "0612345678"}
    return filing.file_case(case, contact=contact, now=now - timedelta(days=14))


@pytest.fixture
def author(client, filed):
    """A browser in which the case is open."""
    assert client.post("/fr/track/", {"code": filed.code}).status_code == 302
    return client
