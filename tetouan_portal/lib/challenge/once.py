"""What is good for one use."""

import hashlib

from django.core.cache import cache

from tetouan_portal.lib.redis_server import AwayError, ask, name_of


def spend(token: str, *, seconds: int) -> bool:
    """Whether it was not spent before. Remembered for `seconds`; longer than that no token is valid.

    Redis remembers it, or the database while Redis is away: what the one knows, the other does not, so the hour in
    which Redis fails lets a token pass twice at most.
    """
    name = name_of("spent", hashlib.sha256(token.encode()).hexdigest())
    try:
        return bool(ask(lambda redis: redis.set(name, 1, nx=True, ex=seconds)))
    except AwayError:
        return cache.add(name, 1, timeout=seconds)
