import threading
import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import RequestFactory

from tetouan_portal.lib import redis_server, throttle
from tetouan_portal.lib.redis_server import ask
from tetouan_portal.lib.throttle import Tally, Throttle, client_address

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
ADDRESS = "192.0.2.7"


@pytest.fixture(params=["with Redis", "without Redis"])
def anywhere(request, settings, monkeypatch):
    if request.param == "without Redis":
        redis_away(settings, monkeypatch)


def redis_away(settings, monkeypatch):
    settings.REDIS_URL = f"redis+socket:///nowhere/{uuid.uuid4()}.sock"
    monkeypatch.setattr(throttle, "IN_PROCESS", Tally())


def test_a_limit_is_reached_and_no_sooner(anywhere):
    three = Throttle("test", limit=3, per=600)
    assert [three.allows(ADDRESS) for _post in range(5)] == [True, True, True, False, False]
    assert three.count(ADDRESS) == 5


def test_counting_does_not_count(anywhere):
    three = Throttle("test", limit=3, per=600)
    three.allows(ADDRESS)
    assert [three.count(ADDRESS) for _look in range(4)] == [1, 1, 1, 1]


def test_each_address_and_each_throttle_counts_for_itself(anywhere):
    first, second = Throttle("first", limit=1, per=600), Throttle("second", limit=1, per=600)
    assert first.allows(ADDRESS)
    assert first.allows("192.0.2.8")
    assert second.allows(ADDRESS)
    assert not first.allows(ADDRESS)


def test_the_window_slides(anywhere):
    hourly = Throttle("test", limit=10, per=3600)
    with time_machine.travel(NOON, tick=False) as clock:
        for _post in range(8):
            hourly.allows(ADDRESS)
        clock.shift(3600)
        assert hourly.count(ADDRESS) == 8
        clock.shift(1800)
        assert hourly.count(ADDRESS) == 4
        clock.shift(1801)
        assert hourly.count(ADDRESS) == 0


def test_midnight_forgives_nothing(anywhere):
    hourly = Throttle("test", limit=10, per=3600)
    with time_machine.travel(datetime(2026, 6, 15, 23, 59, 59, tzinfo=UTC), tick=False) as clock:
        for _post in range(8):
            hourly.allows(ADDRESS)
        clock.shift(2)
        assert hourly.count(ADDRESS) == 7


# --- what is stored --------------------------------------------------------------------


def names_in_redis(settings):
    return [name.decode() for name in ask(lambda redis: list(redis.scan_iter(f"{settings.REDIS_PREFIX}:*")))]


def test_redis_holds_no_address_and_forgets_by_itself(settings):
    Throttle("test", limit=3, per=600).allows(ADDRESS)
    (name,) = names_in_redis(settings)
    assert ADDRESS not in name
    assert ask(lambda redis: redis.get(name)) == b"1"
    assert 0 < ask(lambda redis: redis.ttl(name)) <= 1200


def test_tomorrow_the_same_address_has_another_name(settings):
    weekly = Throttle("test", limit=3, per=86400)
    places = set()
    for day in (15, 16):
        with time_machine.travel(datetime(2026, 6, day, 12, tzinfo=UTC), tick=False):
            places.add(weekly.place_of(ADDRESS, 1).split(":")[2])
            places.add(weekly.place_of(ADDRESS, 2).split(":")[2])
    assert len(places) == 2


def test_without_the_secret_key_nobody_finds_an_address(settings):
    hourly = Throttle("test", limit=3, per=3600)
    before = hourly.place_of(ADDRESS, 1)
    settings.SECRET_KEY = "another" * 10
    assert hourly.place_of(ADDRESS, 1) != before


def test_one_question_takes_one_round_trip(settings, monkeypatch):
    asked = []
    monkeypatch.setattr(throttle, "ask", lambda question: asked.append(question) or ask(question))
    Throttle("test", limit=3, per=600).allows(ADDRESS)
    assert len(asked) == 1


def test_many_at_once_are_all_counted(settings):
    hourly = Throttle("test", limit=10, per=3600)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(hourly.allows(ADDRESS))) for _post in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(True) == 10
    assert hourly.count(ADDRESS) == 40


# --- Redis away ------------------------------------------------------------------------


def test_without_redis_people_get_through_and_no_address_is_logged(settings, monkeypatch, caplog):
    redis_away(settings, monkeypatch)
    hourly = Throttle("test", limit=100, per=3600)
    assert all(hourly.allows(ADDRESS) for _post in range(20))
    assert ADDRESS not in caplog.text
    assert len(caplog.records) == 1


def test_without_redis_memory_stays_bounded(settings, monkeypatch):
    redis_away(settings, monkeypatch)
    monkeypatch.setattr(Tally, "MOST", 50)
    hourly = Throttle("test", limit=5, per=3600)
    for number in range(500):
        hourly.allows(f"192.0.2.{number}")
    assert len(throttle.IN_PROCESS.counts) == 50
    assert ADDRESS not in str(throttle.IN_PROCESS.counts)


def test_a_redis_that_comes_back_counts_again(settings, monkeypatch):
    here = settings.REDIS_URL
    hourly = Throttle("test", limit=5, per=3600)
    redis_away(settings, monkeypatch)
    hourly.allows(ADDRESS)
    settings.REDIS_URL = here
    assert redis_server.asked_again_at
    hourly.allows(ADDRESS)
    assert hourly.count(ADDRESS) == 1


# --- whose address ----------------------------------------------------------------------


def request(forwarded=None, remote="198.51.100.1"):
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "198.51.100.1"),
        (0, "203.0.113.9", "198.51.100.1"),  # nobody is asked to believe it
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),  # what the visitor wrote stands in front
        (1, "1.1.1.1,2.2.2.2,3.3.3.3,203.0.113.9", "203.0.113.9"),
        (2, "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.1"),  # came past a proxy
        (1, None, "198.51.100.1"),
        (1, "", "198.51.100.1"),
        (1, "203.0.113.9, <script>", "198.51.100.1"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "fe80::1%eth0", "fe80::/64"),
        (1, "," * 10_000 + "203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_what_our_proxies_wrote_is_believed(settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert client_address(request(forwarded)) == address


@pytest.mark.parametrize("remote", ["", "unix:", "not an address"])
def test_who_has_no_address_shares_one_name(settings, remote):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert client_address(request(remote=remote)) == "unknown"


def test_a_spoofed_header_does_not_give_a_new_count(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    two = Throttle("test", limit=2, per=600)
    posts = [client_address(request(f"10.0.0.{number}, 203.0.113.9")) for number in range(4)]
    assert [two.allows(address) for address in posts] == [True, True, False, False]
