"""Proof of work (ALTCHA, version 2): the browser tries numbers until a hash begins as it should."""

import json
import secrets
import time

from altcha import Payload, create_challenge, verify_solution
from django.utils.crypto import salted_hmac

from tetouan_portal.lib.challenge.once import spend
from tetouan_portal.lib.challenge.refusal import refusal

VALID_FOR = 30 * 60  # seconds, from opening the page to sending
LONGEST = 3000  # characters: ours have about nine hundred
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def secret(name: str) -> bytes:
    return salted_hmac(f"challenge.{name}", "", algorithm="sha256").digest()


def new(purpose: str, numbers: int) -> str:
    """As JSON; found within `numbers` hashes."""
    challenge = create_challenge(
        "SHA-256",
        cost=1,
        counter=secrets.randbelow(numbers),
        expires_at=int(time.time()) + VALID_FOR,
        data={"purpose": purpose, "numbers": numbers},
        hmac_secret=secret("parameters"),
        hmac_key_secret=secret("key"),
    )
    return json.dumps(challenge.to_dict())


def check(answer: str, purpose: str, least_numbers: int) -> None:
    """Raises ValidationError. A right one is good this once."""
    if len(answer) > LONGEST:
        raise refusal("invalid")
    try:
        payload = Payload.from_base64(answer)
        result = verify_solution(payload, secret("parameters"), hmac_key_secret=secret("key"))
    except UNREADABLE as error:
        raise refusal("invalid") from error
    if not result.verified:
        raise refusal("expired" if result.expired else "invalid")
    parameters = payload.challenge.parameters
    told = parameters.data or {}
    if told.get("purpose") != purpose:
        raise refusal("invalid")
    if told["numbers"] < least_numbers:
        raise refusal("stale")
    if not spend(parameters.nonce, seconds=VALID_FOR):
        raise refusal("used")
