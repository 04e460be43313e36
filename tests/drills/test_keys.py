"""Keys that open nothing, and one letter that no key opens: told at once, nothing lost, nobody else stopped.

The quick versions: tests/tetouan_portal/health/test_ready.py, tests/participation/test_unreadable.py.
"""

import time

import pytest
from cryptography.fernet import Fernet
from django.utils import timezone

from participation.case import desk_acts
from participation.letters.mail_delivery import send_waiting
from participation.models import CaseLetter, Contact
from tests.factories import participation as make
from tests.factories.people import clerk
from tests.production import PRODUCTION, database_of_tests, python
from tetouan_portal.lib.encryption import stored_tokens

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
LETTERS = 14


def checked(**changed):
    command = ("manage.py", "check", "--deploy", "--database", "default")
    return python(*command, environment=PRODUCTION | {"DATABASE_URL": database_of_tests()} | changed)


def tokens():
    return list(stored_tokens(Contact, "email").order_by("pk").values_list("token", flat=True))


def test_wrong_keys_are_told_before_the_first_request(settings, tell_drill):
    settings.DATA_KEYS = [PRODUCTION["DATA_KEYS"]]
    contact = make.ContactFactory()
    before = tokens()
    refused = checked(DATA_KEYS=Fernet.generate_key().decode())
    assert refused.returncode == 1
    assert "DATA_KEYS opens nothing of what is stored" in refused.stderr
    put_back = time.monotonic()
    assert checked().returncode == 0
    stood_again = time.monotonic() - put_back
    lost = int(Contact.objects.get(pk=contact.pk).email != "salma@example.org")
    assert (lost, tokens()) == (0, before)
    tell_drill(
        drag="started with wrong DATA_KEYS",
        lost=lost,
        doubled=0,
        stood_again=stood_again,
        seen="one sentence at the start, which names the setting; no page was served",
    )


def test_one_letter_that_no_key_opens_stops_none_of_the_others(settings, mail_server, tell_drill):
    ours, gone = settings.DATA_KEYS, [Fernet.generate_key().decode()]
    for number in range(LETTERS):
        settings.DATA_KEYS = gone if number == LETTERS // 2 else ours
        desk_acts.ask(make.ContactFactory().case, "Où ?", by=clerk(), now=timezone.now())
    settings.DATA_KEYS = ours
    assert send_waiting() == {"sent": LETTERS - 1, "put back": 1}
    assert CaseLetter.objects.get(state="queued").failure == "UnreadableError"
    settings.DATA_KEYS = [*ours, *gone]
    found = time.monotonic()
    CaseLetter.objects.filter(state="queued").update(due_at=timezone.now())
    assert send_waiting() == {"sent": 1}
    stood_again = time.monotonic() - found
    sent = [mail["Message-ID"] for mail in mail_server.mails]
    lost, doubled = LETTERS - len({*sent}), len(sent) - len({*sent})
    assert (lost, doubled) == (0, 0)
    tell_drill(
        drag="one letter of 14 under a key that is gone",
        lost=lost,
        doubled=doubled,
        stood_again=stood_again,
        seen="13 mails at once; the 14th told as unreadable, sent when the key was back",
    )
