"""What would go wrong after a start is told before it: an old database, a mail server that refuses."""

from smtplib import SMTPAuthenticationError
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.mail_server import AWAY, mailers
from tetouan_portal.health import before_start
from tetouan_portal.health.findings import State
from tetouan_portal.health.standing import database_disk


class Cursor:
    """Of a server of another version."""

    def __init__(self, number, version):
        self.row = number, version

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    def execute(self, _sql):
        pass

    def fetchone(self):
        return self.row

    def __iter__(self):
        return iter([(name,) for name in before_start.EXTENSIONS])


@pytest.mark.parametrize(
    ("number", "version", "state"),
    [(140022, "14.22", State.DOWN), (150000, "15.0", State.WELL), (180001, "18.1", State.WELL)],
)
def test_a_database_older_than_postgresql_15_is_told(monkeypatch, number, version, state):
    monkeypatch.setattr(before_start, "connection", SimpleNamespace(cursor=lambda: Cursor(number, version)))
    found = before_start.server()
    assert found.state == state
    assert found.said.startswith(f"PostgreSQL {version}")
    assert ("too old" in found.said) == (state == State.DOWN)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["unaccent", "pg_trgm"])
def test_an_extension_that_is_missing_is_named(name):
    with connection.cursor() as cursor:
        cursor.execute(f"drop extension {name} cascade")
    found = before_start.server()
    assert (found.state, f"missing: {name}." in found.said) == (State.DOWN, True)


@pytest.mark.django_db
def test_who_may_not_ask_where_the_data_lie_learns_their_size():
    with connection.cursor() as cursor:
        cursor.execute("create role of_little_rights")
        cursor.execute("set local role of_little_rights")
    found = database_disk()
    assert found.state == State.UNKNOWN
    assert "حجم قاعدة البيانات" in found.said


def test_a_mail_server_that_is_not_there_is_told(settings):
    settings.MAIL_URL, settings.MAILERS = "smtp://somewhere", AWAY
    found = before_start.mail_server()
    assert (found.state, "ConnectionRefusedError" in found.said) == (State.UNWELL, True)


def test_a_mail_server_that_lets_us_not_in_is_told_and_the_password_is_not(settings, mail_server):
    settings.MAIL_URL, settings.MAILERS = "smtp://somewhere", mailers(mail_server.port)
    settings.MAILERS["default"]["OPTIONS"] |= {"username": "portal", "password": "letter-word"}
    found = before_start.mail_server()
    assert (found.state, "refuses us" in found.said) == (State.UNWELL, True)
    assert "letter-word" not in found.said


def test_a_mail_server_that_refuses_is_hung_up_on_and_not_quoted(settings, monkeypatch):
    closed = []

    def refuse():
        raise SMTPAuthenticationError(535, b"letter-word is wrong")

    sender = SimpleNamespace(open=refuse, close=lambda: closed.append(1))
    monkeypatch.setattr(before_start.mail, "mailers", {"default": sender})
    settings.MAIL_URL = "smtp://somewhere"
    found = before_start.mail_server()
    assert (found.state, "SMTPAuthenticationError" in found.said) == (State.UNWELL, True)
    assert "letter-word" not in found.said
    assert closed == [1]
