"""Web servers to measure, and what they spend: CPU time of their processes and PostgreSQL's, read from /proc."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "python:tetouan_portal.web_server.settings")
TICKS = os.sysconf("SC_CLK_TCK")
CLIENTS = 8


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(application, **environment):
    """gunicorn with the portal's own settings; yields its port and process."""
    port = free_port()
    command = [*GUNICORN, application, "-b", f"127.0.0.1:{port}", "--log-level", "error"]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        wait_for(port)
        yield port, process
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port):
    for _attempt in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit(f"No server answers on port {port}.")


def cpu_seconds(process):
    """CPU time so far of the server's process tree and of every PostgreSQL process of this machine."""
    seconds = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, rest = stat.read_text().split("(", 1)[1].rsplit(")", 1)
            fields = rest.split()
            mine = int(stat.parent.name) == process.pid or int(fields[1]) == process.pid
            if mine or name.startswith("postgres"):
                seconds += (int(fields[11]) + int(fields[12])) / TICKS
    return seconds


def load(port, path, requests, headers=None):
    """Ask for `path` `requests` times over eight kept connections; raises when an answer is not 200 or 304."""
    headers = {"Host": "127.0.0.1", "Accept-Encoding": "gzip, br", **(headers or {})}
    failures = []

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _request in range(requests // CLIENTS):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status not in {200, 304}:
                failures.append(response.status)
                break
        connection.close()

    threads = [threading.Thread(target=client) for _client in range(CLIENTS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"{path} answered {failures[0]}.")
    return time.perf_counter() - started


def measure(port, process, path, requests, headers=None):
    """(requests per second, CPU milliseconds per request), after a warm-up."""
    load(port, path, CLIENTS * 2, headers)
    before = cpu_seconds(process)
    seconds = load(port, path, requests, headers)
    return requests / seconds, 1000 * (cpu_seconds(process) - before) / requests
