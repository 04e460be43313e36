"""Several acts at one moment, each on a database connection of its own."""

import threading

from django.core.exceptions import ValidationError
from django.db import connection


def together(*acts):
    """Each act in a thread with a connection of its own, begun at one moment; what each raised or returned."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait(5)
            outcomes[place] = act()
        except ValidationError as error:
            outcomes[place] = error.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive(), "they wait for each other"
    return outcomes
