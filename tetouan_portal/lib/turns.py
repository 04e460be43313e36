"""Whose turn it is: costly work of which few may be done at once, by all processes and threads of this machine.

A place is a locked file: the system lets go of it when its process ends, however that ends.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

LOOKED_AGAIN = 0.05  # seconds


class BusyError(Exception):
    """All places are taken, and those where one waits; or the wait was too long."""


class Turns:
    """`places` at once, `waiting` more who wait for `patience` seconds: each holds up a thread that serves readers."""

    def __init__(self, name: str, *, places: int, waiting: int, patience: float) -> None:
        self.name = name
        self.places = places
        self.waiting = waiting
        self.patience = patience

    @contextmanager
    def one(self) -> Iterator[None]:
        """Raises BusyError."""
        with ExitStack() as held:
            self.wait(held)
            yield

    def wait(self, held: ExitStack) -> None:
        if self.takes(held, "place", self.places):
            return
        with ExitStack() as bench:
            if not self.takes(bench, "waiting", self.waiting):
                raise BusyError
            until = time.monotonic() + self.patience
            while not self.takes(held, "place", self.places):
                if time.monotonic() >= until:
                    raise BusyError
                time.sleep(LOOKED_AGAIN)

    def takes(self, held: ExitStack, what: str, number: int) -> bool:
        return any(lock(held, self.folder / f"{self.name}-{what}-{one}") for one in range(1, number + 1))

    @property
    def folder(self) -> Path:
        folder = settings.DATA_DIR / "turns"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def lock(held: ExitStack, path: Path) -> bool:
    """Whether it was free. Kept until `held` closes."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return False
    held.callback(os.close, file)
    return True
