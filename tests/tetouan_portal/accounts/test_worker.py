"""From the invitation to the mail, through a real broker and a real worker."""

import email
import email.policy
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from tetouan_portal.accounts import inviting
from tetouan_portal.accounts.models import Letter, LetterState

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PATIENCE = 60  # seconds


@pytest.fixture
def worker(tmp_path):
    """A Celery worker on the test database, whose mails become files where the test looks for them."""
    environment = {
        **os.environ,
        "DATABASE_URL": make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"]),
        "DATA_DIR": str(tmp_path),
        "MAIL_URL": "",
    }
    command = [sys.executable, "-m", "celery", "-A", "tetouan_portal", "worker", "-P", "solo", "--loglevel", "INFO"]
    with (tmp_path / "worker.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log)
        yield tmp_path
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def test_an_invitation_is_sent_by_the_worker(worker, boss, client):
    inviting.invite(
        email="amina@example.org", name="Amina", language="fr", roles=["translator"], institutions=[], by=boss
    )
    deadline = time.monotonic() + PATIENCE
    while not Letter.objects.filter(state=LetterState.SENT).exists():
        assert time.monotonic() < deadline, (worker / "worker.log").read_text()[-3000:]
        time.sleep(0.3)
    (file,) = (worker / "mail").iterdir()
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    link = next(line for line in mail.get_content().splitlines() if line.startswith("http"))
    client.get("/" + link.split("/", 3)[3])
    assert "amina@example.org" in client.get("/fr/accounts/invitation/").text
    assert link.rstrip("/").rsplit("/", 1)[1] not in (worker / "worker.log").read_text()
