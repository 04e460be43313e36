"""The main loop without a process or threads of its own: a test makes its turns, and its clock goes by hand."""

import contextlib
import logging
import os
import selectors
import socket
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from tetouan_portal.web_server import visitors, worker


class Loop:
    """One worker. `handed` are the visitors whose request a thread would have now."""

    def __init__(self, stack):
        self.stack = stack
        self.now = 1000.0
        self.handed = []
        self.listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.worker = made = worker.PatientWorker(
            1, os.getppid(), [], None, 30, Config(), logging.getLogger("tests.loop")
        )
        made.poller = stack.enter_context(contextlib.closing(selectors.DefaultSelector()))
        made.body_limit = lambda _environ: 10_000_000
        made.most, made.most_of_one = 10, None
        made.enqueue_req = self.handed.append
        stack.callback(made.tmp.close)

    def come(self, sent=b""):
        """Somebody connects: (his side, the server's)."""
        before = {*self.worker.waiting}
        line = self.stack.enter_context(socket.create_connection(self.listener.getsockname(), timeout=10))
        self.worker.accept(self.listener)
        (visitor,) = self.worker.waiting - before
        self.stack.callback(visitor.forget)
        if sent:
            line.sendall(sent)
            self.turn()
        return line, visitor

    def turn(self):
        assert self.glance(10), "Nothing came of any line."

    def glance(self, seconds=0):
        events = self.worker.poller.select(seconds)
        for key, _events in events:
            key.data(key.fileobj)
        return events

    def later(self, seconds):
        self.now += seconds
        self.worker.murder_pending()

    def is_waiting_for(self, visitor):
        return visitor in self.worker.waiting


@pytest.fixture
def loop(monkeypatch):
    with contextlib.ExitStack() as stack:
        made = Loop(stack)
        clock = SimpleNamespace(monotonic=lambda: made.now, sleep=lambda _seconds: None)
        monkeypatch.setattr(visitors, "time", clock)
        monkeypatch.setattr(worker, "time", clock)
        yield made
