"""Absence has a kind: that something is not here says nothing yet of whether it is anywhere."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """Which one is said follows from what was done: nobody looked, somebody did, a day passed, a source speaks."""

    NOT_TAKEN_UP = "not_taken_up"  # nobody brought it here; it may stand elsewhere
    NOT_FOUND = "not_found"
    SAID_NOT_TO_EXIST = "said_not_to_exist"
    EXPECTED_SINCE = "expected_since"
    NOT_DUE_YET = "not_due_yet"
    ELSEWHERE = "elsewhere"  # not here, but somebody saw it published
    NO_ADDRESS = "no_address"  # of a source: who said it is known, where it stands is not


class Absence(NamedTuple):
    kind: str
    on: datetime.date | None = None  # looked for, seen or said on; expected since; due on
    address: str = ""  # where else to look, where it was looked for, what says so, where it stands
    who: str | Mapping[str, str] = ""  # who looked or saw; who is to act
    is_confirmed: bool = True  # whether the Commune has confirmed the day on which it is due


def as_absence(one: Absence | Mapping | str) -> Absence:
    """Of a kind's name, or of the mapping that a snapshot keeps. Raises ValueError for an unknown kind."""
    found = one if isinstance(one, Absence) else Absence(**one) if isinstance(one, Mapping) else Absence(one)
    return found._replace(kind=Kind(found.kind))
