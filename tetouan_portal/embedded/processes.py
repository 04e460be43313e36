"""Child processes that end with their parent, whatever ends it."""

import ctypes
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1


class Trouble(Exception):  # noqa: N818 -- it is a sentence, not a fault
    """A sentence for the person at the terminal that says what to do."""


def dies_with_parent(ending):
    """For `preexec_fn`: the kernel sends `ending` to the child when its parent dies (Linux)."""

    def prepare():
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ending)

    return prepare


class Children:
    """The processes that one command started, ended in reverse order."""

    def __init__(self):
        self.started = []

    def start(self, name, command, *, ending=signal.SIGTERM, **options):
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            preexec_fn=dies_with_parent(ending),  # noqa: PLW1509 -- no threads are running here
            start_new_session=True,  # Ctrl-C reaches the parent alone, which ends them in order
            **options,
        )
        self.started.append((name, process, ending))
        return process

    def first_ended(self):
        """(name, exit status) of a process that ended by itself, or None."""
        for name, process, _ending in self.started:
            if process.poll() is not None:
                return name, process.returncode
        return None

    def end(self, patience=20):
        for _name, process, ending in reversed(self.started):
            if process.poll() is None:
                process.send_signal(ending)
                try:
                    process.wait(patience)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.started.clear()


def wait_until(ready, *, seconds, trouble):
    """Ask until `ready()` is true. Raises Trouble when it never is."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.05)
    raise Trouble(trouble)
