"""Long lists, read from the database in portions."""

from collections.abc import Iterator
from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet


def in_portions(rows: QuerySet, size: int) -> Iterator:
    """`rows`, of which no more than `size` are held at a time.

    The cursor that stays on the server lives inside a transaction: behind a pooler the session is somebody else's as
    soon as there is none. Whoever stops reading undoes nothing of what the request wrote meanwhile.
    """
    with transaction.atomic(using=rows.db), suppress(GeneratorExit):
        yield from rows.iterator(chunk_size=size)
