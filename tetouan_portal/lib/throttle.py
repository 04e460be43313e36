"""How often something happened lately, for instance from one address: counted without storing the address.

Many people share an address: a cybercafé, the customers of a mobile operator. So a count makes things slower or
harder, and only a limit that no crowd of people reaches refuses.
"""

import time
from collections import OrderedDict
from datetime import UTC, datetime
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tetouan_portal.lib import security_events
from tetouan_portal.lib.redis_server import AwayError, ask, name_of

NOBODY = "unknown"  # who has no address shares one count


class Throttle:
    """At most `limit` in `per` seconds, as a sliding window: two fixed ones, the former counted in part.

    Without Redis each process counts for itself.
    """

    def __init__(self, name: str, limit: int, per: int) -> None:
        self.name = name
        self.limit = limit
        self.per = per

    def allows(self, key: str) -> bool:
        """Count one more, and whether it is within the limit; what is beyond is told to whoever watches."""
        is_within = self.counted(key, add=1) <= self.limit
        if not is_within:
            security_events.record("flood", detail=self.name)
        return is_within

    def count(self, key: str) -> int:
        return self.counted(key, add=0)

    def counted(self, key: str, *, add: int) -> int:
        now = time.time()
        window, elapsed = divmod(now, self.per)
        names = [self.place_of(key, window), self.place_of(key, window - 1)]
        try:
            current, former = in_redis(names, add=add, seconds=2 * self.per)
        except AwayError:
            current, former = IN_PROCESS.count(names, add=add, until=now + 2 * self.per)
        return current + int(former * (1 - elapsed / self.per))

    def place_of(self, key: str, window: float) -> str:
        """Nobody reads the address out of it, and tomorrow the same address has another."""
        day = datetime.fromtimestamp(window * self.per, UTC).date()
        digest = salted_hmac(f"throttle.{day}", f"{self.name}\n{key}", algorithm="sha256").hexdigest()
        return name_of("throttle", digest[:32], str(int(window)))


def in_redis(names: list[str], *, add: int, seconds: int) -> list[int]:
    """What stands under the names; the first is raised before, in one transaction and one round trip."""

    def question(redis):
        with redis.pipeline(transaction=True) as steps:
            if add:
                steps.incrby(names[0], add)
                steps.expire(names[0], seconds)
            steps.mget(names)
            return steps.execute()[-1]

    return [int(count or 0) for count in ask(question)]


class Tally:
    """Counts in this process; the oldest go when there are too many."""

    MOST = 10_000

    def __init__(self) -> None:
        self.counts: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self.lock = Lock()

    def count(self, names: list[str], *, add: int, until: float) -> list[int]:
        with self.lock:
            if add:
                self.counts[names[0]] = (self.read(names[0]) + add, until)
                self.counts.move_to_end(names[0])
            while len(self.counts) > self.MOST:
                self.counts.popitem(last=False)
            return [self.read(name) for name in names]

    def read(self, name: str) -> int:
        count, until = self.counts.get(name, (0, 0.0))
        return count if until > time.time() else 0


IN_PROCESS = Tally()


def client_address(request: HttpRequest) -> str:
    """An IPv4 address, or the /64 network that one IPv6 customer has.

    Of X-Forwarded-For only what our own proxies wrote is believed: the last ones, as many as there are proxies.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    named = forwarded[-proxies] if 0 < proxies <= len(forwarded) else ""
    return customer(named.strip()) or customer(request.META.get("REMOTE_ADDR", "")) or NOBODY


def customer(text: str) -> str:
    """Empty where it is no address."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # IPv4 with a port, as some proxies write it
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), 64), strict=False))
