"""Patience with a real worker."""

import time

PATIENCE = 120  # seconds


def wait_until(condition, log):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.3)
