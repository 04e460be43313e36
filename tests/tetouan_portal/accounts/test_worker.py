"""From the invitation to the mail, through a real broker and a real worker."""

import email
import email.policy
import time

import pytest

from tetouan_portal.accounts import inviting
from tetouan_portal.accounts.models import Letter, LetterState

pytestmark = [pytest.mark.drill, pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PATIENCE = 60  # seconds


def test_an_invitation_is_sent_by_the_worker(worker, boss, client):
    inviting.invite(
        email="amina@example.org", name="Amina", language="fr", roles=["translator"], institutions=[], by=boss
    )
    deadline = time.monotonic() + PATIENCE
    while not Letter.objects.filter(state=LetterState.SENT).exists():
        assert time.monotonic() < deadline, worker.read_text()[-3000:]
        time.sleep(0.3)
    (file,) = (worker.parent / "mail").iterdir()
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    link = next(line for line in mail.get_content().splitlines() if line.startswith("http"))
    client.get("/" + link.split("/", 3)[3])
    assert "amina@example.org" in client.get("/fr/accounts/invitation/").text
    assert link.rstrip("/").rsplit("/", 1)[1] not in worker.read_text()
