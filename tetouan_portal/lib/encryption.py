"""Columns that only the portal can read: whoever copies the database has nothing in hand without the keys.

A text that no key opens keeps no other row from being read: its row is there, can be deleted, and is saved as it
lies; whoever asks for the text itself gets an UnreadableError.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldError
from django.db import models
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

BATCH = 500
UNREADABLE = _("Cannot be read with the keys at hand.")  # for readers, where the text would stand


class UnreadableError(Exception):
    """No key opens what is stored."""

    def __init__(self) -> None:
        super().__init__("A stored text cannot be read with the keys at hand (DATA_KEYS).")


@lru_cache(maxsize=4)
def ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def keys() -> MultiFernet:
    """The first key encrypts, all of them decrypt."""
    return ring(tuple(settings.DATA_KEYS))


def encrypt(text: str) -> str:
    return keys().encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """Raises UnreadableError."""
    if not token:
        return ""
    try:
        return keys().decrypt(token.encode()).decode()
    except InvalidToken:
        raise UnreadableError from None


class Sealed:
    """A stored token that no key opens, in the place of its text."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __str__(self) -> str:
        raise UnreadableError


class Reading(DeferredAttribute):
    """The text of a row; raises UnreadableError."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            raise UnreadableError
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Plain text in Python, a Fernet token in the database; no looking up but whether it is empty."""

    descriptor_class = Reading

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | Sealed | None:
        if value is None:
            return None
        try:
            return decrypt(value)
        except UnreadableError:
            return Sealed(value)

    def pre_save(self, model_instance: Any, add: bool) -> Any:  # noqa: FBT001 -- Django's signature
        return model_instance.__dict__.get(self.attname)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.token
        value = super().get_prep_value(value)
        return value if value is None else encrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "exact":
            return IsEmpty
        if lookup_name != "isnull":
            raise self.cannot_be_searched()
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise self.cannot_be_searched()

    def cannot_be_searched(self) -> FieldError:
        return FieldError(f"{self.name} is encrypted: it cannot be searched.")

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return [*super().check(**kwargs), *self.check_no_index()]

    def check_no_index(self) -> Iterator[CheckMessage]:
        if self.unique or getattr(self, "db_index", False):
            sentence = "Equal texts have different tokens: an index finds nothing."
            yield Error(sentence, obj=self, id="tetouan_portal.E002")


class IsEmpty(Exact):
    """`exact` with "" alone: equal texts have different tokens."""

    def get_prep_lookup(self) -> Any:
        if self.rhs is not None and self.rhs != "":  # None becomes `isnull`
            raise self.lhs.output_field.cannot_be_searched()
        return self.rhs


def is_readable(row: Model) -> bool:
    """Whether the keys at hand open every text that was loaded with the row."""
    return not any(isinstance(vars(row).get(name), Sealed) for name in encrypted_fields(type(row)))


def readable(row: Model) -> dict[str, str]:
    """The encrypted texts that were loaded with the row and that the keys at hand open."""
    loaded = {name: vars(row).get(name) for name in encrypted_fields(type(row))}
    return {name: text for name, text in loaded.items() if isinstance(text, str)}


class Rotation(NamedTuple):
    """What became of the tokens of a model."""

    rewritten: int = 0
    current: int = 0  # were under the newest key already
    unreadable: tuple[str, ...] = ()  # "field of primary key"; left as they are

    def and_also(self, other: "Rotation") -> "Rotation":
        return Rotation(
            self.rewritten + other.rewritten, self.current + other.current, self.unreadable + other.unreadable
        )


def rotate() -> dict[str, Rotation]:
    """`reencrypt` for every installed model that has encrypted columns, by its label."""
    return {model._meta.label: reencrypt(model) for model in apps.get_models() if encrypted_fields(model)}


def encrypted_fields(model: type[Model]) -> list[str]:
    if model._meta.proxy:
        return []
    return [field.attname for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]


def reencrypt(model: type[Model]) -> Rotation:
    """Rewrite what is not under the newest key.

    A token is replaced only while it is still the one that was read, one row at a time: nobody waits for a lock, no
    text written meanwhile is lost, and what was interrupted is continued by running it again.
    """
    total = Rotation()
    for field in encrypted_fields(model):
        for pk, token in tokens(model, field):
            total = total.and_also(renew(model, field, pk, token))
    return total


def stored_tokens(model: type[Model], field: str) -> QuerySet:
    """Rows with what the database holds as `token`, whatever the model's managers hide."""
    return QuerySet(model).annotate(token=Cast(F(field), TextField())).filter(token__gt="")


def sample(model: type[Model], *, oldest: int, newest: int) -> list[str]:
    """Tokens of a few rows, for whoever wants to know whether the keys at hand are the right ones."""
    columns = {f"token_of_{name}": Cast(F(name), TextField()) for name in encrypted_fields(model)}
    if not columns:
        return []
    rows = QuerySet(model).annotate(**columns).values_list(*columns)
    found = [*rows.order_by("pk")[:oldest], *rows.order_by("-pk")[:newest]]
    return [token for row in found for token in row if token]


def opens(token: str) -> bool:
    try:
        decrypt(token)
    except UnreadableError:
        return False
    return True


def tokens(model: type[Model], field: str) -> Iterator[tuple[Any, str]]:
    rows = stored_tokens(model, field).order_by("pk")
    batch = list(rows.values_list("pk", "token")[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1][0]).values_list("pk", "token")[:BATCH])


def renew(model: type[Model], field: str, pk: Any, token: str) -> Rotation:
    if is_current(token):
        return Rotation(current=1)
    try:
        fresh = keys().rotate(token.encode()).decode()
    except InvalidToken:
        return Rotation(unreadable=(f"{field} of {pk}",))
    here = stored_tokens(model, field).filter(pk=pk, token=token)
    return Rotation(rewritten=here.update(**{field: Value(fresh, TextField())}))


def is_current(token: str) -> bool:
    try:
        ring((settings.DATA_KEYS[0],)).decrypt(token.encode())
    except InvalidToken:
        return False
    return True
