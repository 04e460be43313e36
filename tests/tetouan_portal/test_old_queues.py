"""An installation of the time before, with work waiting, upgrades without loss: each row waits, or rests, as it did."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tetouan_portal.accounts.letters import LETTERS
from tetouan_portal.accounts.models import Letter

BEFORE = {"tetouan_portal": "0013"}
NOW = timezone.now()


def write(table, **values):
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {table} ({columns}) values ({places}) returning id", [*values.values()])
        return cursor.fetchone()[0]


def old_letter(user, state, *, lease=None, attempts=0, error=""):
    values = {"user_id": user.pk, "kind": "password_changed", "language": "fr", "details": "{}", "state": state}
    values |= {"lease_until": lease and NOW + lease, "attempts": attempts, "error": error}
    values |= {"created_at": NOW - timedelta(hours=1), "sent_at": NOW if state == "sent" else None}
    return write("tetouan_portal_letter", **values)


@pytest.mark.django_db(transaction=True)
def test_what_waits_waits_what_is_held_is_held_and_what_rests_rests():
    user, minutes = User.objects.create_user("amina"), timedelta(minutes=5)
    try:
        for app, migration in BEFORE.items():
            call_command("migrate", app, migration, verbosity=0)
        new = old_letter(user, "queued")
        put_back = old_letter(user, "queued", lease=minutes, attempts=3, error="SMTPConnectError 421")
        held = old_letter(user, "sending", lease=minutes, attempts=1)
        left = old_letter(user, "sending", lease=-minutes, attempts=2)
        sent = old_letter(user, "sent", attempts=1)
        failed = old_letter(user, "failed", attempts=12)
    finally:
        call_command("migrate", verbosity=0)
    assert sorted(LETTERS.free_keys()) == sorted([new, left])
    letters = Letter.objects.in_bulk()
    assert (letters[put_back].due_at, letters[put_back].failure) == (NOW + minutes, "SMTPConnectError 421")
    assert letters[held].lease_until == NOW + minutes
    assert (letters[sent].due_at, letters[sent].failed_at) == (None, None)
    assert (letters[failed].due_at, letters[failed].failure) == (None, "unknown")
    assert LETTERS.standing()[:4] == (2, 1, 1, 1)
    assert LETTERS.standing().waiting_since == NOW - timedelta(hours=1)
    assert [letters[key].attempts for key in (new, put_back, held, left)] == [0, 3, 1, 2]
