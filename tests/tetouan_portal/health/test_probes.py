"""Probes tell the truth to whoever asks, cheaply, and strangers nothing but yes or no."""

import logging
import threading

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from tetouan_portal.health import probes, ready
from tetouan_portal.health.findings import Finding, State

pytestmark = pytest.mark.django_db
SPOT = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture(autouse=True)
def looked(monkeypatch):
    """As a process that has just begun."""
    monkeypatch.setattr(probes, "LOOKED", probes.Looked())
    return probes.LOOKED


@pytest.fixture
def later(looked):
    def pass_by():
        looked.at -= probes.KEPT_FOR

    return pass_by


def away(monkeypatch):
    def refuse():
        raise OperationalError("no route to the secret host")

    monkeypatch.setattr(connection, "cursor", refuse)


def test_a_portal_that_can_answer_readers_says_so_and_sets_no_cookie(client):
    for path, answer in (("/livez", {"alive": True}), ("/readyz", {"ready": True})):
        response = client.get(path)
        assert (response.status_code, response.json()) == (200, answer)
        assert response["Cache-Control"].startswith("max-age=0")
        assert not response.cookies


def test_a_broker_out_of_reach_changes_nothing_for_readers(client, settings):
    settings.CELERY_BROKER_URL = settings.REDIS_URL = "redis+socket:///nowhere/valkey.sock"
    assert client.get("/readyz").status_code == 200


def test_a_database_out_of_reach_is_no_and_tells_a_stranger_nothing(client, monkeypatch, caplog):
    away(monkeypatch)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b'{"ready": false}')
    assert "Not ready: database migrations data_keys second_factors" in caplog.text
    assert "secret" not in caplog.text


def test_whether_the_process_lives_is_answered_without_the_database(client, monkeypatch, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/livez").status_code == 200
    away(monkeypatch)
    assert client.get("/livez").status_code == 200


def test_a_flood_of_questions_looks_once(client, later, django_assert_num_queries):
    assert client.get("/readyz").status_code == 200
    with django_assert_num_queries(0):
        for _each in range(50):
            client.get("/readyz", REMOTE_ADDR="203.0.113.9")
    later()
    with CaptureQueriesContext(connection) as asked:
        client.get("/readyz")
    assert 0 < len(asked) < 30


def test_it_is_ready_again_when_what_was_missing_is_there(client, monkeypatch, later, caplog):
    with monkeypatch.context() as patch:
        patch.setattr(probes, "readiness", lambda: [Finding("media", State.DOWN, "")])
        assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").status_code == 503  # kept for a moment
    later()
    assert client.get("/readyz").status_code == 200
    told = [record.getMessage() for record in caplog.records if record.name == probes.__name__]
    assert told == ["Not ready: media", "Ready again"]


def test_what_stays_as_it_is_is_logged_once_and_a_question_never(client, monkeypatch, later, caplog):
    caplog.set_level(logging.INFO)
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(probes, "readiness", lambda: [Finding("media", State.DOWN, "")])
    for _look in range(3):
        later()
        assert client.get("/readyz").status_code == 503
    told = [record.getMessage() for record in caplog.records if record.name in {probes.__name__, "django.request"}]
    assert told == ["Not ready: media"]


def test_what_somebody_has_to_see_to_takes_no_process_off_the_air(client, monkeypatch):
    monkeypatch.setattr(probes, "readiness", lambda: [Finding("data_keys", State.UNWELL, "")])
    assert client.get("/readyz").status_code == 200


def test_a_process_looks_again_within_seconds(client, looked, monkeypatch):
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(probes, "readiness", lambda: [Finding("media", State.DOWN, "")])
    looked.at -= 10
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(("seconds", "is_believed"), [(20, True), (60, False)])
def test_a_former_look_is_believed_for_a_while_when_the_next_one_lasts(looked, seconds, is_believed):
    looked.missing, looked.at = [], probes.time.monotonic() - seconds
    with looked.lock:  # somebody looks
        assert (looked.faults() == []) == is_believed


def test_two_who_ask_a_new_process_at_once_wait_for_one_look(looked, monkeypatch):
    entered, tried, leave = (threading.Event() for _each in range(3))
    looks, answers = [], []

    def slow():
        looks.append(1)
        entered.set()
        leave.wait(10)
        return []

    monkeypatch.setattr(probes, "readiness", slow)
    threads = [threading.Thread(target=lambda: answers.append(looked.faults())) for _each in range(2)]
    threads[0].start()
    assert entered.wait(10)
    looked.lock = Telling(looked.lock, tried)
    threads[1].start()
    assert tried.wait(10)
    leave.set()
    for thread in threads:
        thread.join()
    assert (looks, answers) == ([1], [[], []])


class Telling:
    """A lock that says that somebody asks for it."""

    def __init__(self, lock, tried):
        self.lock, self.tried, self.release = lock, tried, lock.release

    def acquire(self, **how):
        self.tried.set()
        return self.lock.acquire(**how)


def test_what_could_not_be_looked_at_is_not_called_well(client, monkeypatch):
    monkeypatch.setattr(ready, "known_migrations", lambda: 1 / 0)
    assert client.get("/readyz").status_code == 503


def test_while_one_looks_the_others_read_what_was_found_before(looked, monkeypatch):
    looked.missing = []
    entered, leave = threading.Event(), threading.Event()

    def slow():
        entered.set()
        leave.wait(10)
        return []

    monkeypatch.setattr(probes, "readiness", slow)
    looked.at = probes.time.monotonic() - probes.KEPT_FOR
    one = threading.Thread(target=looked.faults)
    one.start()
    assert entered.wait(10)
    assert looked.faults() == []
    assert one.is_alive()
    looked.at -= probes.BELIEVED_FOR
    assert looked.faults()  # a look that hangs is no good news
    leave.set()
    one.join()


# --- who asks --------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3:8000", "[::1]", "pod-7.cluster.local", "a_b"])
def test_from_this_machine_any_name_will_do_without_https(client, settings, path, host):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = [".portail.example.org"], True
    assert client.get(path, headers={"host": host}, **SPOT).status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": "unknown"},
        SPOT | {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        SPOT | {"HTTP_X_FORWARDED_HOST": "portail.example.org"},
        SPOT | {"HTTP_X_FORWARDED_PROTO": "https"},
        SPOT | {"HTTP_FORWARDED": "for=203.0.113.9"},
        SPOT | {"HTTP_VIA": "1.1 x"},
    ],
)
def test_strangers_ask_by_the_portals_name_alone(client, settings, told):
    settings.ALLOWED_HOSTS = ["portail.example.org"]
    assert client.get("/readyz", headers={"host": "127.0.0.1"}, **told).status_code == 400
    assert client.get("/readyz", headers={"host": "portail.example.org"}, **told).status_code == 200


def test_no_other_page_is_opened_by_a_foreign_name(client, settings):
    settings.ALLOWED_HOSTS = ["portail.example.org"]
    assert client.get("/fr/", headers={"host": "10.1.2.3"}, **SPOT).status_code == 400


def test_they_are_only_read(client):
    assert {client.post(path).status_code for path in ("/livez", "/readyz")} == {405}
    assert client.head("/readyz").status_code == 200
