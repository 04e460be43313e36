"""How long to wait before a process that ended by itself is started again, and what to say of it."""

import signal
import time
from dataclasses import dataclass, field

LONGEST_PAUSE = 60  # seconds
SETTLED_AFTER = 60  # seconds: one that lived so long begins anew, with the shortest pause


@dataclass
class Pauses:
    """Of one process. They grow as long as it ends soon after each start."""

    begun_at: float = field(default_factory=time.monotonic)
    deaths: int = 0  # in a row, each soon after a start

    def after_a_death(self, now: float) -> float:
        if now >= self.begun_at + SETTLED_AFTER:
            self.deaths = 0
        self.deaths += 1
        return min(2 ** (self.deaths - 1), LONGEST_PAUSE)

    def sentence(self, status: int) -> str:
        """What has been said is not said at each death."""
        if self.deaths == 1:
            return f"ended ({how(status)}) and is started again."
        if self.deaths == 2:
            return f"ended again ({how(status)}). It is tried again, at least once a minute; the log says why it ends."
        return ""

    def is_over(self, now: float) -> bool:
        """Whether it stands again, which is said once."""
        if self.deaths and now >= self.begun_at + SETTLED_AFTER:
            self.deaths = 0
            return True
        return False


def how(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"status {status}"
