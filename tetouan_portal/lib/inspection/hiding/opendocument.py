"""LibreOffice documents: the same kinds as in Word and Excel; and the words that are seen."""

import re
from itertools import product
from typing import ClassVar

from tetouan_portal.lib.inspection import markup
from tetouan_portal.lib.inspection.archives import Archive
from tetouan_portal.lib.inspection.hiding.tally import Tally
from tetouan_portal.lib.inspection.hiding.walk import Region, Walk

MARKS = (
    *(b"annotation", b"tracked-changes", b":visibility", b'display="none', b'display="false', b"is-hidden"),
    *(f'{size}="0{unit}'.encode() for size, unit in product(("row-height", "column-width"), ("cm", "in", "mm", "pt"))),
)
NO_SIZE = re.compile(r"0*\.?0*(?:cm|in|mm|pt)")
UNSEEN = {"collapse", "filter"}
HIDING = {  # property element → attribute: what its value is where the style hides, and what it hides
    "text-properties": ("display", "none", "hidden_text"),
    "table-properties": ("display", "false", "sheets"),
}
NO_ROOM = {"table-row-properties": ("row-height", "rows"), "table-column-properties": ("column-width", "columns")}
FIELDS = {"hidden-text", "hidden-paragraph", "section"}
DIVIDING = {"s": " ", "tab": " ", "line-break": " "}
PARAGRAPHS = {"p", "h"}
REVISIONS = {"tracked-changes", "change-info", "annotation", "deletion", "cell-content-change"}
CELLS = {"table-cell", "covered-table-cell"}
SHEET = "\f"  # before the name of each table
MOST = 1_048_576  # rows or columns that one element may stand for
INNER_SHEET = re.compile(r"Object[^/]*/content\.xml")


class Content(Walk):
    joined: ClassVar[frozenset[str]] = frozenset({"hidden_text"})

    def __init__(self, tally: Tally, styles: dict[str, str], *, speaks: bool = True) -> None:
        super().__init__(tally, speaks=speaks)
        self.styles = dict(styles)  # name → what it hides
        self.style = ""
        self.tables: list[str] = []
        self.columns: list[tuple[int, int]] = []  # hidden ones of the table, from, to
        self.column = 0
        self.filled_columns: set[int] = set()
        self.paragraphs: list[int] = []  # their depths
        self.in_changes = self.in_remarks = 0

    def enter(self, local: str, attributes: list[str]) -> None:
        given = markup.pairs(attributes)
        if local in HIDING or local in NO_ROOM or local in {"style", "default-style"}:
            self.style = note_style(self.styles, self.style, local, given)
        elif local in CELLS:
            self.enter_cell(given)
        elif local.startswith("table"):
            self.enter_table(local, given)
        elif local in REVISIONS:
            self.enter_revision(local)
        elif local in FIELDS:
            self.enter_field(local, given)
        elif local in PARAGRAPHS or local == "span":
            self.enter_text(local, given)
        elif local in DIVIDING:
            self.add(DIVIDING[local])

    def text(self, data: str) -> None:
        if not self.in_remarks and (self.regions or not self.in_changes):
            self.say(data)

    def enter_revision(self, local: str) -> None:
        if local == "tracked-changes":
            self.in_changes += 1
        elif local == "change-info":  # who changed it, and when
            self.in_remarks += 1
        elif local == "annotation":
            self.hide("comments")
        elif self.in_changes:
            self.hide("deleted")

    def enter_text(self, local: str, given: dict[str, str]) -> None:
        if local in PARAGRAPHS:
            self.paragraphs.append(self.depth)
        if self.styles.get(given.get("style-name", "")) == "hidden_text":
            self.hide("hidden_text")

    def enter_field(self, local: str, given: dict[str, str]) -> None:
        is_hidden = given.get("is-hidden") == "true" or (local == "section" and given.get("display") == "none")
        if not is_hidden:
            return
        if local == "hidden-paragraph" and self.paragraphs:
            self.hide("hidden_text", depth=self.paragraphs[-1])
            self.regions.sort(key=lambda region: region.depth)
        else:
            self.hide("hidden_text")
            if local == "hidden-text" and given.get("string-value", "").strip():
                self.regions[-1].is_filled = True  # its words stand in the attribute

    def enter_table(self, local: str, given: dict[str, str]) -> None:
        hides = self.styles.get(given.get("style-name", ""), "")
        repeated = markup_number(given.get("number-rows-repeated") or given.get("number-columns-repeated"))
        is_unseen = given.get("visibility") in UNSEEN
        if local == "table":
            self.tables.append(given.get("name", ""))
            self.columns, self.column, self.filled_columns = [], 0, set()
            if hides == "sheets":
                self.hide("sheets", place=given.get("name", ""))
            else:
                self.add(f"{SHEET}{given.get('name', '')}\n")
        elif local == "table-column":
            if is_unseen or hides == "columns":
                self.columns.append((self.column, self.column + repeated - 1))
            self.column += repeated
        elif local == "table-row":
            self.column = 0
            if is_unseen or hides == "rows":
                self.hide("rows", place=self.tables[-1] if self.tables else "", count=repeated)

    def enter_cell(self, given: dict[str, str]) -> None:
        if any(first <= self.column <= last for first, last in self.columns):
            self.hide(f"column {self.column}")
        self.column += markup_number(given.get("number-columns-repeated"))

    def leave(self, local: str) -> None:
        if local in PARAGRAPHS:
            if self.paragraphs:
                self.paragraphs.pop()
            self.add("\n")
            self.last = ""
        elif local == "tracked-changes":
            self.in_changes -= 1
        elif local == "change-info":
            self.in_remarks -= 1
        elif local == "table" and self.tables:
            name = self.tables.pop()
            if self.filled_columns:
                self.tally.add("columns", len(self.filled_columns), place=name)
            self.columns, self.filled_columns = [], set()

    def close(self, region: Region) -> None:
        """A column is hidden once, however many of its cells are."""
        if not region.kind.startswith("column "):
            super().close(region)
        elif region.is_filled and not self.regions:
            self.filled_columns.add(int(region.kind.partition(" ")[2]))


def note_style(styles: dict[str, str], style: str, local: str, given: dict[str, str]) -> str:
    """The name of the style that is being defined."""
    if local in {"style", "default-style"}:
        style = given.get("name", "")
        parent = styles.get(given.get("parent-style-name", ""))
        if style and parent:
            styles[style] = parent
        return style
    if local in HIDING:
        attribute, value, kind = HIDING[local]
        hides = given.get(attribute) == value
    else:
        attribute, kind = NO_ROOM[local]
        hides = bool(NO_SIZE.fullmatch(given.get(attribute, "")))
    if style and hides:
        styles[style] = kind
    elif style and attribute in given:
        styles.pop(style, None)
    return style


def markup_number(text: str | None) -> int:
    return min(int(text), MOST) if text and text.isdecimal() else 1


def styles_of(archive: Archive) -> dict[str, str]:
    """What the document's own styles hide: {name: kind}."""
    if "styles.xml" not in archive.infos:
        return {}
    walk = Content(Tally(), {}, speaks=False)
    walk.read(archive.again("styles.xml"))
    return walk.styles


def count(archive: Archive, tally: Tally) -> None:
    styles = styles_of(archive)
    content = archive.again("content.xml")
    if styles or any(mark in content for mark in MARKS):
        Content(tally, styles, speaks=False).read(content)
    for name in archive.names:
        if INNER_SHEET.fullmatch(name) and b"<office:spreadsheet" in archive.again(name):
            tally.add("workbooks")


def read_seen(archive: Archive) -> list[str]:
    return [Content(Tally(), styles_of(archive)).read(archive.again("content.xml"))]
