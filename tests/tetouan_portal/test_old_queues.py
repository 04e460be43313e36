"""An installation of the time before, with work waiting, upgrades without loss: each row waits, or rests, as it did."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from budget_docs.lines.importing import LINE_IMPORTS
from budget_docs.models import ImportState
from commitments.report.pdf_queue import REPORT_PDFS
from participation.letters.mail_delivery import CASE_LETTERS
from tests.budget_docs import rows
from tests.factories import participation as make
from tests.factories.editions import EditionFactory, ReportPdfFactory
from tetouan_portal.accounts.letters import LETTERS

BEFORE = {"tetouan_portal": "0013", "participation": "0010", "commitments": "0025", "budget_docs": "0017"}
HOUR, MINUTES = timedelta(hours=1), timedelta(minutes=5)


def write(table, **values):
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {table} ({columns}) values ({places}) returning id", [*values.values()])
        return cursor.fetchone()[0]


def letters(table, more, now):
    """The key of a letter in each of the states in which it can have been."""
    states = {
        "new": {"state": "queued"},
        "put back": {"state": "queued", "lease_until": now + MINUTES, "attempts": 3, "error": "SMTPConnectError 421"},
        "held": {"state": "sending", "lease_until": now + MINUTES, "attempts": 1},
        "left": {"state": "sending", "lease_until": now - MINUTES, "attempts": 2},
        "sent": {"state": "sent", "attempts": 1, "sent_at": now},
        "failed": {"state": "failed", "attempts": 12},
    }
    usual = {"attempts": 0, "error": "", "created_at": now - HOUR}
    return {name: write(table, **(usual | more() | values)) for name, values in states.items()}


def change(table, key, **values):
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} = %s" for name in values)
        cursor.execute(f"update {table} set {columns} where id = %s", [*values.values(), key])


def old_pdfs(now):
    return {
        "ar": {"state": "queued", "queued_at": now - HOUR},
        "fr": {"state": "running", "lease_until": now + MINUTES, "attempts": 2, "queued_at": now - HOUR},
        "es": {"state": "failed", "error": "A font is missing.", "attempts": 5, "lease_until": None},
    }


@pytest.mark.django_db(transaction=True)
def test_what_waits_waits_what_is_held_is_held_and_what_rests_rests():
    now = timezone.now()
    user, case = User.objects.create_user("amina"), make.CaseFactory()
    events = iter([case.events.create(kind="question", at=now, by="desk", text="Où ?") for _each in range(7)])

    def to_staff():
        return {"user_id": user.pk, "kind": "password_changed", "language": "fr", "details": "{}"}

    def to_an_author():
        return {"event_id": next(events).pk, "key": uuid.uuid4()}

    edition = EditionFactory(report__status="published")
    pdfs = {language: ReportPdfFactory(edition=edition, language=language).pk for language in ("ar", "fr", "es")}
    imports = {state: rows.line_import(state).pk for state in ImportState.values}
    imports["asked"] = rows.line_import("storing").pk
    try:
        for app, migration in BEFORE.items():
            call_command("migrate", app, migration, verbosity=0)
        old_letters = letters("tetouan_portal_letter", to_staff, now)
        old_case_letters = letters("participation_caseletter", to_an_author, now)
        returned = {"state": "bounced", "sent_at": now - HOUR, "bounced_at": now, "error": "5.1.1", "attempts": 1}
        bounced = write("participation_caseletter", **to_an_author(), **returned, created_at=now - HOUR)
        for language, values in old_pdfs(now).items():
            change("commitments_reportpdf", pdfs[language], **values)
        for state in ("reading", "storing"):
            change("budget_docs_lineimport", imports[state], claimed_at=now - MINUTES)
        change("budget_docs_lineimport", imports["asked"], claimed_at=None)
    finally:
        call_command("migrate", verbosity=0)
    for queue, keys in ((LETTERS, old_letters), (CASE_LETTERS, old_case_letters)):
        found = queue.all_rows().in_bulk()
        assert sorted(queue.free_keys()) == sorted([keys["new"], keys["left"]])
        put_back, held, sent, failed = (found[keys[name]] for name in ("put back", "held", "sent", "failed"))
        assert (put_back.due_at, put_back.failure, put_back.attempts) == (now + MINUTES, "SMTPConnectError 421", 3)
        assert (held.lease_until, held.attempts) == (now + MINUTES, 1)
        assert (sent.due_at, sent.failed_at) == (None, None)
        assert (failed.due_at, failed.failure) == (None, "unknown")
        assert queue.standing()[:3] == (2, 1, 1)
        assert queue.standing().waiting_since == now - HOUR
    row = CASE_LETTERS.all_rows().get(pk=bounced)
    assert (row.failure, row.failed_at, row.due_at) == ("5.1.1", now, None)
    assert REPORT_PDFS.free_keys() == [pdfs["ar"]]
    assert REPORT_PDFS.standing()[:5] == (1, 0, 1, 1, now - HOUR)
    assert REPORT_PDFS.all_rows().get(pk=pdfs["es"]).error == "A font is missing."
    assert sorted(LINE_IMPORTS.free_keys()) == sorted([imports["waiting"], imports["asked"]])
    assert LINE_IMPORTS.standing()[:4] == (2, 0, 2, 1)
    assert LINE_IMPORTS.all_rows().get(pk=imports["reading"]).lease_until == now + MINUTES
