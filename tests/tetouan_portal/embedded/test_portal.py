import os
import re
import signal
import socket
import stat
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

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


# --- its parts, without servers -----------------------------------------------------------


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """A portal whose servers are named elsewhere; what it would start is in `parts.children.begun`."""
    monkeypatch.setattr(portal, "start_servers", lambda _place, _children: {"DATABASE_URL": "postgresql://own/portal"})
    for name in ("SECRET_KEY", "SECRET_KEY_FILE", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    children = SimpleNamespace(begun=[], are_up=False, look_after=lambda: None)
    children.start = lambda name, _command, **how: children.begun.append((name, how))
    children.run = lambda *_command, **_how: (children.status, "")
    return lambda: portal.Portal(SimpleNamespace(data_dir=tmp_path), children, free_port())


def test_a_secret_key_is_made_once_and_nobody_else_reads_it(parts):
    kept = [Path(parts().environment["SECRET_KEY_FILE"]) for _start in range(2)]
    assert kept[0] == kept[1]
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
    assert len(kept[0].read_text()) > 50


def test_a_secret_key_stays_the_same_at_the_next_start(parts):
    first, second = (Path(parts().environment["SECRET_KEY_FILE"]).read_text() for _start in range(2))
    assert first == second


@pytest.mark.parametrize(("name", "value"), [("SECRET_KEY", "a" * 60), ("SECRET_KEY_FILE", "/run/secrets/key")])
def test_a_secret_key_that_is_named_is_used(parts, monkeypatch, tmp_path, name, value):
    monkeypatch.setenv(name, value)
    environment = parts().environment
    assert environment[name] == value
    assert ("SECRET_KEY_FILE" in environment) == (name == "SECRET_KEY_FILE")
    assert not (tmp_path / "secret_key").exists()


def test_what_has_no_parent_any_more_ends_at_once(parts):
    made = parts()
    made.answers = lambda: True
    made.serve()
    assert {how["orphaned"] for _name, how in made.children.begun} == {signal.SIGKILL}
    assert len(made.children.begun) == 4


def test_one_that_ends_during_the_start_is_not_started_again_before_all_stand(parts):
    made, seen = parts(), []
    made.answers = lambda: seen.append(made.children.are_up) or True
    made.serve()
    assert (seen, made.children.are_up) == ([False], True)


@pytest.mark.parametrize(("status", "is_ready"), [(200, True), (503, False), (302, False)])
def test_a_web_server_that_is_not_ready_is_waited_for(parts, status, is_ready):
    made = parts()
    assert not made.answers()  # nobody is there

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, *_words):
            pass

    with HTTPServer(("127.0.0.1", made.port), Answer) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert made.answers() == is_ready
        thread.join()


def test_data_that_cannot_be_prepared_end_the_start_and_a_pdf_does_not(parts, capsys):
    made = parts()
    made.children.status = 1
    with pytest.raises(Trouble, match="migrate” failed"):
        made.prepare_data()
    made.make_report_pdfs()
    assert "Not all PDFs could be made" in capsys.readouterr().out


def test_what_is_said_of_a_process_is_read_later_too(parts, capsys):
    made = parts()
    made.children.tell("The worker ended.")
    assert made.log.read_text().endswith("Z The worker ended.\n")
    assert capsys.readouterr().out.endswith("The worker ended.\n")


# --- the whole ----------------------------------------------------------------------------


def said_until(lines, words, said):
    """Whether the words come; all that is heard goes to `said`."""
    for line in lines:
        said.append(line)
        if words in line:
            return True
    return False


@pytest.mark.worker
def test_the_whole_portal_starts_answers_goes_on_and_ends(embedded_beside, data_dir):
    """The real plan alone; with demonstration data it is the thin slice's."""
    port = free_port()
    said = []
    with embedded_beside("run", PORT=str(port), DEMO="0") as running:
        assert said_until(running.stdout, "Everything is ready", said)
        assert home(port) == 200
        os.kill(child_called("gunicorn", of=running), signal.SIGKILL)
        # A process of the killed one may answer a moment longer: only what is said tells that it was noticed.
        assert said_until(running.stdout, "The web server ended (SIGKILL) and is started again.", said)
        eventually(lambda: home(port) == 200)
        running.send_signal(signal.SIGINT)
        eventually(lambda: running.poll() is not None)
        assert running.returncode == 0
        said.append(running.stdout.read())
    text = "".join(said)
    assert f"http://localhost:{port}/fr/" in text
    assert re.search(r"admin +administrator", text)
    with Place(data_dir):
        pass  # nothing that it started is left
