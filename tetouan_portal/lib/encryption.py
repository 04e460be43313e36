"""Columns that only the portal can read: whoever copies the database has nothing in hand without the keys."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


class UnreadableError(Exception):
    """No key opens what is stored."""


@lru_cache(maxsize=4)
def ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def keys() -> MultiFernet:
    """The first key encrypts, all of them decrypt."""
    return ring(tuple(settings.DATA_KEYS))


def encrypt(text: str) -> str:
    return keys().encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    if not token:
        return ""
    try:
        return keys().decrypt(token.encode()).decode()
    except InvalidToken:
        raise UnreadableError("A stored text cannot be read with the keys at hand (DATA_KEYS).") from None


class EncryptedTextField(models.TextField):
    """Plain text in Python, a Fernet token in the database; no looking up but whether it is empty."""

    def from_db_value(self, value, expression, connection):
        return value if value is None else decrypt(value)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else encrypt(value)

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: it cannot be searched.")
        return super().get_lookup(lookup_name)
