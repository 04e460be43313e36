"""What waits outside requests, while the broker, a worker or the schedule dies, is doubled or is slow."""

import itertools
import json
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

from tests.drills.stand import standing, wait_for
from tests.mail_server import running
from tests.workers import children_of
from tetouan_portal.checks import TAKEN_UP_WITHIN

pytestmark = pytest.mark.drill
SET_UP = "import django; django.setup()\n"
WRITE_LETTERS = """
from django.contrib.auth.models import User
from tetouan_portal.accounts import letters
from tetouan_portal.accounts.models import LetterKind
for name in {names}:
    letters.queue(User.objects.create_user(name, name + "@example.org"), LetterKind.PASSWORD_CHANGED)
"""
MAKE_PDFS = """
from commitments.models import ActionPlan, ReportPdf
from commitments.report import editions
from commitments.report.pdf_queue import REPORT_PDFS
from tests.factories.reports import conclude, whole_report
if not ReportPdf.objects.exists():
    report = whole_report(plan=ActionPlan.objects.get(kind="ogp"))
    conclude(report)
    report.refresh_from_db()
    editions.publish(report)
ReportPdf.objects.update(source_sha256="")
for pdf in ReportPdf.objects.all():
    REPORT_PDFS.ask(pdf)
REPORT_PDFS.wake(ReportPdf.objects.values_list("pk", flat=True))
"""
names = (f"person{number}" for number in itertools.count())


@pytest.fixture(scope="module")
def mails():
    with running() as box:
        yield box


@pytest.fixture(scope="module")
def stand(mails):
    with standing(MAIL_URL=f"smtp://127.0.0.1:{mails.port}") as stand:
        yield stand


@pytest.fixture(autouse=True)
def _nobody_works_after_a_drill(stand, mails):
    stand.rows("delete from tetouan_portal_letter returning 1")
    mails.mails.clear()
    yield
    mails.meanwhile = None
    for name in [name for name in stand.names() if name.startswith(("worker", "beat"))]:
        stand.end(name)
    if "Valkey" not in stand.names():
        stand.start_valkey()
    stand.flush()


def written(stand, code):
    environment = {**stand.environment, "DJANGO_SETTINGS_MODULE": "tetouan_portal.settings"}
    command = [sys.executable, "-c", SET_UP + code]
    subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True, timeout=90)


def letters(stand, number):
    """Written by a process of its own, as a web worker does; who they go to."""
    people = list(itertools.islice(names, number))
    written(stand, WRITE_LETTERS.format(names=json.dumps(people)))
    return people


def unsent(stand):
    return stand.rows("select count(*) from tetouan_portal_letter where state <> 'sent'")[0][0]


def told(mails, people):
    """lost, doubled: of the mails to these people."""
    arrived = [mail["To"] for mail in list(mails.mails)]
    counts = [sum(f"{one}@example.org" in address for address in arrived) for one in people]
    return {"lost": counts.count(0), "doubled": sum(max(0, count - 1) for count in counts)}


def pdfs(stand):
    return stand.rows("select state, attempts from commitments_reportpdf order by id")


def test_what_a_flushed_broker_forgot_is_sent_all_the_same(stand, mails, tell_drill):
    people = letters(stand, 7)
    stand.flush()
    begun = time.monotonic()
    stand.worker("urgent")
    stand.beat()
    wait_for(lambda: not unsent(stand), stand.tail)
    found = told(mails, people)
    assert found == {"lost": 0, "doubled": 0}
    tell_drill(
        drag="broker flushed, 7 mails waiting", stood_again=time.monotonic() - begun, seen="the mails, later", **found
    )


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_a_broker_that_is_away_delays_mails_and_nothing_else(stand, mails, tell_drill, how):
    if "web" not in stand.names():
        stand.serve()
    stand.worker("urgent")
    stand.beat()
    valkey = stand.process("Valkey")
    if how == "killed":
        stand.end("Valkey")
    else:
        valkey.send_signal(signal.SIGSTOP)
    people = letters(stand, 4)
    pages = [stand.ask(page) for page in ("/fr/", "/fr/participate/new/complaint/", "/ar/accounts/login/")]
    assert [page.status for page in pages] == [200] * 3
    time.sleep(10)
    assert unsent(stand) == 4
    if how == "killed":
        stand.start_valkey()
    else:
        valkey.send_signal(signal.SIGCONT)
    seconds = wait_for(lambda: not unsent(stand), stand.tail)
    found = told(mails, people)
    assert found == {"lost": 0, "doubled": 0}
    slowest = max(page.seconds for page in pages)
    tell_drill(
        drag=f"broker {how} while 4 mails were written",
        stood_again=seconds,
        seen=f"pages as ever ({slowest:.1f} s at most); mails later",
        **found,
    )


def test_two_of_everything_do_each_thing_once(stand, mails, tell_drill):
    begun = time.monotonic()
    for _twice in range(2):
        stand.worker("urgent")
        stand.worker("celery")
        stand.beat()
    people = letters(stand, 8)
    written(stand, MAKE_PDFS)
    wait_for(lambda: not unsent(stand) and all(state == "ready" for state, _attempts in pdfs(stand)), stand.tail)
    found = told(mails, people)
    made = [attempts for _state, attempts in pdfs(stand)]
    assert (found, made) == ({"lost": 0, "doubled": 0}, [1] * len(made))
    tell_drill(
        drag=f"two workers and two schedules, 8 mails, {len(made)} PDFs, each woken twice",
        stood_again=time.monotonic() - begun,
        seen="each once",
        **found,
    )


def test_a_worker_that_is_killed_in_a_render_leaves_it_to_the_next(stand, tell_drill):
    worker = stand.worker("celery")
    stand.worker("urgent")
    stand.beat()
    written(stand, MAKE_PDFS)
    wait_for(lambda: any(state == "running" for state, _attempts in pdfs(stand)), stand.tail)
    (child,) = children_of(worker.pid)
    subprocess.run(["kill", "-9", str(child)], check=True)
    killed = time.monotonic()
    wait_for(lambda: all(state == "ready" for state, _attempts in pdfs(stand)), stand.tail)
    seconds = time.monotonic() - killed
    attempts = [attempts for _state, attempts in pdfs(stand)]
    assert sorted(attempts) == [*[1] * (len(attempts) - 1), 2]
    assert seconds < TAKEN_UP_WITHIN.total_seconds() + 60
    tell_drill(
        drag="worker killed in a render",
        lost=0,
        doubled=0,
        stood_again=seconds,
        seen="the report’s page, its PDF later",
    )


def test_without_a_schedule_mails_go_and_what_nobody_was_told_of_waits_for_the_next_one(stand, mails, tell_drill):
    stand.worker("urgent")
    stand.beat()
    stand.end("beat")
    told_of = letters(stand, 3)
    wait_for(lambda: not unsent(stand), stand.tail)
    stand.end("worker urgent")
    forgotten = letters(stand, 2)
    stand.flush()
    stand.worker("urgent")
    time.sleep(25)
    assert unsent(stand) == 2  # nobody looks at what waits: the status for operators says so
    stand.beat()
    begun = time.monotonic()
    wait_for(lambda: not unsent(stand), stand.tail)
    found = told(mails, told_of + forgotten)
    assert found == {"lost": 0, "doubled": 0}
    tell_drill(
        drag="schedule killed, what waits told to nobody",
        stood_again=time.monotonic() - begun,
        seen="mails of whoever writes meanwhile at once; forgotten ones when a schedule runs again",
        **found,
    )


def test_slow_mails_keep_no_pdf_waiting(stand, mails, tell_drill):
    mails.meanwhile = lambda: time.sleep(3)
    stand.worker("urgent")
    stand.worker("celery")
    stand.beat()
    people = letters(stand, 8)
    written(stand, MAKE_PDFS)
    begun = time.monotonic()
    wait_for(lambda: all(state == "ready" for state, _attempts in pdfs(stand)), stand.tail)
    seconds = time.monotonic() - begun
    waiting = unsent(stand)
    wait_for(lambda: not unsent(stand), stand.tail)
    found = told(mails, people)
    assert found == {"lost": 0, "doubled": 0}
    tell_drill(
        drag="mail server takes 3 s a mail, 8 mails, a report behind them",
        stood_again=seconds,
        seen=f"the PDFs ready while {waiting} mails still waited",
        **found,
    )
