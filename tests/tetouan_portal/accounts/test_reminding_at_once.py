"""Two workers woken at one moment: an officer still gets one mail."""

import datetime
import threading

import pytest
from django.db import connection

from budget_docs.models import Reminder
from tests.budget_docs import rows
from tests.factories import people
from tetouan_portal.accounts import reminding
from tetouan_portal.accounts.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.datetime(2026, 6, 5, 9, tzinfo=datetime.UTC)
WORKERS = 4


def test_workers_that_remind_at_once_queue_one_mail_and_none_fails():
    people.budget_officer(email="salma@example.org")
    rows.slot(due_on=datetime.date(2026, 6, 20))
    ready, outcomes = threading.Barrier(WORKERS, timeout=10), []

    def work():
        try:
            ready.wait()
            outcomes.append(reminding.remind_officers(now=NOW))
        except Exception as error:  # noqa: BLE001 -- a thread's error is an outcome, or nobody sees it
            outcomes.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert sorted(outcomes, key=str) == [0, 0, 0, 1]
    assert (Letter.objects.count(), Reminder.objects.count()) == (1, 1)
