"""Child processes that end with their parent, whatever ends it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tetouan_portal.embedded.pauses import Pauses

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


@dataclass
class Child:
    name: str
    begin: Callable[[], subprocess.Popen]
    ending: int  # asks it to end
    process: subprocess.Popen
    pauses: Pauses = field(default_factory=Pauses)
    again_at: float | None = None  # when it is started again

    def is_dead(self):
        return self.process.poll() is not None

    def send_to_group(self, number):
        """To what it started itself, too, some of which may have outlived it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


class Children:
    """The processes that one command started, ended in reverse order when the `with` block ends.

    They inherit `inherited`, the descriptor of a lock: as long as one of them lives, it is held.
    While `are_up` is false, one that ends by itself ends the command; then it is started again, and `tell` says so.
    """

    def __init__(self, inherited=None, tell=print):
        self.started = []
        self.inherited = () if inherited is None else (inherited,)
        self.tell = tell
        self.are_up = False

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.end()

    def start(self, name, command, *, ending=signal.SIGTERM, orphaned=None, log=None, **options):
        """`ending` asks it to end; `orphaned` is what the kernel sends when we are gone (default: the same).
        What it says is added to the file `log`.
        """

        def begin():
            with contextlib.ExitStack() as stack:
                output = stack.enter_context(log.open("ab")) if log else None
                return subprocess.Popen(
                    [str(part) for part in command],
                    stdin=subprocess.DEVNULL,
                    preexec_fn=dies_with_parent(orphaned or ending),  # noqa: PLW1509 -- no threads are running here
                    start_new_session=True,  # Ctrl-C reaches the parent alone, which ends them in order
                    pass_fds=self.inherited,
                    **({"stdout": output, "stderr": output} if log else {}),
                    **options,
                )

        child = Child(name, begin, ending, begin())
        self.started.append(child)
        return child.process

    def run(self, name, command, **options):
        """Start it and wait for its end: (exit status, output). Raises Trouble when another child ends meanwhile."""
        process = self.start(name, command, text=True, **options)
        while True:
            try:
                output, _errors = process.communicate(timeout=0.2)
            except subprocess.TimeoutExpired:
                self.look_after(others_than=process)
            else:
                self.started = [child for child in self.started if child.process is not process]
                return process.returncode, output

    def look_after(self, others_than=None):
        """Raise Trouble when a child has ended by itself while all were being started; later, start it again."""
        stop_if_asked()
        for child in self.started:
            if child.process is others_than:
                continue
            if child.is_dead() and not self.are_up:
                raise Trouble(
                    f"{child.name} ended with status {child.process.returncode}: the logs in DATA_DIR say why."
                )
            self.revive(child)

    def revive(self, child):
        """One that ends does not take the others along: they wait for it, or work on without it."""
        now = time.monotonic()
        if child.is_dead() and child.again_at is None:
            child.send_to_group(signal.SIGTERM)
            child.again_at = now + child.pauses.after_a_death(now)
            if sentence := child.pauses.sentence(child.process.returncode):
                self.tell(f"{child.name} {sentence}")
        elif child.again_at is not None and now >= child.again_at:
            child.send_to_group(signal.SIGKILL)
            child.process = child.begin()
            child.again_at = None
            child.pauses.begun_at = now
        elif child.again_at is None and child.pauses.is_over(now):
            self.tell(f"{child.name} stands again.")

    def watch(self):
        """Until somebody asks to end."""
        while True:
            self.look_after()
            time.sleep(0.2)

    def end(self):
        """Ask each to end, the last one first; who asks a second time (Ctrl-C) does not wait."""
        asked_before = len(asked)
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in reversed(self.started):
            if not child.is_dead():
                child.process.send_signal(child.ending)
            while not child.is_dead():
                if len(asked) > asked_before or time.monotonic() > deadline:
                    os.killpg(child.process.pid, signal.SIGKILL)
                    child.process.wait()
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
