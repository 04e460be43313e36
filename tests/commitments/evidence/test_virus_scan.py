"""With a virus scanner set up: infected files are refused, and while it is away files wait unseen."""

import socketserver
import struct
import threading

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from commitments.evidence import proof_files
from commitments.models import Evidence, EvidenceWork, KeptFile, KeptFileWork
from commitments.tasks import scan_waiting_files
from tests.commitments.kept_files import kept
from tests.factories.commitments import EvidenceFactory, StatementFactory
from tests.refusals import refused
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db


class Daemon(socketserver.StreamRequestHandler):
    """Speaks clamd's INSTREAM; what it finds, the server says."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            self.rfile.read(length)
        self.wfile.write(self.server.says)


@pytest.fixture
def clamd(tmp_path, settings):
    """A function that starts a scanner with its answer, or, with "", has none at the set address."""
    servers = []
    settings.CLAMAV_ADDRESS = f"unix:{tmp_path}/clamd.ctl"

    def start(says):
        server = socketserver.UnixStreamServer(f"{tmp_path}/clamd.ctl", Daemon)
        server.says = says
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


CLEAN, INFECTED = b"stream: OK\0", b"stream: Eicar-Test-Signature FOUND\0"


def test_a_clean_file_is_let_through(clamd):
    clamd(CLEAN)
    assert kept().scan == "clean"


def test_an_infected_file_is_refused_and_not_stored(clamd):
    clamd(INFECTED)
    with refused("infected"):
        kept()
    assert not KeptFile.objects.exists()


def published_waiting():
    """Evidence that came while the scanner was away, of a published statement."""
    return EvidenceFactory(url="", statement=StatementFactory(), **proof_files.evidence_of(kept()))


def test_while_the_scanner_is_away_a_file_waits_and_nobody_reads_it(clamd, client):
    evidence = published_waiting()
    assert evidence.scan == "waiting"
    assert scan_waiting_files()["put back"] >= 1
    assert client.get(evidence.get_absolute_url()).status_code == 404
    page = client.get(f"/fr/commitments/{evidence.statement.commitment.slug}/").text
    assert str(evidence.key) not in page
    clamd(CLEAN)
    for work in (EvidenceWork, KeptFileWork):
        work.objects.update(due_at=timezone.now())
    assert scan_waiting_files()["clean"] >= 1
    assert client.get(evidence.get_absolute_url()).status_code == 200


def test_a_file_that_turns_out_infected_is_destroyed(clamd, client):
    evidence = published_waiting()
    clamd(INFECTED)
    assert scan_waiting_files()["infected"] >= 1
    evidence.refresh_from_db()
    assert evidence.scan == "infected"
    destroy_waiting()
    assert not default_storage.exists(evidence.file.name)
    assert client.get(evidence.get_absolute_url()).status_code == 404
    assert scan_waiting_files() == {}


@pytest.mark.parametrize(
    "nonsense", [b"", b"stream: ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"\xff" * 5000]
)
def test_an_answer_that_is_none_counts_as_away(clamd, nonsense):
    clamd(nonsense)
    assert kept().scan == "waiting"


def test_without_a_scanner_nothing_waits(settings):
    settings.CLAMAV_ADDRESS = ""
    assert kept().scan == "none"
    assert not Evidence.objects.filter(scan="waiting").exists()
