"""One way through an XML part: what is seen is said, what lies in a hidden region is only counted."""

from typing import ClassVar

from tetouan_portal.lib.inspection import markup
from tetouan_portal.lib.inspection.hiding.tally import Tally

MAX_CHARACTERS = 900_000  # of what is seen: more is not asked for


class Region:
    """From the start of an element to its end nothing is seen; counts once something stood in it."""

    __slots__ = ("count", "depth", "is_filled", "kind", "place")

    def __init__(self, depth: int, kind: str, place: str, count: int) -> None:
        self.depth, self.kind, self.place, self.count, self.is_filled = depth, kind, place, count, False


class Walk:
    """Of one part. Subclasses say in `enter` where a region begins and what divides words."""

    joined: ClassVar[frozenset[str]] = frozenset()  # kinds whose neighbours are one passage

    def __init__(self, tally: Tally, *, speaks: bool = True) -> None:
        self.tally, self.speaks = tally, speaks
        self.depth = self.length = 0
        self.regions: list[Region] = []
        self.pieces: list[str] = []
        self.last = ""  # the kind of the region that ended just now

    def read(self, content: bytes | bytearray) -> str:
        """The words that are seen. Raises Refused (`damaged`)."""
        markup.read(content, self.start, text=self.text, end=self.end)
        return "".join(self.pieces)

    def start(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        self.enter(name.rpartition(":")[2], attributes)

    def end(self, name: str) -> None:
        self.leave(name.rpartition(":")[2])
        while self.regions and self.regions[-1].depth == self.depth:
            self.close(self.regions.pop())
        self.depth -= 1

    def text(self, data: str) -> None:
        self.say(data)

    def enter(self, local: str, attributes: list[str]) -> None:
        raise NotImplementedError

    def leave(self, local: str) -> None:
        raise NotImplementedError

    def hide(self, kind: str, *, place: str = "", count: int = 1, depth: int = 0) -> None:
        """From here to the end of this element, or of the one around it at `depth`."""
        self.regions.append(Region(depth or self.depth, kind, place, count))

    def say(self, data: str) -> None:
        if self.regions:
            if data.strip():
                for region in self.regions:
                    region.is_filled = True
        else:
            if data.strip():
                self.last = ""
            self.add(data)

    def add(self, data: str) -> None:
        if self.speaks and not self.regions and self.length <= MAX_CHARACTERS:
            self.length += len(data)
            self.pieces.append(data)

    def close(self, region: Region) -> None:
        if not region.is_filled or self.regions:  # what lies in a hidden place is hidden once
            return
        if not (region.kind in self.joined and region.kind == self.last):
            self.tally.add(region.kind, region.count, place=region.place)
        self.last = region.kind
