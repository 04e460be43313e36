"""Whether the journal is whole: each line follows from the one before, and each text that lies beside it is its own."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import rfc8785
from django.db.models import Model

from tetouan_portal.journal.models import BEFORE_THE_FIRST, JournalLine
from tetouan_portal.journal.subjects import name_of
from tetouan_portal.journal.writing import digest_of
from tetouan_portal.lib.portions import in_portions

AT_ONCE = 2000


class Head(NamedTuple):
    """The last line: whoever wrote it down knows later whether anything before it was changed."""

    number: int
    sha256: str


class Break(NamedTuple):
    """The first line that does not hold, and what of it: entry, sha256, prior, number, texts."""

    number: int
    what: str


def head() -> Head | None:
    """None while there is no line."""
    last = JournalLine.objects.order_by("-number").values_list("number", "sha256").first()
    return Head(*last) if last else None


def newest_about(rows: Iterable[Model]) -> Head | None:
    """The last line that tells of one of them: what a file made of the rows can always be stamped with."""
    told = JournalLine.objects.filter(subject__in=[name_of(row) for row in rows]).order_by("-number")
    last = told.values_list("number", "sha256").first()
    return Head(*last) if last else None


def first_break(lines: Iterable[JournalLine] | None = None) -> Break | None:
    """Of the lines in order, from the first on; None when all hold."""
    stored = in_portions(JournalLine.objects.order_by("number"), AT_ONCE)
    prior = BEFORE_THE_FIRST
    for number, line in enumerate(stored if lines is None else lines, start=1):
        if what := flaw(line, number, prior):
            return Break(number, what)
        prior = line.sha256
    return None


def flaw(line: JournalLine, number: int, prior: str) -> str:
    told = line.told
    if line.number != number or told.get("number") != number:
        return "number"
    if told.get("prior") != prior:
        return "prior"
    if rfc8785.dumps(told) != line.entry.encode():
        return "entry"
    if hashlib.sha256(line.entry.encode()).hexdigest() != line.sha256:
        return "sha256"
    kept = [(digest, words) for digest, words in line.texts.items() if words is not None]
    if any(digest_of(words["salt"], words["text"]) != digest or digest not in line.entry for digest, words in kept):
        return "texts"
    return ""
