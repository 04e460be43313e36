"""What a load balancer asks, without limit: so an answer costs little. Strangers read yes or no and nothing else."""

import logging
import time
from collections.abc import Callable
from ipaddress import ip_address
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tetouan_portal.health.findings import State, readiness

logger = logging.getLogger(__name__)
KEPT_FOR = 5  # seconds: between two looks of a process
BELIEVED_FOR = 30  # seconds: while a look lasts, the former one is told
BEFORE_THE_FIRST = ["nobody has looked yet"]
ADDRESSES = {"/livez", "/readyz"}
PROXIES_ADD = {
    f"HTTP_{name}" for name in ("FORWARDED", "VIA", *(f"X_FORWARDED_{it}" for it in ("FOR", "HOST", "PROTO")))
}


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Nothing is asked for it."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The process can answer readers; 503 otherwise. What is missing, `manage.py status` and the log tell."""
    is_ready = not LOOKED.faults()
    response = JsonResponse({"ready": is_ready}, status=200 if is_ready else 503)
    # Django's own mark: or each question would fill the log.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


class Looked:
    """What was missing when this process last looked: one thread looks, the others read."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.at = float("-inf")  # on the monotonic clock
        self.missing = BEFORE_THE_FIRST

    def faults(self) -> list[str]:
        if time.monotonic() - self.at >= KEPT_FOR and self.lock.acquire(blocking=self.missing is BEFORE_THE_FIRST):
            try:
                if time.monotonic() - self.at >= KEPT_FOR:  # not another's, while this one waited
                    self.look()
            finally:
                self.lock.release()
        return self.missing if time.monotonic() - self.at < BELIEVED_FOR else BEFORE_THE_FIRST

    def look(self) -> None:
        former, found = self.missing, readiness()
        self.missing = [finding.name for finding in found if finding.state in {State.DOWN, State.UNKNOWN}]
        self.at = time.monotonic()
        if self.missing and self.missing != former:
            logger.error("Not ready: %s", " ".join(self.missing))
        elif former and not self.missing and former is not BEFORE_THE_FIRST:
            logger.warning("Ready again")


LOOKED = Looked()


def asked_on_the_spot(get_response: Callable) -> Callable:
    """From this machine the two are asked by any name or address: a probe knows none of the portal's."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.path_info in ADDRESSES and is_on_the_spot(request.META):
            request.META["HTTP_HOST"] = next(iter(settings.ALLOWED_HOSTS), "localhost").removeprefix(".")
        return get_response(request)

    return respond


def is_on_the_spot(environ: dict) -> bool:
    """Not for strangers: a proxy on this machine says for whom it asks."""
    address = environ.get("REMOTE_ADDR", "")  # "" on a socket of this machine
    try:
        is_near = not address or ip_address(address).is_loopback
    except ValueError:
        is_near = False
    return is_near and not PROXIES_ADD & environ.keys()
