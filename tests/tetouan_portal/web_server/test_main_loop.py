"""What the main loop does with a visitor who is slow, gone, or too many: he alone is let go."""

import logging
import socket
import struct
from concurrent.futures import Future

import pytest
from gunicorn.config import Config
from gunicorn.errors import ConfigError
from gunicorn.workers.gthread import ThreadWorker

from tests.web_servers import read_all
from tetouan_portal.lib.throttle import NOBODY
from tetouan_portal.web_server import bounds, worker
from tetouan_portal.web_server.visitors import Visitor

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n"
LONG = b"x" * 20_000_000  # more than the system keeps for who does not read


def answered(loop, answer, *, sent=GET, stays=True):
    """Somebody whose request a thread has answered so."""
    line, visitor = loop.come(sent)
    assert loop.handed.pop() is visitor
    visitor.sock.sendall(answer)
    loop.worker.leave(visitor, stays=stays)
    return line, visitor


# --- patience ------------------------------------------------------------------------------


def test_a_byte_now_and_then_buys_no_time_for_a_head(loop):
    line, visitor = loop.come(b"G")
    for _byte in range(2):
        loop.later(bounds.HEAD_SECONDS / 3)
        line.sendall(b"E")
        loop.turn()
    assert loop.is_waiting_for(visitor)
    loop.later(bounds.HEAD_SECONDS / 3)
    assert read_all(line).startswith(b"HTTP/1.1 408 ")


def test_the_time_for_a_head_begins_with_its_first_byte(loop):
    line, visitor = loop.come()
    loop.later(bounds.HEAD_SECONDS - 1)
    line.sendall(b"G")
    loop.turn()
    loop.later(bounds.HEAD_SECONDS - 1)
    assert loop.is_waiting_for(visitor)


def test_the_time_for_a_body_begins_with_the_body(loop):
    line, visitor = loop.come(POST[:-1])
    loop.later(bounds.HEAD_SECONDS - 1)
    line.sendall(POST[-1:])
    loop.turn()
    for _piece in range(2):
        loop.later(bounds.BODY.grace / 2 - 1)
        line.sendall(b"x")
        loop.turn()
    assert loop.is_waiting_for(visitor)
    loop.later(3)
    assert loop.handed == [visitor]
    assert visitor.arriving.request.body.refused == 408


def test_who_has_been_answered_is_waited_for_less_long_than_who_has_just_come(loop):
    _line, newcomer = loop.come()
    _line, regular = answered(loop, b"answer")
    loop.later(bounds.KEPT_SECONDS - 1)
    assert loop.is_waiting_for(regular)
    loop.later(1)
    assert [loop.is_waiting_for(one) for one in (regular, newcomer)] == [False, True]
    loop.later(bounds.HEAD_SECONDS)
    assert not loop.is_waiting_for(newcomer)


def test_who_reads_slowly_is_waited_for_and_who_reads_nothing_is_not(loop):
    line, slow = answered(loop, LONG)
    _line, deaf = answered(loop, LONG)
    for _piece in range(3):
        loop.later(bounds.ANSWER.pause - 1)
        assert loop.is_waiting_for(slow)
        for _times in range(20):
            line.recv(200_000)
        loop.turn()
    assert not loop.is_waiting_for(deaf)


def test_an_answer_has_its_own_time_though_the_request_took_long(loop):
    line, visitor = loop.come(POST.replace(b"4000", b"100000"))
    for received in (97_000, 98_000, 99_000, 100_000):
        line.sendall(b"x" * (received - visitor.arriving.received))
        while visitor.arriving.received < received:
            loop.turn()
        loop.later(bounds.BODY.pause - 1)
    assert loop.handed == [visitor]
    loop.later(bounds.ANSWER.grace)  # a thread has it meanwhile
    visitor.sock.sendall(LONG)
    loop.worker.leave(visitor, stays=True)
    loop.later(bounds.ANSWER.pause - 1)
    assert loop.is_waiting_for(visitor)


def test_what_was_read_of_a_former_answer_buys_no_time_for_the_next(loop):
    line, visitor = answered(loop, b"x" * 100_000)
    line.sendall(GET)
    loop.turn()
    visitor.sock.sendall(LONG)
    loop.worker.leave(visitor, stays=True)
    loop.later(bounds.ANSWER.pause - 1)
    visitor.moved()  # as if he had taken a byte
    loop.later(2)
    assert not loop.is_waiting_for(visitor)


def test_while_the_server_stops_patience_is_short_and_an_answer_is_read_to_its_end(loop):
    _line, idle = loop.come()
    _line, half = loop.come(b"GET /")
    _line, body = loop.come(POST + b"x")
    _line, reader = answered(loop, LONG)
    loop.worker.alive = False
    loop.later(1)
    assert len(loop.worker.waiting) == 4
    loop.later(2)
    assert [loop.is_waiting_for(one) for one in (idle, half, body, reader)] == [False, False, True, True]
    loop.later(bounds.STOPPING_SECONDS["body"])
    assert loop.handed == [body]
    loop.later(bounds.STOPPING_SECONDS["leaving"])
    assert not loop.is_waiting_for(reader)


# --- the end -------------------------------------------------------------------------------


def test_an_answer_is_not_lost_on_who_goes_on_sending(loop):
    line, visitor = answered(loop, b"refused", sent=b"\0\r\n\r\n" + b"x" * 9000, stays=False)
    line.sendall(b"y" * 9000)
    loop.turn()
    assert read_all(line) == b"refused"
    assert loop.is_waiting_for(visitor)
    line.close()
    loop.turn()
    assert not loop.is_waiting_for(visitor)


def test_the_time_to_read_why_begins_when_all_has_been_sent(loop):
    line, visitor = answered(loop, LONG, stays=False)
    loop.later(bounds.LINGER_SECONDS + 1)
    while visitor.stage != "lingering":
        line.recv(1_000_000)
        loop.glance()
    loop.later(bounds.LINGER_SECONDS - 1)
    assert loop.is_waiting_for(visitor)
    loop.later(1)
    assert not loop.is_waiting_for(visitor)


def test_who_goes_on_sending_after_his_answer_is_not_listened_to_forever(loop):
    line, visitor = answered(loop, b"refused", sent=b"\0\r\n\r\n", stays=False)
    for _piece in range(3):
        line.sendall(b"y")
        loop.turn()
        loop.later(bounds.LINGER_SECONDS / 3)
    assert not loop.is_waiting_for(visitor)


def test_who_is_let_go_leaves_his_place_and_nothing_open(loop):
    for _time in range(3):
        line, visitor = loop.come(POST + b"x" * 3000)
        body = visitor.arriving.body
        loop.worker.drop(visitor)
        assert read_all(line) == b""
        assert (body.closed, visitor.line.fileno()) == (True, -1)
    assert (loop.worker.nr_conns, len(loop.worker.poller.get_map())) == (0, 0)


def test_a_body_is_kept_no_longer_than_until_its_answer(loop):
    _line, visitor = answered(loop, LONG, sent=POST + b"x" * 4000)
    assert visitor.arriving.body.closed


def test_who_is_let_go_amid_his_answer_leaves_nothing_of_it(loop):
    _line, visitor = answered(loop, LONG)
    kept = visitor.sock.parts[0].file
    loop.worker.drop(visitor)
    assert kept.closed


def test_a_line_that_breaks_lets_its_visitor_go_and_nobody_else(loop):
    line, gone = loop.come(b"GET /")
    _line, other = loop.come(b"GET /")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()  # with a reset
    loop.turn()
    assert loop.worker.waiting == {other}
    assert gone.line.fileno() == -1


def test_who_was_let_go_in_a_turn_is_not_heard_in_it_any_more(loop):
    line, visitor = loop.come()
    line.sendall(GET)
    events = loop.worker.poller.select(10)
    loop.worker.drop(visitor)
    for key, _events in events:
        key.data(key.fileobj)
    assert (loop.handed, loop.worker.nr_conns) == ([], 0)


def test_who_hangs_up_before_he_has_asked_is_let_go(loop):
    line, visitor = loop.come(b"GET /")
    line.close()
    loop.turn()
    assert not loop.is_waiting_for(visitor)


@pytest.mark.parametrize(
    ("ends", "stage"),
    [
        (lambda future: future.set_result(True), "idle"),
        (lambda future: future.set_result(False), "lingering"),
        (lambda future: future.set_exception(OSError()), "lingering"),
        (lambda future: future.cancel(), "lingering"),
    ],
    ids=["well", "to be closed", "failed", "never begun"],
)
def test_only_who_was_answered_well_may_ask_again_on_the_same_line(loop, ends, stage):
    _line, visitor = loop.come(GET)
    ends(future := Future())
    loop.worker.finish_request(visitor, future)
    assert visitor.stage == stage


# --- too many, too much ----------------------------------------------------------------------


def test_without_a_descriptor_left_one_makes_room_and_the_loop_goes_on(loop, monkeypatch):
    _line, idle = loop.come()
    _line, busy = loop.come(POST)
    with monkeypatch.context() as patch:
        patch.setattr(loop, "listener", Full(loop.listener))
        loop.worker.accept(loop.listener)
    assert loop.worker.waiting == {busy}
    loop.come()
    assert not loop.is_waiting_for(idle)


class Full:
    def __init__(self, listener):
        self.getsockname = listener.getsockname

    def accept(self):
        raise OSError(24, "Too many open files")


def test_a_newcomer_beyond_all_places_takes_that_of_who_loses_least(loop):
    loop.worker.most = 2
    _line, idle = loop.come()
    _line, busy = loop.come(POST)
    _line, newcomer = loop.come()
    assert loop.worker.waiting == {busy, newcomer}
    assert idle.line.fileno() == -1


def test_where_too_much_is_kept_who_keeps_most_goes_first(loop, monkeypatch):
    monkeypatch.setattr(worker, "SPOOLED_BYTES", 3000)
    _line, light = loop.come(POST + b"x" * 1000)
    _line, heavy = loop.come(POST + b"x" * 3000)
    loop.later(1)
    assert loop.worker.waiting == {light}
    assert heavy.arriving.body.closed


def test_an_answer_that_nobody_reads_is_kept_at_his_charge(loop, monkeypatch):
    monkeypatch.setattr(worker, "SPOOLED_BYTES", 3000)
    _line, sender = loop.come(POST + b"x" * 2000)
    answered(loop, LONG)
    loop.later(1)
    assert loop.worker.waiting == {sender}


@pytest.mark.parametrize(("proxies", "is_behind_one"), [(0, False), (1, True), (2, True)])
def test_behind_a_proxy_one_address_may_have_every_place(loop, settings, monkeypatch, proxies, is_behind_one):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    asked = []
    monkeypatch.setattr(ThreadWorker, "load_wsgi", lambda _worker: None)
    monkeypatch.setattr(worker, "room_for", lambda wanted, **how: asked.append((wanted, how)) or (40, 5))
    loop.worker.wsgi = None
    loop.worker.load_wsgi()
    assert asked == [(loop.worker.cfg.worker_connections, {"behind_proxy": is_behind_one})]
    assert loop.worker.worker_connections > loop.worker.most == 40


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("192.0.2.1", 1), ("192.0.2.1", 2), True),
        (("192.0.2.1", 1), ("192.0.2.2", 1), False),
        (("2001:db8::1", 1, 0, 0), ("2001:db8::2", 1, 0, 0), True),
        (("2001:db8::1", 1, 0, 0), ("2001:db8:0:1::1", 1, 0, 0), False),
        (("::ffff:192.0.2.1", 1, 0, 0), ("192.0.2.1", 1), True),
    ],
)
def test_one_customer_is_one_address(one, other, same):
    assert (customer(one) == customer(other)) == same


def test_a_socket_of_this_machine_has_no_address():
    assert customer("") == customer(b"") == NOBODY


def customer(address):
    line, end = socket.socketpair()
    with line, end:
        return Visitor(Config(), line, address, None, None).address


# --- what fails ------------------------------------------------------------------------------


def test_an_error_while_reading_is_that_visitors_and_is_logged(loop, caplog, monkeypatch):
    line, visitor = loop.come()
    monkeypatch.setattr(visitor.arriving, "take", lambda _data: 1 / 0)
    line.sendall(GET)
    loop.turn()
    assert loop.handed == [visitor]
    assert visitor.arriving.request.body.refused == 400
    assert "could not be read" in caplog.text


def test_the_server_speaks_no_tls_and_takes_no_proxys_word_for_an_address():
    with_tls, with_protocol = Config(), Config()
    with_tls.set("certfile", "/etc/portal.pem")
    with_protocol.set("proxy_protocol", "auto")
    for cfg in (with_tls, with_protocol):
        with pytest.raises(ConfigError):
            worker.PatientWorker.check_config(cfg, logging.getLogger("tests.loop"))
    worker.PatientWorker.check_config(Config(), logging.getLogger("tests.loop"))
