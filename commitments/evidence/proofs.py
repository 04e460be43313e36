"""Everything that proves something on a commitment's page, in one list: where it hangs, and how to check it."""

from collections.abc import Iterator
from typing import Any


def proofs_of(dossier: dict[str, Any]) -> list[dict[str, Any]]:
    """The evidence of a dossier, each piece once, in the order of the page."""
    return list({proof["address"]: proof for row in proved_by(dossier) for proof in row["evidence"]}.values())


def proved_by(dossier: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from dossier["history"]
    for milestone in dossier["milestones"]:
        yield milestone
        yield from (statement for statement in milestone["statements"].values() if statement)
        yield from milestone["earlier"]
    for indicator in dossier["indicators"]:
        yield from indicator["readings"]
    yield from dossier["updates"]
