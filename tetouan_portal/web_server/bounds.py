"""What a visitor may take of the web server before and after a thread has his request."""

from typing import NamedTuple

# Per process. Who waits costs a socket and no thread, so honest people on bad lines are given time.
HEAD_BYTES = 64 * 1024  # of a request's line and headers together; gunicorn's own limits hold for each
HEAD_SECONDS = 15
KEPT_SECONDS = 5  # an open connection on which nothing is asked
SPOOLED_BYTES = 500 * 1024 * 1024  # of bodies that arrive and answers that leave, most of them in temporary files
MEMORY_BYTES = 64 * 1024  # of each such; what is longer becomes a temporary file
LINGER_SECONDS = 30  # in which a refused sender may still read why
STOPPING_SECONDS = {"idle": 2, "head": 2, "body": 10, "leaving": 20, "lingering": 2}


class Pace(NamedTuple):
    """How slow one may be: still for `pause` seconds, below `rate` bytes a second after `grace`, `most` in all."""

    pause: float
    grace: float
    rate: float
    most: float

    def deadline(self, began: float, moved: float, done: int) -> float:
        """When patience ends for who began then, last moved then, and has done so many bytes."""
        return min(moved + self.pause, began + min(self.grace + done / self.rate, self.most))


BODY = Pace(pause=30, grace=30, rate=1000, most=30 * 60)
ANSWER = Pace(pause=60, grace=60, rate=1000, most=float("inf"))
