"""A way to the tests' PostgreSQL that can be taken away and come back, as a server that is ended and started again."""

import contextlib
import os
import socket
import threading

from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.production import database_of_tests


class Relay:
    """Nobody answers at its address before `come`."""

    def __init__(self):
        self.listener = self.bound(0)
        self.port = self.listener.getsockname()[1]
        self.lines = []
        self.flowing = threading.Event()
        self.flowing.set()

    @property
    def database_url(self):
        return make_conninfo(database_of_tests(), host="127.0.0.1", port=self.port)

    @staticmethod
    def bound(port):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        return listener

    def come(self):
        self.listener.listen(100)
        threading.Thread(target=self.serve, args=[self.listener], daemon=True).start()

    def go(self):
        """With every session, as when the server is killed."""
        shut(self.listener)
        while self.lines:
            shut(self.lines.pop())
        self.listener = self.bound(self.port)

    def freeze(self):
        """Lines stay, and nothing comes over them: a disk or a machine that stands still."""
        self.flowing.clear()

    def thaw(self):
        self.flowing.set()

    def close(self):
        self.thaw()
        self.go()
        self.listener.close()

    def serve(self, listener):
        while True:
            try:
                near, _where = listener.accept()
            except OSError:
                return
            far = server()
            self.lines += [near, far]
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=carry, args=[source, target, self.flowing], daemon=True).start()


def server():
    """A line to PostgreSQL itself."""
    host = connection.settings_dict["HOST"]
    port = int(connection.settings_dict["PORT"] or 5432)
    if not host.startswith("/"):
        return socket.create_connection((host, port))
    line = socket.socket(socket.AF_UNIX)
    line.connect(os.path.join(host, f".s.PGSQL.{port}"))  # noqa: PTH118 -- an address, not a file
    return line


def carry(source, target, flowing):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            flowing.wait()
            target.sendall(data)
    shut(source)
    shut(target)


def shut(line):
    # Its thread is woken; merely closed, the line would be kept by it.
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
