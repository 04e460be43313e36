"""What second factors are sealed with: SECRET_KEY, so that a copy of the database alone opens no account.

With another SECRET_KEY nobody gets in by an app or a recovery code. The former key stands in SECRET_KEY_FALLBACKS
until `rotate` has rewritten every one of them. Passkeys hold no secret of ours.
"""

import base64
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from tetouan_portal.health.findings import Finding, needs_database
from tetouan_portal.health.ready import opened
from tetouan_portal.lib.encryption import Rotation

LABEL = "mfa.Authenticator"
MOST = 500  # opened at each look: more than members of staff have
SEALED = ("secret", "seed", "migrated_codes")  # in the data of an app, of recovery codes, of those from another system


@lru_cache(maxsize=8)
def cipher(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(f"second factor:{secret}".encode()).digest()))


def ciphers() -> MultiFernet:
    """The first encrypts, all of them decrypt."""
    return MultiFernet([cipher(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def tokens(data: dict[str, Any]) -> Iterator[str]:
    for name in SEALED:
        here = data.get(name) or []
        yield from [here] if isinstance(here, str) else here


def is_readable(data: Any) -> bool:
    """Whether all that an app or recovery codes need is there and opens."""
    try:
        return any(name in data for name in SEALED) and all(opens(ciphers(), token) for token in tokens(data))
    except (AttributeError, TypeError):  # another shape than that of such data
        return False


@needs_database
def second_factors() -> Finding:
    """Whether SECRET_KEY is the one that they were sealed with."""
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("data", flat=True)
    return opened("second_factors", [is_readable(data) for data in rows.order_by("-pk")[:MOST]], "SECRET_KEY")


def rotate() -> Rotation:
    """As `lib.encryption.rotate`: one row at a time, never over what was written meanwhile."""
    total = Rotation()
    for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data"):
        total = total.and_also(renew(pk, data))
    return total


def renew(pk: int, data: dict[str, Any]) -> Rotation:
    sealed = list(tokens(data))
    if all(opens(cipher(settings.SECRET_KEY), token) for token in sealed):
        return Rotation(current=len(sealed))
    try:
        fresh = {name: again(data[name]) for name in SEALED if name in data}
    except InvalidToken:
        return Rotation(unreadable=(f"data of {pk}",))
    here = Authenticator.objects.filter(pk=pk, data=data)
    return Rotation(rewritten=len(sealed) * here.update(data={**data, **fresh}))


def again(sealed: Any) -> Any:
    """Under the newest key. Raises InvalidToken."""
    if isinstance(sealed, list):
        return [again(token) for token in sealed]
    return ciphers().rotate(sealed.encode()).decode() if sealed else sealed


def opens(ring: Fernet | MultiFernet, token: str) -> bool:
    try:
        ring.decrypt(token.encode())
    except InvalidToken:
        return False
    return True
