"""Patience with a real worker."""

import time

PATIENCE = 120  # seconds


def wait_until(condition, log=None):
    """`log` is shown when it never comes."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, log.read_text()[-3000:] if log else condition
        time.sleep(0.3)
