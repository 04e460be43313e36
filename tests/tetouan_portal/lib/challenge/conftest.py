import uuid
from datetime import UTC, datetime

import pytest
import time_machine

from tetouan_portal.lib import throttle
from tetouan_portal.lib.challenge import demand


@pytest.fixture(autouse=True)
def _easy(monkeypatch):
    """Solved in Python, which is slow: a thousandth of the numbers."""
    monkeypatch.setattr(demand, "NUMBERS", 50)


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 6, 15, 12, 20, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def redis_away(settings, monkeypatch):
    settings.REDIS_URL = f"redis+socket:///nowhere/{uuid.uuid4()}.sock"
    monkeypatch.setattr(throttle, "IN_PROCESS", throttle.Tally())


@pytest.fixture(params=["with Redis", "without Redis"])
def anywhere(request):
    if request.param == "without Redis":
        request.getfixturevalue("redis_away")
        request.getfixturevalue("db")
