"""Visitors who send half a request, a byte now and then, or never read: what a neighbour sees meanwhile."""

import contextlib
import time

import pytest

from tests.production import database_of_tests
from tests.web_servers import HALF, drip, slow_visitors, web_server

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20


@pytest.fixture
def server(tmp_path):
    with web_server(tmp_path, path="/fr/", DATABASE_URL=database_of_tests(), DATA_DIR=str(tmp_path)) as running:
        yield running


def longest_wait(server, lines, seconds):
    """Of a neighbour who asks for a page again and again while the lines drip; every page comes."""
    waits, until = [], time.monotonic() + seconds
    while not waits or time.monotonic() < until:
        drip(lines)
        began = time.monotonic()
        assert server.ask("/fr/")[0] == 200, server.log.read_text()[-5000:]
        waits.append(time.monotonic() - began)
    return max(waits)


def test_a_page_is_read_beside_sixty_slow_visitors(server):
    with contextlib.ExitStack() as stack:
        lines = [line for kind in HALF for line in stack.enter_context(slow_visitors(server, kind, 15))]
        assert longest_wait(server, lines, seconds=0) < 30


@pytest.mark.drill
@pytest.mark.parametrize("kind", [*HALF, "answers never read"])
def test_pages_are_read_beside_three_hundred_slow_visitors(server, kind, tell_drill):
    """Of six addresses, so that the bound of one address does not end them."""
    sent = b"GET /static/vendor/jquery-ui/jquery-ui.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with contextlib.ExitStack() as stack:
        lines = [
            line
            for last in range(10, 16)
            for line in stack.enter_context(
                slow_visitors(server, kind if kind in HALF else "nothing at all", 50, address=f"127.0.0.{last}")
            )
        ]
        if kind not in HALF:
            for line in lines:
                line.sendall(sent)
        longest = longest_wait(server, lines, SECONDS)
    tell_drill(
        drag=f"300 slow visitors: {kind}",
        lost=0,
        doubled=0,
        stood_again=longest,
        seen="a neighbour read every page; the number is his longest wait",
    )
