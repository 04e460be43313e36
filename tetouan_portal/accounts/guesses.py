"""How often a secret was got wrong lately, in a table of its own: no cache culls it, and no Redis need be there.

Counted before the secret is looked at and taken back when it was right, so that many guesses at once are no more
than one after the other. What expired is deleted by the clock. Who types a million names fills nothing: rows of no
account are 100,000 at most, the oldest go first; rows of an account stay until their time is over.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tetouan_portal.accounts.models import Guesses

MOST_OF_NO_ACCOUNT = 100_000  # rows; to drive one out takes as many guesses, and each costs a hash of a password
SWEPT_EVERY = 500  # rows made
AT_ONCE = 5_000  # rows deleted


class Rule(NamedTuple):
    """`free` guesses, then a pause after each: the first, the second … and the last for all that follow."""

    name: str
    free: int
    pauses: tuple[timedelta, ...]
    forgotten_after: timedelta  # without a guess

    def pause_after(self, guesses: int) -> timedelta | None:
        """None while the next guess is free."""
        over = guesses - self.free
        return self.pauses[min(over, len(self.pauses) - 1)] if over >= 0 else None


class Key(NamedTuple):
    rule: Rule
    of: str  # hashed before it is stored
    user: User | None = None  # whose: such a row is dropped by the clock alone

    @property
    def stored(self) -> str:
        return salted_hmac("guesses", f"{self.rule.name}\n{self.of}", algorithm="sha256").hexdigest()


class PauseError(Exception):
    """No guess is looked at now."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class Counted:
    """A guess that was counted, with the pause that it began."""

    def __init__(self, begun: dict[str, datetime | None]) -> None:
        self.begun = begun

    def take_back(self) -> None:
        """It was right. A pause that a wrong one began meanwhile stays."""
        for key, until in self.begun.items():
            row = Guesses.objects.filter(key=key, counted__gt=0)
            row.update(
                counted=F("counted") - 1,
                pause_until=Case(When(pause_until=until, then=None), default=F("pause_until"))
                if until
                else F("pause_until"),
            )


def count(keys: Sequence[Key]) -> Counted:
    """One more guess under each key. Raises PauseError, and counts nothing, while one of them has a pause."""
    by_stored = {key.stored: key for key in keys}
    with transaction.atomic():
        rows = locked_rows(by_stored)
        now = timezone.now()
        pauses = [row.pause_until for row in rows if row.pause_until and row.pause_until > now]
        if pauses:
            raise PauseError(max(pauses))
        for row in rows:
            add(row, by_stored[row.key].rule, now)
        Guesses.objects.bulk_update(rows, ["counted", "pause_until", "forgotten_at"])
    return Counted({row.key: row.pause_until for row in rows})


def locked_rows(keys: dict[str, Key]) -> list[Guesses]:
    """Always in the same order, so that two guesses never wait for each other."""
    found = list(Guesses.objects.select_for_update().filter(key__in=keys).order_by("key"))
    if len(found) == len(keys):
        return found
    missing = sorted(keys.keys() - {row.key for row in found})
    made = [Guesses(key=key, user=keys[key].user, forgotten_at=timezone.now()) for key in missing]
    Guesses.objects.bulk_create(made, ignore_conflicts=True)
    found = list(Guesses.objects.select_for_update().filter(key__in=keys).order_by("key"))
    if any(row.key in missing and row.pk % SWEPT_EVERY == 0 for row in found):
        transaction.on_commit(sweep)
    return found


def add(row: Guesses, rule: Rule, now: datetime) -> None:
    if row.forgotten_at <= now:
        row.counted = 0
    row.counted += 1
    pause = rule.pause_after(row.counted)
    row.pause_until = pause and now + pause
    row.forgotten_at = now + max(rule.forgotten_after, pause or timedelta())


def sweep() -> int:
    """Delete what is over, and of no account the oldest beyond their number; how many."""
    over = Guesses.objects.filter(forgotten_at__lte=timezone.now()).values("pk")[:AT_ONCE]
    crowd = Guesses.objects.filter(user=None).order_by("-forgotten_at").values("pk")
    beyond = crowd[MOST_OF_NO_ACCOUNT : MOST_OF_NO_ACCOUNT + AT_ONCE]
    return sum(
        Guesses.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()[0] for rows in (over, beyond)
    )
