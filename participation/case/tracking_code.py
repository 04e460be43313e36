"""The secret that opens a case to its author: shown once, stored as a hash alone."""

import hashlib
import secrets

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 that nobody confuses, in print or on the telephone
GROUPS, GROUP = 3, 5  # 74 bits: out of reach even of whoever has the hashes
LENGTH = GROUPS * GROUP


def new_code() -> str:
    """K7WQ2-9FXRM-4TZ8B"""
    symbols = "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH))
    return "-".join(symbols[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normalise(typed: str) -> str:
    """Of what somebody typed, its symbols; "" when that is no code."""
    symbols = "".join(symbol for symbol in typed.upper() if symbol.isalnum())
    return symbols if len(symbols) == LENGTH and set(symbols) <= set(SYMBOLS) else ""


def hash_of(code: str) -> str:
    return hashlib.sha256(normalise(code).encode()).hexdigest()
