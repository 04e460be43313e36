"""What one file may cost."""

import math
import os
import resource
import signal
import time

MEMORY = 350_000_000  # bytes of address space; Python itself takes 60 million
PROCESSOR = 6  # seconds; the largest honest files take three
WAIT = 20  # seconds on the clock: the machine has other things to do
NICENESS = 10  # pages go before files
MAX_SIDE = 2400  # pixels of a picture: what screens show

# Of reading the words of a file that was let in: nobody waits for it.
READING = "reading"  # what the process is asked for
READING_MEMORY = 600_000_000
READING_PROCESSOR = 150  # a thousand pages take two minutes
READING_WAIT = 240  # less than a task may take (CELERY_TASK_SOFT_TIME_LIMIT)

MAX_DEPTH = 1_000  # elements of XML in each other; honest documents have a few dozen
MAX_RATIO = 200  # that a part unpacks to; tables of repeated rows reach a hundred
SMALL_PART = 10_000_000  # bytes within which a part may be of zeros


def confine(*, memory: int = MEMORY, processor: float = PROCESSOR, written: int = 0) -> None:
    """Give this process no more than a file may cost; the system ends it when it takes more.

    Parts of a second are kept by a clock that what runs in here could stop; whole ones by the system alone.
    """
    os.nice(NICENESS)
    seconds = math.ceil(processor)
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (limit, limit))
    signal.setitimer(signal.ITIMER_PROF, max(processor - time.process_time(), 0.01))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))  # of one file; most write none
