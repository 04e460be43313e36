"""Settings from the environment: a wrong value stops the process with a sentence, the settings' all at once."""

import binascii
import datetime
import os
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "True", "yes"}, {"0", "false", "False", "no", ""}
VARIABLE = re.compile(r"[A-Z][A-Z_]+?(?=_FILE\b|\b)")


class Wrong:
    """What is wrong with the settings: whoever sets up a portal reads all of it at the first start.

    From `gather` to `tell` no sentence stops the process: reading goes on with a value that nothing will be made of.
    """

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.is_gathering = False

    def gather(self) -> None:
        self.sentences, self.is_gathering = [], True

    def add(self, sentence: str) -> None:
        """Of each variable what was seen first: what cannot be read need not be called missing too."""
        if variable_of(sentence) not in map(variable_of, self.sentences):
            self.sentences.append(sentence)

    def tell(self) -> None:
        """Raises ImproperlyConfigured with every sentence."""
        self.is_gathering = False
        if len(self.sentences) == 1:
            raise ImproperlyConfigured(self.sentences[0])
        if self.sentences:
            lines = "".join(f"\n  - {sentence}" for sentence in self.sentences)
            raise ImproperlyConfigured(f"{len(self.sentences)} settings are wrong:{lines}")

    def noting[**P, V](self, instead: Any) -> Callable[[Callable[P, V]], Callable[P, V]]:
        """Of a function that raises ImproperlyConfigured: while sentences are gathered it returns `instead`."""

        def decorate(read: Callable[P, V]) -> Callable[P, V]:
            @wraps(read)
            def reading(*args: P.args, **kwargs: P.kwargs) -> V:
                try:
                    return read(*args, **kwargs)
                except ImproperlyConfigured as error:
                    if not self.is_gathering:
                        raise
                    self.add(str(error))
                    return instead

            return reading

        return decorate


def variable_of(sentence: str) -> str:
    named = VARIABLE.match(sentence)
    return named[0] if named else sentence


WRONG = Wrong()


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


@WRONG.noting(False)
def env_bool(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw in TRUE:
        return True
    if raw in FALSE:
        return False
    msg = f"{name}={raw!r}: write 1 or 0."
    raise ImproperlyConfigured(msg)


@WRONG.noting(0)
def env_int(name: str, default: int) -> int:
    raw = env_text(name, str(default))
    try:
        return int(raw)
    except ValueError as error:
        msg = f"{name}={raw!r}: write a whole number."
        raise ImproperlyConfigured(msg) from error


@WRONG.noting(None)
def env_date(name: str) -> datetime.date | None:
    raw = env_text(name)
    try:
        return datetime.date.fromisoformat(raw) if raw else None
    except ValueError as error:
        msg = f"{name}={raw!r}: write a day as 2026-12-31."
        raise ImproperlyConfigured(msg) from error


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


@WRONG.noting("")
def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """The first of `choices` is the default."""
    value = env_text(name, choices[0])
    if value not in choices:
        msg = f"{name}={value!r}: write one of {', '.join(choices)}."
        raise ImproperlyConfigured(msg)
    return value


@WRONG.noting(None)
def env_decision(name: str) -> dict[str, Any] | None:
    """{"on", "by"} of “2026-12-01 President of the Council”; None when nothing was decided."""
    day, _blank, who = env_text(name).partition(" ")
    if not day:
        return None
    try:
        on = date.fromisoformat(day)
    except ValueError:
        on = None
    if on is None or on > date.today() or not who.strip():  # noqa: DTZ011 -- settings have no time zone yet
        raise ImproperlyConfigured(f"{name}: write the date of the decision, then who decided: 2026-12-01 President.")
    return {"on": on, "by": who.strip()}


@WRONG.noting("")
def env_secret(name: str) -> str:
    """The value of NAME, or the content of the file that NAME_FILE names; "" when neither is set."""
    path = env_text(f"{name}_FILE")
    if not path:
        return env_text(name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        msg = f"{name}_FILE={path!r} cannot be read: {reason}."
        raise ImproperlyConfigured(msg) from error


@WRONG.noting([])
def env_keys(name: str) -> list[str]:
    """Fernet keys, separated by commas or blanks; a wrong one is named by its place, never shown."""
    keys = env_secret(name).replace(",", " ").split()
    for place, key in enumerate(keys, start=1):
        if not is_fernet_key(key):
            raise ImproperlyConfigured(f"{name}: key {place} is no Fernet key (32 bytes in URL-safe base64).")
    return keys


@WRONG.noting([])
def env_former_secrets(name: str, *, shortest: int) -> list[str]:
    """Separated by blanks or ends of line, the newest first; a wrong one is named by its place, never shown."""
    former = env_secret(name).split()
    for place, secret in enumerate(former, start=1):
        if len(secret) < shortest:
            raise ImproperlyConfigured(
                f"{name}: key {place} has fewer than {shortest} characters (blanks and ends of line separate keys)."
            )
    return former


def is_fernet_key(key: str) -> bool:
    try:
        return len(key) == 44 and len(urlsafe_b64decode(key.encode())) == 32
    except binascii.Error:
        return False
