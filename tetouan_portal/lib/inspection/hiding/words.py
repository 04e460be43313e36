"""Word documents: deleted passages, hidden text, comments; and the words that are seen, paragraph by paragraph."""

from collections.abc import Iterable
from typing import ClassVar

from tetouan_portal.lib.inspection import markup
from tetouan_portal.lib.inspection.archives import Archive
from tetouan_portal.lib.inspection.hiding.tally import Tally
from tetouan_portal.lib.inspection.hiding.walk import Walk

NO = {"0", "false", "off"}
GONE = {"del": "deleted", "moveFrom": "deleted"}
DIVIDING = {"tab": " ", "br": " ", "cr": " "}
STYLED = {"rStyle", "pStyle"}
SEEN = ("document.main", "header", "footer", "footnotes", "endnotes")
MARKS = (b":del ", b"<del ", b"delText", b"moveFrom", b"anish")


class Paragraphs(Walk):
    joined: ClassVar[frozenset[str]] = frozenset({"hidden_text"})

    def __init__(self, tally: Tally, hiding_styles: Iterable[str] = (), *, speaks: bool = True) -> None:
        super().__init__(tally, speaks=speaks)
        self.hiding_styles = frozenset(hiding_styles)
        self.path: list[str] = []

    def enter(self, local: str, attributes: list[str]) -> None:
        self.path.append(local)
        if local in GONE:
            self.hide(GONE[local])
        elif local in STYLED and markup.pairs(attributes).get("val") in self.hiding_styles:
            self.hide("hidden_text", depth=self.depth - 2)  # the run or paragraph around its properties
        elif local == "vanish" and self.path[-3:-1] == ["r", "rPr"] and is_on(attributes):
            self.hide("hidden_text", depth=self.depth - 2)
        elif local in DIVIDING:
            self.add(DIVIDING[local])

    def leave(self, local: str) -> None:
        self.path.pop()
        if local == "p":
            self.add("\n")
            self.last = ""

    def text(self, data: str) -> None:
        if self.path and self.path[-1] in {"t", "delText"}:
            self.say(data)

    def hide(self, kind: str, *, place: str = "", count: int = 1, depth: int = 0) -> None:
        """A region ends with its element: one that begins further out lies below those further in."""
        super().hide(kind, place=place, count=count, depth=depth)
        self.regions.sort(key=lambda region: region.depth)


def is_on(attributes: list[str]) -> bool:
    return markup.pairs(attributes).get("val", "true") not in NO


def hiding_styles(content: bytes | bytearray) -> set[str]:
    """The names of the styles whose text is hidden, those based on them included."""
    hiding: set[str] = set()
    based: list[tuple[str, str]] = []
    style = [""]

    def start(name: str, attributes: list[str]) -> None:
        local = name.rpartition(":")[2]
        if local == "style":
            style[0] = markup.pairs(attributes).get("styleId", "")
        elif local == "vanish" and style[0] and is_on(attributes):
            hiding.add(style[0])
        elif local == "basedOn":
            based.append((style[0], markup.pairs(attributes).get("val", "")))

    markup.read(content, start)
    for _step in based:
        hiding |= {name for name, parent in based if parent in hiding}
        if not hiding:
            break
    return hiding


def parts_of(types: dict[str, str], archive: Archive, *endings: str) -> list[str]:
    """The parts whose declared type is one of these, in the order of their names."""
    wanted = tuple(f"{ending}+xml" for ending in endings)
    return sorted(part for part, declared in types.items() if declared.endswith(wanted) and part in archive.infos)


def styles_of(types: dict[str, str], archive: Archive) -> set[str]:
    styles = parts_of(types, archive, "wordprocessingml.styles")
    return hiding_styles(archive.again(styles[0])) if styles else set()


def count(types: dict[str, str], archive: Archive, tally: Tally) -> None:
    hiding = styles_of(types, archive)
    for part in parts_of(types, archive, *(f"wordprocessingml.{kind}" for kind in SEEN)):
        content = archive.again(part)
        if hiding or any(mark in content for mark in MARKS):
            Paragraphs(tally, hiding, speaks=False).read(content)
    for part in parts_of(types, archive, "wordprocessingml.comments"):
        tally.add("comments", elements_in(archive.again(part), "comment"))


def elements_in(content: bytes | bytearray, wanted: str) -> int:
    found = [0]

    def start(name: str, _attributes: list[str]) -> None:
        found[0] += name.rpartition(":")[2] == wanted

    markup.read(content, start)
    return found[0]


def read_seen(types: dict[str, str], archive: Archive) -> Iterable[str]:
    """The words of each part that is read."""
    hiding = styles_of(types, archive)
    for part in parts_of(types, archive, *(f"wordprocessingml.{kind}" for kind in SEEN)):
        yield Paragraphs(Tally(), hiding).read(archive.again(part))
