import logging
import time

import pytest

from tetouan_portal.lib import redis_server
from tetouan_portal.lib.redis_server import AwayError, as_redis_reads_it, ask

NOWHERE = "redis+socket:///nowhere/secret-place.sock?virtual_host=0"


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("redis+socket:///run/valkey.sock?virtual_host=3", "unix:///run/valkey.sock?db=3"),
        ("redis+socket:///run/valkey.sock", "unix:///run/valkey.sock?db=0"),
        ("redis://:word@cache.example.org:6379/2", "redis://:word@cache.example.org:6379/2"),
        ("rediss://cache.example.org/0", "rediss://cache.example.org/0"),
    ],
)
def test_an_address_as_celery_writes_it_is_understood(url, read):
    assert as_redis_reads_it(url) == read


def test_a_server_that_is_there_answers():
    assert ask(lambda redis: redis.ping()) is True


@pytest.mark.parametrize("url", [NOWHERE, "redis://127.0.0.1:1/0", "amqp://elsewhere/"])
def test_a_server_that_is_away_is_said_once_and_not_asked_again_at_once(settings, caplog, monkeypatch, url):
    monkeypatch.setattr(redis_server, "asked_again_at", {})
    settings.REDIS_URL = url
    began = time.monotonic()
    with caplog.at_level(logging.WARNING):
        for _attempt in range(50):
            with pytest.raises(AwayError):
                ask(lambda redis: redis.get("visitor-192.0.2.7"))
    assert time.monotonic() - began < 3
    assert len(caplog.records) == 1
    assert "192.0.2.7" not in caplog.text
    assert "secret-place" not in caplog.text


def test_a_server_that_came_back_is_asked_again(settings, monkeypatch):
    monkeypatch.setattr(redis_server, "asked_again_at", {settings.REDIS_URL: time.monotonic() + 0.2})
    with pytest.raises(AwayError):
        ask(lambda redis: redis.ping())
    time.sleep(0.25)
    assert ask(lambda redis: redis.ping()) is True
