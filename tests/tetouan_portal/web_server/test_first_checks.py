import pytest
from django.core.checks import Error
from django.core.checks import Warning as Advice
from django.db import OperationalError
from django.test import RequestFactory

from tests.factories.commitments import MilestoneFactory
from tests.production import database_of_tests, python
from tests.waiting import wait_until
from tests.web_servers import BY_PROXY, CONFIG, in_production, web_server
from tetouan_portal.web_server import first_checks
from tetouan_portal.web_server.first_checks import UNCHECKED, Gate, answer_unchecked


@pytest.fixture
def gate(settings, monkeypatch):
    """In production; what the checks find, look after look, is in `gate.finds`."""
    settings.PRODUCTION = True
    monkeypatch.setattr(first_checks, "AGAIN_AFTER", 0)
    made = Gate(lambda environ, _start: environ.get(UNCHECKED, False))
    made.finds = []

    def look(**_options):
        found = made.finds.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(first_checks, "run_checks", look)
    return made


def is_refused(gate):
    return gate({}, None)


AWAY = OperationalError("away")
UNSAFE = Error("It is unsafe.", id="x.E1")


def test_nothing_is_answered_before_the_checks_have_passed(gate):
    gate.finds = [AWAY, [UNSAFE], [Advice("unwise")], [UNSAFE]]
    refused = []
    for _look in range(3):
        refused.append(is_refused(gate))
        if gate.finds_nothing():
            gate.passed.set()
    assert refused == [True] * 3
    assert not is_refused(gate)


def test_it_is_looked_at_until_they_pass_and_not_again(gate):
    gate.finds = [AWAY, AWAY, [UNSAFE], [], [UNSAFE]]
    gate.look()
    assert gate.passed.wait(30)
    assert not is_refused(gate)
    assert gate.finds == [[UNSAFE]]


def test_the_same_reason_is_said_once(gate, caplog):
    gate.finds = [[UNSAFE]] * 3
    assert [gate.finds_nothing() for _look in range(3)] == [False] * 3
    assert [record.getMessage() for record in caplog.records] == ["Nothing is served yet: ?: (x.E1) It is unsafe."]


def test_another_reason_is_said_too(gate, caplog):
    gate.finds = [AWAY, [UNSAFE]]
    assert [gate.finds_nothing() for _look in range(2)] == [False] * 2
    assert [record.getMessage().partition(": ")[2] for record in caplog.records] == [
        "PostgreSQL is away.",
        "?: (x.E1) It is unsafe.",
    ]


@pytest.mark.parametrize("finds", [AWAY, [UNSAFE]])
def test_between_two_looks_no_connection_is_kept(gate, monkeypatch, finds):
    closed = []
    monkeypatch.setattr(first_checks.connections, "close_all", lambda: closed.append(1))
    gate.finds = [finds]
    gate.finds_nothing()
    assert closed == [1]


def test_development_starts_with_whatever_there_is(monkeypatch):
    monkeypatch.setenv("ENVIRONMENT", "development")
    monkeypatch.setattr(first_checks.subprocess, "run", lambda *_command, **_options: pytest.fail("It was checked."))
    first_checks.refuse_what_is_unsafe(None)


def test_development_is_not_looked_at(settings, gate):
    settings.PRODUCTION = False
    gate.look()
    assert not is_refused(gate)


@pytest.mark.parametrize(
    ("path", "language", "sentence"),
    [
        ("/ar/", "", "البوابة ليست جاهزة بعد"),
        ("/fr/plan/", "", "Le portail n’est pas encore prêt"),
        ("/es/", "fr", "El portal todavía no está listo"),
        ("/admin/", "fr", "Le portail n’est pas encore prêt"),
    ],
)
def test_who_comes_too_early_reads_so_in_his_language(path, language, sentence):
    """No database is asked: this test has none."""
    request = RequestFactory().get(path, headers={"Accept-Language": language}, **{UNCHECKED: True})
    answer = answer_unchecked(None)(request)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_may_be_asked_before(path):
    request = RequestFactory().get(path, **{UNCHECKED: True})
    assert answer_unchecked(lambda _request: "alive")(request) == "alive"


def test_who_comes_in_time_is_let_through():
    assert answer_unchecked(lambda _request: "page")(RequestFactory().get("/fr/")) == "page"


# --- a real server ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_server_with_demonstration_data_does_not_start(tmp_path):
    MilestoneFactory(is_demo=True)
    started = python("-m", "gunicorn", "--config", CONFIG, environment=in_production(tmp_path, database_of_tests()))
    assert started.returncode == 1
    assert "run remove_demo" in started.stderr
    assert "The web server does not start" in started.stderr


@pytest.mark.django_db(transaction=True)
def test_a_server_that_starts_before_its_database_waits_for_it_and_for_what_must_not_be_served(relay, tmp_path):
    invented = MilestoneFactory(is_demo=True)
    environment = in_production(tmp_path, relay.database_url)
    with web_server(tmp_path, **BY_PROXY, ready=503, **environment, WEB_WORKERS="1") as server:
        relay.come()
        seen = set()
        wait_until(
            lambda: seen.add(server.answers(**BY_PROXY)) or "run remove_demo" in server.log.read_text(), server.log
        )
        assert seen == {503}
        invented.delete()
        wait_until(lambda: server.answers(**BY_PROXY) == 200, server.log)
        assert server.process.poll() is None
