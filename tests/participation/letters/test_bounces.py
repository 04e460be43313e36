"""What mail servers send back, and what strangers may send in its place."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from participation.letters import bounces
from participation.models import CaseEvent, CaseLetter
from tests.factories import participation as make

pytestmark = pytest.mark.django_db
RETURNED = """From: mailer-daemon@example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The address does not exist.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; salma@example.org
Action: {action}
Status: 5.1.1
--b
Content-Type: message/rfc822

Message-ID: <{key}@portail.example.org>
Subject: Dossier

--b--
"""


@pytest.fixture
def letter():
    event = CaseEvent.objects.create(case=make.CaseFactory(), kind="filed", at=timezone.now(), by="author")
    return CaseLetter.objects.create(event=event, state="sent", sent_at=timezone.now(), due_at=None)


def returned(letter, action="failed"):
    return RETURNED.format(key=letter.key, action=action).encode()


def test_a_mail_that_came_back_marks_its_letter_with_the_code_alone(letter):
    assert bounces.record(returned(letter)) == "bounced"
    letter.refresh_from_db()
    assert (letter.state, letter.failure) == ("bounced", "5.1.1")
    assert letter.bounced_at


def test_a_delay_or_a_receipt_is_no_bounce(letter):
    for action in ("delayed", "delivered", "relayed"):
        assert bounces.record(returned(letter, action)) == "ignored"


def test_a_letter_of_somebody_else_is_unknown(letter):
    stranger = CaseLetter(key="00000000-0000-4000-8000-000000000000")
    assert bounces.record(returned(stranger)) == "unknown"
    letter.refresh_from_db()
    assert letter.state == "sent"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 1000,
        b"Subject: holiday\n\nI am away.",
        b"x" * (bounces.LONGEST + 1),
        b"Content-Type: multipart/",
    ],
)
def test_anything_else_changes_nothing(letter, content):
    assert bounces.record(content) == "ignored"
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_a_folder_of_returned_mails_is_read_and_emptied(letter, tmp_path, capsys):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(returned(letter))
    call_command("record_bounces", str(tmp_path))
    assert capsys.readouterr().out.strip() == "1 bounced"
    assert not list((tmp_path / "new").iterdir())
