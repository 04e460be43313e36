"""What one file may cost."""

import resource

MEMORY = 350_000_000  # bytes of address space; Python itself takes 60 million
PROCESSOR = 6  # seconds; the largest honest files take three
WAIT = 20  # seconds on the clock: the machine has other things to do
MAX_SIDE = 2400  # pixels of a picture: what screens show


def confine() -> None:
    """Give this process no more than a file may cost; the system ends it when it takes more."""
    for kind, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, PROCESSOR), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (limit, limit))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
