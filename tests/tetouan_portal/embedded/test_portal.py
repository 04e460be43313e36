import os
import re
import signal
import socket
import urllib.request

import pytest

from tests.tetouan_portal.embedded.conftest import child_called, eventually
from tests.web_servers import free_port
from tetouan_portal.embedded import portal
from tetouan_portal.embedded.places import Place
from tetouan_portal.embedded.processes import Trouble


@pytest.mark.parametrize("value", ["eighty", "0", "65536", "-1", "8 000"])
def test_a_port_is_a_number(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(Trouble, match=f"PORT={value}: write a number"):
        portal.wanted_port()


def test_a_taken_port_is_said_with_another_to_try(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(Trouble, match=f"Port {port} is taken: .* PORT={port % 65535 + 1} make run"):
            portal.wanted_port()


def test_a_wrong_setting_is_said_before_anything_starts(embedded, data_dir):
    done = embedded("run", DEMO="perhaps")
    assert done.returncode == 1
    assert done.stderr == "DEMO='perhaps': write 1 or 0.\n"
    assert list(data_dir.iterdir()) == []


def home(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/fr/", timeout=20) as page:
            return page.status
    except OSError:
        return None


@pytest.mark.worker
def test_the_whole_portal_starts_answers_goes_on_and_ends(embedded_beside, data_dir):
    """The real plan alone; with demonstration data it is the thin slice's."""
    port = free_port()
    said = []
    with embedded_beside("run", PORT=str(port), DEMO="0") as running:
        for line in running.stdout:
            said.append(line)
            if "Everything is ready" in line:
                break
        assert home(port) == 200
        os.kill(child_called("gunicorn", of=running), signal.SIGKILL)
        eventually(lambda: home(port) == 200)
        running.send_signal(signal.SIGINT)
        eventually(lambda: running.poll() is not None)
        assert running.returncode == 0
        said.append(running.stdout.read())
    text = "".join(said)
    assert "The web server ended (SIGKILL) and is started again." in text
    assert f"http://localhost:{port}/fr/" in text
    assert re.search(r"admin +administrator", text)
    with Place(data_dir):
        pass  # nothing that it started is left
