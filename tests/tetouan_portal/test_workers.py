"""Work outside a request by real workers: mails pass a busy one, and what a killed one had in hand another does."""

import threading
import time
from datetime import timedelta

import pytest
from celery import current_app
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from commitments.models import PdfState, ReportPdf
from commitments.report.pdf_queue import REPORT_PDFS
from tests.at_once import together
from tests.factories.editions import EditionFactory, ReportPdfFactory
from tests.mail_server import running
from tests.waiting import wait_until
from tests.workers import celery, kill_child_of
from tetouan_portal import checks
from tetouan_portal.accounts import letters
from tetouan_portal.accounts.letters import LETTERS
from tetouan_portal.accounts.models import Letter, LetterKind, LetterState

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
OLD_NAME = "commitments.tasks.render_waiting_report_pdfs"


@pytest.fixture
def mail_server():
    with running() as box:
        yield box


@pytest.fixture
def letter(transactional_db):
    return letters.queue(User.objects.create_user("amina", "amina@example.org"), LetterKind.PASSWORD_CHANGED)


def sent(letter):
    return lambda: Letter.objects.filter(pk=letter.pk, state=LetterState.SENT).exists()


@pytest.fixture
def held(mail_server):
    """(arrived, let_go): the server has the first mail and answers when it is let go.

    From before any worker starts: the letter woke them when it was written.
    """
    arrived, let_go = threading.Event(), threading.Event()

    def wait():
        mail_server.meanwhile = None
        arrived.set()
        let_go.wait(60)
        return "451 too late"

    mail_server.meanwhile = wait
    yield arrived, let_go
    let_go.set()


def kill_in_the_middle(held, process, log):
    """The child that sends, when the server has the mail and has not answered."""
    arrived, let_go = held
    LETTERS.wake()
    wait_until(arrived.is_set, log)
    kill_child_of(process, log)
    let_go.set()


def somebody_waits_for_a_row():
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_locks where not granted and locktype = 'transactionid'")
        return cursor.fetchone() is not None


def test_a_mail_passes_a_worker_that_is_busy_and_survives_the_one_that_is_killed(tmp_path, mail_server, held, letter):
    pdf = ReportPdfFactory(edition=EditionFactory(report__status="published"))
    smtp = {"MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}
    with (
        celery(tmp_path, "worker", "-Q", "celery", "-n", "slow", "-P", "solo") as (slow_log, _slow),
        celery(tmp_path, "worker", "-Q", "urgent", "-n", "quick", "-c", "1", **smtp) as (log, process),
        transaction.atomic(),
    ):
        ReportPdf.objects.select_for_update().get(pk=pdf.pk)  # who claims it waits for us
        current_app.send_task(OLD_NAME)  # of before the upgrade
        REPORT_PDFS.wake([pdf.pk])
        wait_until(somebody_waits_for_a_row, slow_log)
        kill_in_the_middle(held, process, log)
        assert (Letter.objects.get().state, LETTERS.free_keys()) == (LetterState.SENDING, [])
        together(lambda: Letter.objects.update(lease_until=timezone.now()))  # the time goes by
        LETTERS.wake()
        wait_until(sent(letter), log)
        assert (Letter.objects.get().attempts, len(mail_server.mails)) == (2, 1)
        assert ReportPdf.objects.get().state == PdfState.QUEUED
        assert "unregistered task" in slow_log.read_text()
        ReportPdf.objects.update(due_at=timezone.now() + timedelta(days=1))


@pytest.mark.drill
def test_what_a_killed_worker_had_in_hand_is_done_within_a_minute(tmp_path, mail_server, held, letter):
    smtp = {"MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}
    with (
        celery(tmp_path, "worker", "-Q", "urgent", "-c", "1", **smtp) as (log, process),
        celery(tmp_path, "beat", "--pidfile", "", "--schedule", f"{tmp_path}/schedule"),
    ):
        kill_in_the_middle(held, process, log)
        begun = time.monotonic()
        wait_until(sent(letter), log)
        assert time.monotonic() - begun < checks.TAKEN_UP_WITHIN.total_seconds()
    assert len(mail_server.mails) == 1
