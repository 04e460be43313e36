"""The Redis server, for what is counted or remembered for minutes. It may be away: callers then do without it."""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)
PATIENCE = 0.5  # seconds: somebody waits for the page
PAUSE = 5  # seconds in which a server that did not answer is not asked again
asked_again_at: dict[str, float] = {}  # by address: when, on the monotonic clock


class AwayError(Exception):
    """Redis does not answer."""


def ask[T](question: Callable[[Redis], T]) -> T:
    """Raises AwayError, at once where the server was away a moment ago."""
    url = settings.REDIS_URL
    if time.monotonic() < asked_again_at.get(url, 0):
        raise AwayError
    try:
        return question(server(url))
    except (RedisError, OSError, ValueError) as error:  # ValueError: an address of another kind of server
        asked_again_at[url] = time.monotonic() + PAUSE
        # Its text may name the server; what was asked, a citizen.
        logger.warning("Redis does not answer (%s): doing without it for %s seconds", type(error).__name__, PAUSE)
        raise AwayError from None


@lru_cache(maxsize=4)
def server(url: str) -> Redis:
    """One pool of connections for each process; a connection that was closed meanwhile is opened once more."""
    return Redis.from_url(
        as_redis_reads_it(url),
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 1),
        retry_on_error=[ConnectionError],
    )


def as_redis_reads_it(url: str) -> str:
    """Celery writes a socket's address in a way of its own: redis+socket:///path?virtual_host=0."""
    parts = urlsplit(url)
    if parts.scheme != "redis+socket":
        return url
    number = parse_qs(parts.query).get("virtual_host", ["0"])[0]
    return f"unix://{parts.path}?db={number}"


def name_of(*parts: str) -> str:
    return ":".join((settings.REDIS_PREFIX, *parts))
