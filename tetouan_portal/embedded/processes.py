"""Child processes that end with their parent, whatever ends it."""

import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1
PATIENCE_SECONDS = 40  # a worker may be rendering a long report
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Trouble(Exception):  # noqa: N818 -- it is a sentence, not a fault
    """A sentence for the person at the terminal that says what to do."""


class Stopped(BaseException):
    """Somebody asked this command to end: `number` is the signal."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


asked = []  # to end, by these signals: heeded where nothing is half done


def heed_signals():
    for number in ENDINGS:
        signal.signal(number, lambda number, _frame: asked.append(number))


def stop_if_asked():
    if asked:
        raise Stopped(asked[0])


def dies_with_parent(ending):
    """For `preexec_fn`: the kernel sends `ending` to the child when its parent dies (Linux)."""
    parent = os.getpid()

    def prepare():
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ending)
            if os.getppid() != parent:  # it died before the kernel knew
                os._exit(1)

    return prepare


class Children:
    """The processes that one command started, ended in reverse order when the `with` block ends.

    They inherit `inherited`, the descriptor of a lock: as long as one of them lives, it is held.
    """

    def __init__(self, inherited=None):
        self.started = []
        self.inherited = () if inherited is None else (inherited,)

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.end()

    def start(self, name, command, *, ending=signal.SIGTERM, orphaned=None, **options):
        """`ending` asks it to end; `orphaned` is what the kernel sends when we are gone (default: the same)."""
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            preexec_fn=dies_with_parent(orphaned or ending),  # noqa: PLW1509 -- no threads are running here
            start_new_session=True,  # Ctrl-C reaches the parent alone, which ends them in order
            pass_fds=self.inherited,
            **options,
        )
        self.started.append((name, process, ending))
        return process

    def run(self, name, command, **options):
        """Start it and wait for its end: (exit status, output). Raises Trouble when another child ends meanwhile."""
        process = self.start(name, command, text=True, **options)
        while True:
            try:
                output, _errors = process.communicate(timeout=0.2)
            except subprocess.TimeoutExpired:
                self.insist_on(others_than=process)
            else:
                self.started = [child for child in self.started if child[1] is not process]
                return process.returncode, output

    def insist_on(self, others_than=None):
        """Raise Trouble when a child has ended by itself."""
        stop_if_asked()
        for name, process, _ending in self.started:
            if process is not others_than and process.poll() is not None:
                raise Trouble(f"{name} ended with status {process.returncode}: the logs in DATA_DIR say why.")

    def watch(self):
        """Wait until a child ends by itself."""
        while True:
            self.insist_on()
            time.sleep(0.5)

    def end(self):
        """Ask each to end, the last one first; who asks a second time (Ctrl-C) does not wait."""
        asked_before = len(asked)
        deadline = time.monotonic() + PATIENCE_SECONDS
        for _name, process, ending in reversed(self.started):
            if process.poll() is None:
                process.send_signal(ending)
            while process.poll() is None:
                if len(asked) > asked_before or time.monotonic() > deadline:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                time.sleep(0.02)
        self.started.clear()


def wait_until(ready, *, seconds, trouble):
    """Ask until `ready()` is true. Raises Trouble when it never is."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        stop_if_asked()
        if ready():
            return
        time.sleep(0.05)
    raise Trouble(trouble)
