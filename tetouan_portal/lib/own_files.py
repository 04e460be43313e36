"""Files that this portal made and published: it knows what they carry."""

from collections.abc import Callable

_KNOWN: dict[str, Callable[[str], bool]] = {}


def register(name: str, knows: Callable[[str], bool]) -> None:
    """An app says of a SHA-256 whether it has published a file that has it."""
    _KNOWN[name] = knows


def made_here(sha256: str) -> bool:
    return any(knows(sha256) for knows in _KNOWN.values())
