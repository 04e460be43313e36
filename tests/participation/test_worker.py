"""Mail through a real broker and a real worker, which comes late."""

from email import message_from_bytes

import pytest
from django.utils import timezone

from participation.case import desk_acts
from participation.models import CaseLetter
from participation.tasks import send_waiting_case_letters
from tests.factories import participation as make
from tests.factories.people import clerk
from tests.waiting import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queued(transactional_db):
    """Two letters, and the clock's reminders that nobody heard."""
    case = make.ContactFactory().case
    for text in ("Où ?", "Quand ?"):
        desk_acts.ask(case, text, by=clerk(), now=timezone.now())
    for _minute in range(3):
        send_waiting_case_letters.delay()


def test_what_waited_while_no_worker_was_there_goes_out_once_when_it_comes(queued, worker):
    def all_are_sent():
        send_waiting_case_letters.delay()  # as the clock does every minute
        return set(CaseLetter.objects.values_list("state", flat=True)) == {"sent"}

    wait_until(all_are_sent, worker)
    mails = [message_from_bytes(path.read_bytes()) for path in (worker.parent / "mail").iterdir()]
    assert len({mail["Message-ID"] for mail in mails}) == len(mails) == 2
    assert {mail["To"] for mail in mails} == {"salma@example.org"}
