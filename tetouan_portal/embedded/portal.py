"""The whole portal: servers, data, web server, worker, schedule, and what to tell the person at the terminal."""

import contextlib
import http.client
import importlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime

from tetouan_portal.embedded.places import Place
from tetouan_portal.embedded.processes import Children, Stopped, Trouble, wait_until
from tetouan_portal.embedded.servers import start_servers
from tetouan_portal.lib.env import env_bool, env_secret

CELERY = (sys.executable, "-m", "celery", "-A", "tetouan_portal")
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "python:tetouan_portal.web_server.settings")
START_SECONDS = 60


def say(*words):
    print(*words, flush=True)


def run(data_dir):
    """Everything at once, until somebody ends it."""
    importlib.import_module("tetouan_portal.settings")  # a wrong value is told before anything is started
    with Place(data_dir) as place, Children(inherited=place.children_lock) as children:
        try:
            portal = Portal(place, children, wanted_port())
            portal.prepare_data()
            portal.serve()
            portal.tell_where()
            portal.make_report_pdfs()
            say("\nEverything is ready. Ctrl-C ends it; the data are kept.")
            children.watch()
        except Stopped:
            say("\nStopping, when the worker has finished what it has in hand (Ctrl-C again: at once).")


def wanted_port():
    """PORT, if it can be used: better to know before anything is started."""
    raw = os.environ.get("PORT") or "8000"
    if not raw.isdecimal() or not 0 < int(raw) < 65536:
        raise Trouble(f"PORT={raw}: write a number from 1 to 65535.")
    port = int(raw)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Trouble(f"Port {port} needs an administrator: choose another one, PORT=8000 make run") from error
        except OSError as error:
            raise Trouble(
                f"Port {port} is taken: stop what uses it, or choose another one, PORT={port % 65535 + 1} make run"
            ) from error
    return port


class Portal:
    def __init__(self, place, children, port):
        self.children = children
        self.children.tell = self.tell
        self.port = port
        self.data_dir = place.data_dir
        self.address = f"http://localhost:{port}"
        say("Starting PostgreSQL and Valkey…")
        self.environment = {
            **os.environ,
            **start_servers(place, children),
            "DATA_DIR": str(self.data_dir),
            "SITE_URL": os.environ.get("SITE_URL") or self.address,
        }
        if not os.environ.get("SECRET_KEY"):
            self.environment["SECRET_KEY_FILE"] = os.environ.get("SECRET_KEY_FILE") or str(self.secret_key_file())

    def secret_key_file(self):
        """Kept, so that a second run does not sign everybody out."""
        path = self.data_dir / "secret_key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(64))
        return path

    def manage(self, *words, **options):
        """(exit status, output) of a management command; what it says to a person is shown."""
        command = [sys.executable, "manage.py", *words]
        return self.children.run(words[0], command, env=self.environment, **options)

    def need(self, *words, **options):
        status, output = self.manage(*words, **options)
        if status:
            raise Trouble(f"“manage.py {words[0]}” failed: its message stands above.")
        return output

    def prepare_data(self):
        say("Bringing the database up to date…")
        self.need("migrate", "--verbosity=0")
        is_demo = env_bool("DEMO", default=True)
        say(f"Loading the plan, the budget’s calendar and the desk’s lists{', and demonstration data' * is_demo}…")
        self.need("prepare_data", *(["--demo"] if is_demo else []))

    def serve(self):
        """Web server, workers and schedule. Without their parent nobody could end them: they die at once."""
        if not os.access("/dev/shm", os.W_OK):  # noqa: S108 -- multiprocessing's semaphores
            raise Trouble("The worker needs a writable /dev/shm: mount a tmpfs there.")
        self.start("The web server", [*GUNICORN, "--bind", f"127.0.0.1:{self.port}"])
        for name, queue in (("The worker", "celery"), ("The worker for mails", "urgent")):
            worker = ["worker", "-Q", queue, "-n", f"{queue}@%h", "--concurrency", "1", "--loglevel", "info"]
            self.start(name, [*CELERY, *worker])
        schedule = self.data_dir / "embedded" / "schedule"
        self.start("The schedule", [*CELERY, "beat", "--schedule", schedule, "--pidfile", ""])
        wait_until(self.answers, seconds=START_SECONDS, trouble=f"The web server does not answer: {self.log} says why.")
        self.children.are_up = True

    @property
    def log(self):
        return self.data_dir / "portal.log"

    def start(self, name, command):
        self.children.start(name, command, env=self.environment, log=self.log, orphaned=signal.SIGKILL)

    def tell(self, sentence):
        """At the terminal, and for who comes later."""
        say(sentence)
        with self.log.open("a") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {sentence}\n")

    def answers(self):
        self.children.look_after()
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            try:
                connection.request("GET", "/readyz")
                return connection.getresponse().status == http.HTTPStatus.OK
            except (OSError, http.client.HTTPException):
                return False

    def tell_where(self):
        accounts = json.loads(self.need("demo_accounts", stdout=subprocess.PIPE))
        languages = {"ar": "العربية", "fr": "français", "es": "español"}
        say("\n  The portal   " + "   ".join(f"{self.address}/{code}/ {name}" for code, name in languages.items()))
        say(f"  The admin    {self.address}/admin/")
        for account in accounts:
            say(f"    {account['username']:<16} {account['role']:<28} password: {account['password']}")
        if env_bool("STAFF_MFA", default=True):
            say("    Some set up a second factor at their first sign-in: a passkey or an app (STAFF_MFA=0: none).")
        say(f"  The reports  {self.address}/fr/reports/   PDFs: {self.data_dir}/media/reports/")
        if not env_secret("MAIL_URL"):
            say(f"  The mails    {self.data_dir}/mail/")
        say(f"  The log      {self.log}\n")

    def make_report_pdfs(self):
        say("The worker makes the annual report's PDFs…")
        status, _output = self.manage("queue_report_pdfs", "--wait")
        if status:
            say("Not all PDFs could be made: the reason stands above and in the admin, where they can be tried again.")
