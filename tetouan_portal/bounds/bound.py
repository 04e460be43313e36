from pkgutil import resolve_name
from typing import Any, NamedTuple


class Bound(NamedTuple):
    what: str
    unit: str
    place: str  # of the number: module:name
    test: str  # file::function
    addresses: tuple[str, ...] = ()  # names of the addresses whose posts it bounds
    key: str = ""  # where the number is one of several under a name

    @property
    def number(self) -> Any:
        found = resolve_name(self.place)
        return found[self.key] if self.key else found
