"""Servers are started and pages measured, as each benchmark begins."""

import pytest

from benchmarks import pages, servers


def test_a_page_is_measured_at_a_server_of_its_own():
    with servers.serving("benchmarks.baseline:application") as (port, process):
        requests_per_second, milliseconds = servers.measure(port, process, "/", servers.CLIENTS)
    assert requests_per_second > 0
    assert milliseconds >= 0


@pytest.mark.django_db(transaction=True)
def test_a_page_is_weighed_with_its_styles(live_server):
    assert pages.weight(live_server.thread.port, "/fr/")[2] > 1
