"""PostgreSQL is away while the web server, or one of its processes, starts: operations, F3."""

import os
import signal
import time

import pytest

from tests.waiting import wait_until
from tests.web_servers import BY_PROXY, in_production, web_server
from tests.workers import children_of

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
AWAY_SECONDS = 20


def test_a_process_that_starts_while_the_database_is_away_takes_nobody_along(relay, tmp_path, tell_drill):
    """The web server's last word was that a process had failed to start; it stayed down when PostgreSQL was back."""
    environment = in_production(tmp_path, relay.database_url)
    with web_server(tmp_path, **BY_PROXY, ready=503, **environment) as server:
        relay.come()
        began = time.monotonic()
        wait_until(lambda: server.answers(**BY_PROXY) == 200, server.log)
        first = time.monotonic() - began

        before = children_of(server.process.pid)
        relay.go()
        for child in before:
            os.kill(child, signal.SIGKILL)
        time.sleep(AWAY_SECONDS)
        assert server.process.poll() is None
        assert len(children_of(server.process.pid)) == len(before)
        assert server.answers(**BY_PROXY) == 503
        relay.come()
        began = time.monotonic()
        wait_until(lambda: [server.answers(**BY_PROXY) for _each in range(6)] == [200] * 6, server.log)
        second = time.monotonic() - began
    tell_drill(
        drag="PostgreSQL away while the web server starts",
        lost=0,
        doubled=0,
        stood_again=max(first, second),
        seen="503: the portal is not ready yet",
    )
