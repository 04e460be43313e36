"""The whole portal: servers, data, web server, worker, schedule, and what to tell the person at the terminal."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tetouan_portal.embedded.processes import Children, Trouble, wait_until
from tetouan_portal.embedded.servers import Servers


def say(*words):
    print(*words, flush=True)


def run(data_dir):
    port = int(os.environ.get("PORT") or 8000)
    refuse_busy(port)
    children = Children()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        environment = prepare(data_dir, port, children)
        serve(environment, data_dir, port, children)
        accounts = manage(environment, "demo_accounts", quiet=True)
        say("The worker makes the annual report's PDFs…")
        manage(environment, "queue_report_pdfs", "--wait")
        tell(port, data_dir, json.loads(accounts))
        watch(children)
    except KeyboardInterrupt:
        say("\nStopping.")
    finally:
        children.end()


def refuse_busy(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(
                f"Port {port} is taken: stop what uses it, or choose another one: PORT={port + 1} make run"
            ) from error


def prepare(data_dir, port, children):
    say("Starting PostgreSQL and Valkey…")
    servers = Servers(data_dir, children)
    servers.start()
    environment = {
        **os.environ,
        **servers.environment,
        "DATA_DIR": str(data_dir),
        "SITE_URL": os.environ.get("SITE_URL") or f"http://localhost:{port}",
        "SECRET_KEY_FILE": os.environ.get("SECRET_KEY_FILE") or str(secret_key(data_dir)),
    }
    say("Bringing the database up to date…")
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "load_plan")
    if environment.get("DEMO", "1") in {"1", "true", "True", "yes"}:
        manage(environment, "load_demo")
    return environment


def secret_key(data_dir):
    path = Path(data_dir) / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path


def manage(environment, *words, quiet=False):
    """Run a management command; its answer is shown, or returned when `quiet`."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        env=environment,
        stdout=subprocess.PIPE if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"“manage.py {words[0]}” failed: its message stands above.")
    return done.stdout


def serve(environment, data_dir, port, children):
    beat = Path(data_dir) / "beat"
    beat.mkdir(parents=True, exist_ok=True)
    log = (Path(data_dir) / "portal.log").open("ab")
    options = {"env": environment, "stdout": log, "stderr": log}
    celery = [sys.executable, "-m", "celery", "-A", "tetouan_portal"]
    gunicorn = [sys.executable, "-m", "gunicorn", "tetouan_portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    children.start("The web server", [*gunicorn, "--workers", "2", "--threads", "4"], **options)
    children.start("The worker", [*celery, "worker", "--concurrency", "1", "--loglevel", "info"], **options)
    schedule = ["--schedule", beat / "schedule", "--pidfile", ""]
    children.start("The schedule", [*celery, "beat", *schedule], **options)
    wait_until(
        lambda: children.first_ended() or answers(port),
        seconds=60,
        trouble=f"The web server does not answer: see {log.name}.",
    )
    watch_once(children)


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.status == 200
    except (OSError, urllib.error.URLError):
        return False


def watch_once(children):
    if ended := children.first_ended():
        raise Trouble("{} ended with status {}: see portal.log and embedded/servers.log in DATA_DIR.".format(*ended))


def watch(children):
    while True:
        watch_once(children)
        time.sleep(0.5)


def tell(port, data_dir, accounts):
    address = f"http://localhost:{port}"
    say(f"\n  The portal     {address}/   (العربية {address}/ar/ · français {address}/fr/ · español {address}/es/)")
    say(f"  The admin      {address}/admin/")
    for account in accounts:
        say(f"    {account['username']:<12} {account['role']:<26} password: {account['password']}")
    say(f"  The reports    {address}/ar/reports/   files in {data_dir}/media/reports/")
    say("\n  Ctrl-C ends everything.")
