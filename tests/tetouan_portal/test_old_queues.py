"""An installation of the time before, with work waiting, upgrades without loss: each row waits, or rests, as it did."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from participation.letters.mail_delivery import CASE_LETTERS
from tests.factories import participation as make
from tetouan_portal.accounts.letters import LETTERS

BEFORE = {"tetouan_portal": "0013", "participation": "0010"}
NOW = timezone.now()
AN_HOUR_AGO, MINUTES = NOW - timedelta(hours=1), timedelta(minutes=5)


def write(table, **values):
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {table} ({columns}) values ({places}) returning id", [*values.values()])
        return cursor.fetchone()[0]


def letters(table, more):
    """The key of a letter in each of the states in which it can have been."""
    states = {
        "new": {"state": "queued"},
        "put back": {"state": "queued", "lease_until": NOW + MINUTES, "attempts": 3, "error": "SMTPConnectError 421"},
        "held": {"state": "sending", "lease_until": NOW + MINUTES, "attempts": 1},
        "left": {"state": "sending", "lease_until": NOW - MINUTES, "attempts": 2},
        "sent": {"state": "sent", "attempts": 1, "sent_at": NOW},
        "failed": {"state": "failed", "attempts": 12},
    }
    usual = {"attempts": 0, "error": "", "created_at": AN_HOUR_AGO}
    return {name: write(table, **(usual | more() | values)) for name, values in states.items()}


@pytest.mark.django_db(transaction=True)
def test_what_waits_waits_what_is_held_is_held_and_what_rests_rests():
    user, case = User.objects.create_user("amina"), make.CaseFactory()
    events = iter([case.events.create(kind="question", at=NOW, by="desk", text="Où ?") for _each in range(7)])

    def to_staff():
        return {"user_id": user.pk, "kind": "password_changed", "language": "fr", "details": "{}"}

    def to_an_author():
        return {"event_id": next(events).pk, "key": uuid.uuid4()}

    try:
        for app, migration in BEFORE.items():
            call_command("migrate", app, migration, verbosity=0)
        old_letters = letters("tetouan_portal_letter", to_staff)
        old_case_letters = letters("participation_caseletter", to_an_author)
        returned = {"state": "bounced", "sent_at": AN_HOUR_AGO, "bounced_at": NOW, "error": "5.1.1", "attempts": 1}
        bounced = write("participation_caseletter", **to_an_author(), **returned, created_at=AN_HOUR_AGO)
    finally:
        call_command("migrate", verbosity=0)
    for queue, keys in ((LETTERS, old_letters), (CASE_LETTERS, old_case_letters)):
        rows = queue.all_rows().in_bulk()
        assert sorted(queue.free_keys()) == sorted([keys["new"], keys["left"]])
        put_back, held, sent, failed = (rows[keys[name]] for name in ("put back", "held", "sent", "failed"))
        assert (put_back.due_at, put_back.failure, put_back.attempts) == (NOW + MINUTES, "SMTPConnectError 421", 3)
        assert (held.lease_until, held.attempts) == (NOW + MINUTES, 1)
        assert (sent.due_at, sent.failed_at) == (None, None)
        assert (failed.due_at, failed.failure) == (None, "unknown")
        assert queue.standing()[:3] == (2, 1, 1)
        assert queue.standing().waiting_since == AN_HOUR_AGO
    row = CASE_LETTERS.all_rows().get(pk=bounced)
    assert (row.failure, row.failed_at, row.due_at) == ("5.1.1", NOW, None)
