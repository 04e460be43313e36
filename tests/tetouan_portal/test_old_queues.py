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
from commitments.evidence.links import LINK_CHECKS
from commitments.evidence.thumbnails import THUMBNAILS
from commitments.models import Thumbnail
from commitments.report.pdf_queue import REPORT_PDFS
from participation.letters.mail_delivery import CASE_LETTERS
from tests.budget_docs import rows
from tests.factories import participation as make
from tests.factories.commitments import EvidenceFactory, StatementFactory
from tests.factories.editions import EditionFactory, ReportPdfFactory
from tetouan_portal.accounts.letters import LETTERS

BEFORE = {"tetouan_portal": "0013", "participation": "0010", "commitments": "0025", "budget_docs": "0017"}
HOUR, MINUTES = timedelta(hours=1), timedelta(minutes=5)


def write(table, returned="id", **values):
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {table} ({columns}) values ({places}) returning {returned}", [*values.values()])
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


def small_pictures(photos, now):
    """The key of a small picture in each of the states in which it can have been."""
    made = {"file": "evidence/small", "width": 320, "height": 240, "size": 9, "sha256": "b" * 64}
    states = {
        "new": {},
        "held": {"lease_until": now + MINUTES, "attempts": 1},
        "left": {"lease_until": now - MINUTES, "attempts": 2},
        "failed": {"lease_until": now - MINUTES, "attempts": 3},
        "made": {"lease_until": now - MINUTES, "attempts": 1, **made},
    }
    usual = {"source_sha256": "a" * 64, "file": "", "sha256": "", "attempts": 0}
    return {
        name: write("commitments_thumbnail", "evidence_id", **(usual | values), evidence_id=photos.pop().pk)
        for name, values in states.items()
    }


def links(evidence, now):
    """The key of a link that was never asked, of one that answered, and of one that did not."""
    states = {
        "new": {"due_at": now - HOUR, "outcome": ""},
        "answers": {"due_at": now + HOUR, "outcome": "answered", "tried_at": now, "answered_at": now, "status": 200},
        "silent": {"due_at": now - MINUTES, "outcome": "no_name", "tried_at": now, "failing_since": now - HOUR},
    }
    usual = {"url": "https://www.example.org/proof", "host": "www.example.org"}
    return {
        name: write("commitments_linkcheck", "evidence_id", **usual, **values, evidence_id=evidence.pop().pk)
        for name, values in states.items()
    }


def assert_pictures_go_on(keys, given_up, now):
    found = THUMBNAILS.all_rows().in_bulk()
    assert sorted(THUMBNAILS.free_keys()) == sorted([keys["new"], keys["left"]])
    assert (found[keys["held"]].lease_until, found[keys["held"]].attempts) == (now + MINUTES, 1)
    assert found[keys["left"]].attempts == 2
    for pk in (keys["failed"], given_up.pk):
        assert (found[pk].due_at, found[pk].lease_until, found[pk].failure) == (None, None, "unknown")
    made = found[keys["made"]]
    assert (made.file.name, made.due_at, made.lease_until, made.failure) == ("evidence/small", None, None, "")
    assert THUMBNAILS.standing()[:4] == (2, 0, 1, 2)


def assert_links_go_on(keys, now):
    found = LINK_CHECKS.all_rows().in_bulk()
    assert LINK_CHECKS.free_keys() == [keys["new"], keys["silent"]]
    dates = [found[keys[name]].due_at for name in ("new", "answers", "silent")]
    assert dates == [now - HOUR, now + HOUR, now - MINUTES]
    assert {row.attempts for row in found.values()} == {0}
    answers, silent = found[keys["answers"]], found[keys["silent"]]
    assert (answers.outcome, answers.status, answers.answered_at) == ("answered", 200, now)
    assert (silent.outcome, silent.failing_since) == ("no_name", now - HOUR)
    assert LINK_CHECKS.standing()[:4] == (2, 1, 0, 0)


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
    statement = StatementFactory()
    photos, proofs = ([EvidenceFactory(statement=statement) for _each in range(many)] for many in (6, 3))
    refused = {"due_at": None, "attempts": 1, "failure": "Refused", "failed_at": now}
    given_up = Thumbnail.objects.create(evidence=photos.pop(), source_sha256="a" * 64, **refused)
    try:
        for app, migration in BEFORE.items():
            call_command("migrate", app, migration, verbosity=0)
        old_letters = letters("tetouan_portal_letter", to_staff, now)
        old_case_letters = letters("participation_caseletter", to_an_author, now)
        returned = {"state": "bounced", "sent_at": now - HOUR, "bounced_at": now, "error": "5.1.1", "attempts": 1}
        bounced = write("participation_caseletter", **to_an_author(), **returned, created_at=now - HOUR)
        pictures, asked = small_pictures(photos, now), links(proofs, now)
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
    assert_pictures_go_on(pictures, given_up, now)
    assert_links_go_on(asked, now)
