"""gunicorn's worker with threads, which are given whole requests and never wait for a visitor."""

import contextlib
import socket
import time
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from gunicorn.errors import ConfigError
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from tetouan_portal.web_server.arriving import Unknown
from tetouan_portal.web_server.bounds import SPOOLED_BYTES
from tetouan_portal.web_server.last_words import FAILED, TOO_SLOW
from tetouan_portal.web_server.visitors import Visitor, room_for, to_be_dropped, too_heavy

AT_ONCE = 64 * 1024
STATUSES = {  # of what gunicorn's parser refuses; 400 otherwise
    errors.LimitRequestLine: 414,
    errors.ExpectationFailed: 417,
    errors.LimitRequestHeaders: 431,
    errors.UnsupportedTransferCoding: 501,
}


class PatientWorker(ThreadWorker):
    """The main loop alone touches sockets of visitors, and is never held up by one."""

    wsgi: Any

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.waiting: set[Visitor] = set()  # for whom the main loop reads or writes
        self.swept_at = 0.0
        self.stopped_at: float | None = None

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:  # noqa: ARG003 -- gunicorn's
        if cfg.is_ssl or cfg.proxy_protocol not in (None, False, "off"):
            raise ConfigError("The web server speaks plain HTTP: TLS is a proxy's.")

    def load_wsgi(self) -> None:
        super().load_wsgi()
        from django.conf import settings  # noqa: PLC0415 -- only now Django is set up

        from tetouan_portal.lib.body_size import body_limit  # noqa: PLC0415
        from tetouan_portal.lib.front_guard import REFUSED  # noqa: PLC0415

        self.wsgi = telling_refusals(self.wsgi, REFUSED)
        self.body_limit = body_limit
        self.most, self.most_of_one = room_for(
            self.cfg.worker_connections, behind_proxy=settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0
        )
        self.worker_connections = self.most + 4 * self.cfg.threads + 100  # those whose request is in hand, too

    # --- coming ----------------------------------------------------------------

    def accept(self, listener: socket.socket) -> None:
        try:
            line, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError as error:  # no descriptor is left, for instance
            self.log.warning("A connection could not be taken: %s", error)
            self.drop_one()
            time.sleep(0.05)  # what is in hand gives some back
            return
        self.nr_conns += 1
        visitor = Visitor(self.cfg, line, address, listener.getsockname(), self.body_limit)
        while dropped := to_be_dropped(self.waiting, visitor, most=self.most, most_of_one=self.most_of_one):
            self.drop(dropped)
        self.await_request(visitor)

    def await_request(self, visitor: Visitor, data: bytes = b"") -> None:
        visitor.begin_request()
        self.watch(visitor, EVENT_READ, self.hear)
        if data:
            self.take(visitor, data)

    def hear(self, visitor: Visitor) -> None:
        data = visitor.line.recv(AT_ONCE)
        if data:
            self.take(visitor, data)
        else:
            self.drop(visitor)

    def take(self, visitor: Visitor, data: bytes) -> None:
        arriving = visitor.arriving
        visitor.moved(began=arriving.stage == "idle")
        stage = arriving.stage
        try:
            arriving.take(data)
        except Unknown:
            self.refuse(visitor, 411)
        except OSError as error:  # the disk of temporary files is full
            self.log.warning("A request could not be kept while it arrived: %s", error)
            self.refuse(visitor, 503)
        except Exception as error:  # gunicorn's parser refuses it, or fails at it
            if not isinstance(error, errors.ParseException):
                self.log.exception("A request could not be read.")
            self.refuse(visitor, STATUSES.get(type(error), 400))
        else:
            if arriving.is_whole:
                self.hand_over(visitor)
            elif arriving.stage == "body" != stage:
                self.encourage(visitor)

    def encourage(self, visitor: Visitor) -> None:
        """Who asked whether his body is wanted hears that it is."""
        visitor.moved(began=True)
        if visitor.arriving.request._expected_100_continue:
            visitor.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def hand_over(self, visitor: Visitor) -> None:
        self.unwatch(visitor)
        visitor.hand_over()
        self.enqueue_req(visitor)

    def refuse(self, visitor: Visitor, status: int) -> None:
        """The application has the page that says so, in the visitor's language."""
        visitor.arriving.refuse(status)
        self.hand_over(visitor)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Called in a thread whose application has not answered. Addresses are not logged: they hold what was typed."""
        self.log.error("A request could not be answered.", exc_info=exc)
        client.sendall(FAILED)

    # --- going -----------------------------------------------------------------

    def finish_request(self, visitor: Visitor, future: Any) -> None:
        stays = not future.cancelled() and not future.exception() and future.result() is True
        self.guarded(self.leave, visitor, stays=stays)

    def leave(self, visitor: Visitor, *, stays: bool) -> None:
        """Send what is still to be sent; then the next request, or the end."""
        visitor.answered(stays=stays)
        self.send_on(visitor)

    def send_on(self, visitor: Visitor) -> None:
        before = visitor.sock.sent
        is_all = visitor.sock.flush()
        if visitor.sock.sent > before:
            visitor.moved()
        if not is_all:
            self.watch(visitor, EVENT_WRITE, self.send_on)
        elif visitor.stays:
            self.await_request(visitor, visitor.arriving.rest)
        else:
            self.linger(visitor)

    def linger(self, visitor: Visitor) -> None:
        """Closed while more comes in, the answer would be lost on its way."""
        visitor.linger()
        self.watch(visitor, EVENT_READ, self.ignore)

    def ignore(self, visitor: Visitor) -> None:
        if not visitor.line.recv(AT_ONCE):
            self.drop(visitor)

    # --- watching --------------------------------------------------------------

    def watch(self, visitor: Visitor, event: int, act: Any) -> None:
        self.unwatch(visitor)
        self.waiting.add(visitor)
        self.poller.register(visitor.line, event, partial(self.on_event, act, visitor))

    def unwatch(self, visitor: Visitor) -> None:
        if visitor in self.waiting:
            self.waiting.remove(visitor)
            self.poller.unregister(visitor.line)

    def on_event(self, act: Any, visitor: Visitor, _line: Any) -> None:
        if visitor in self.waiting:  # not dropped in this same turn
            self.guarded(act, visitor)

    def guarded(self, act: Any, visitor: Visitor, **options: Any) -> None:
        """One visitor's line never ends the loop."""
        try:
            act(visitor, **options)
        except BlockingIOError:
            pass
        except OSError:
            self.drop(visitor)

    def drop(self, visitor: Visitor) -> None:
        self.unwatch(visitor)
        self.nr_conns -= 1
        with contextlib.suppress(OSError):
            visitor.forget()

    def drop_one(self) -> None:
        if dropped := to_be_dropped(self.waiting, None, most=0, most_of_one=None):
            self.drop(dropped)

    def murder_pending(self) -> None:
        """Called by gunicorn's loop at each turn, also while it stops."""
        now = time.monotonic()
        if not self.alive and self.stopped_at is None:
            self.stopped_at = now
        if now < self.swept_at + 1:
            return
        self.swept_at = now
        for visitor in [one for one in self.waiting if one.deadline(self.stopped_at) <= now]:
            if visitor.stage == "body":
                self.guarded(self.refuse, visitor, status=408)
                continue
            if visitor.stage == "head":
                with contextlib.suppress(OSError):
                    visitor.sock.sendall(TOO_SLOW)
            self.drop(visitor)
        while heavy := too_heavy(self.waiting, most=SPOOLED_BYTES):
            self.drop(heavy)


def telling_refusals(application: Callable, key: str) -> Callable:
    """The application, told with which status a request is refused that never arrived as it should."""

    def respond(environ: dict[str, Any], start_response: Callable) -> Any:
        if status := getattr(environ["wsgi.input"], "refused", 0):
            environ[key] = status
        return application(environ, start_response)

    return respond
