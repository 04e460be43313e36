"""Starts the embedded PostgreSQL and Valkey in a place; whether they are ready is asked of the servers."""

import os
import shutil
import signal
import subprocess

import psycopg
import redis

from tetouan_portal.embedded.places import Place
from tetouan_portal.embedded.processes import Children, Trouble, wait_until
from tetouan_portal.embedded.programs import POSTGRESQL, VALKEY

DATABASE = "portal"
INITDB = (
    *("-U", DATABASE, "--auth-local=trust", "--auth-host=reject", "-E", "UTF8", "--no-instructions", "--no-sync"),
    *("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"),
)
SETTINGS = ("listen_addresses=", "max_connections=100", "shared_buffers=64MB")
FORGETFUL = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
VALKEY_SETTINGS = (
    *("--port", "0", "--unixsocketperm", "700", "--save", "", "--appendonly", "no"),
    *("--maxmemory", "64mb", "--maxmemory-policy", "noeviction"),
)


def start_servers(place: Place, children: Children, *, lasting: bool = True) -> dict[str, str]:
    """Start what the environment does not already name. Returns the variables that say how to reach it.

    Data that need not be `lasting` are not guarded against a power cut: that makes tests faster.
    """
    servers = Servers(place, children)
    environment = {}
    if not os.environ.get("DATABASE_URL"):
        environment["DATABASE_URL"] = servers.start_postgresql(SETTINGS if lasting else SETTINGS + FORGETFUL)
    if not os.environ.get("REDIS_URL"):
        environment["REDIS_URL"] = servers.start_valkey()
    if environment:
        environment["EMBEDDED_SERVERS"] = "1"  # production refuses them
    return environment


class Servers:
    def __init__(self, place, children):
        self.place = place
        self.children = children
        self.sockets = place.for_sockets()
        self.log = place.home / "servers.log"
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self.options = {"cwd": "/", "env": environment, **place.identity}

    def start(self, name, command, answers, **options):
        server = self.children.start(name, command, log=self.log, **options, **self.options)
        wait_until(
            lambda: server.poll() is not None or answers(),
            seconds=60,
            trouble=f"{name} does not answer: {self.log} says why.",
        )
        if server.poll() is not None:
            raise Trouble(f"{name} ended at once: {self.log} says why.")

    def start_postgresql(self, settings):
        program = POSTGRESQL.program_for(self.place)
        data = self.place.for_servers() / "postgresql"
        if not data.exists():
            self.create_cluster(program.with_name("initdb"), data)
        self.refuse_other_version(data)
        self.clear_traces(data)
        command = [program, "-D", data, "-k", self.sockets]
        for setting in settings:
            command += ["-c", setting]
        # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
        self.start("PostgreSQL", command, self.postgresql_answers, ending=signal.SIGINT)
        return f"postgresql://{DATABASE}@/{DATABASE}?host={self.sockets}"

    def clear_traces(self, data):
        """Of a sudden end. The lock that children inherit proves that no server of ours is alive,
        while the numbers in these files may by now belong to any process: PostgreSQL would give way to it.
        """
        (data / "postmaster.pid").unlink(missing_ok=True)
        for path in self.sockets.iterdir():
            path.unlink()

    def create_cluster(self, initdb, data):
        """Under another name first: an interrupted start leaves nothing that looks finished."""
        unfinished = data.with_name("postgresql-unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self.place.owned(unfinished)
        command = [initdb, "-D", unfinished, *INITDB]
        answers = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        status, answer = self.children.run("initdb", command, **answers, **self.options)
        if status:
            raise Trouble(f"PostgreSQL could not be set up: {answer.strip()}")
        unfinished.rename(data)

    @staticmethod
    def refuse_other_version(data):
        made_by = (data / "PG_VERSION").read_text().strip()
        version = POSTGRESQL.installed()[2].split(".")[0]
        if made_by != version:
            raise Trouble(
                f"The data are of PostgreSQL {made_by}, the installed one is {version}: make reset starts over."
            )

    def postgresql_answers(self):
        try:
            with psycopg.connect(host=str(self.sockets), user=DATABASE, dbname="postgres", autocommit=True) as server:
                if not server.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                    server.execute(f"create database {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True

    def start_valkey(self):
        socket = self.sockets / "valkey.sock"
        command = [VALKEY.program_for(self.place), "--unixsocket", socket, "--dir", self.sockets, *VALKEY_SETTINGS]
        self.start("Valkey", command, lambda: valkey_answers(socket))
        return f"redis+socket://{socket}?virtual_host=0"


def valkey_answers(socket):
    try:
        return redis.Redis(unix_socket_path=str(socket)).ping()
    except redis.ConnectionError:
        return False
