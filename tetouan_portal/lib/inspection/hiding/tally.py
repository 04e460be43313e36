"""How often, and where, a file holds each kind of thing that its readers do not see."""

from collections import Counter, defaultdict
from typing import NamedTuple

KINDS = (  # in the order in which people read them
    *("sheets", "rows", "columns", "copies", "workbooks", "deleted", "comments", "hidden_text", "layers"),
    *("files", "properties", "unread"),
)
MOST_PLACES = 20
LONGEST_PLACE = 60  # characters


class Hidden(NamedTuple):
    kind: str  # one of KINDS
    n: int
    places: list[str]  # names of sheets, of layers, of files, of properties; not all where there are many


class Tally:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.places: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def add(self, kind: str, count: int = 1, *, place: str = "") -> None:
        self.counts[kind] += count
        if place.strip() and len(self.places[kind]) < MOST_PLACES:
            self.places[kind][place.strip()[:LONGEST_PLACE]] = None

    def found(self) -> list[Hidden]:
        return [Hidden(kind, self.counts[kind], list(self.places[kind])) for kind in KINDS if self.counts[kind] > 0]
