"""Excel workbooks: hidden sheets, rows and columns, notes, copies behind pivot tables; and the cells that are seen."""

import re
from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple

from tetouan_portal.lib.inspection import markup, relations
from tetouan_portal.lib.inspection.archives import Archive
from tetouan_portal.lib.inspection.hiding import sheets
from tetouan_portal.lib.inspection.hiding.sheets import column_of
from tetouan_portal.lib.inspection.hiding.tally import Tally
from tetouan_portal.lib.inspection.hiding.walk import Walk
from tetouan_portal.lib.inspection.hiding.words import elements_in, parts_of

VISIBLE = "visible"
YES = {"1", "true", "on"}
NO_SIZE = re.compile(r"0*\.?0*")
WORDS, NUMBERS = {"inlineStr", "str"}, {"n", "d"}


class Sheet(NamedTuple):
    name: str
    part: str
    is_hidden: bool


def sheets_of(types: dict[str, str], archive: Archive) -> list[Sheet]:
    """In the order of their tabs; then sheets that no tab leads to any more, as hidden ones."""
    (main,) = parts_of(types, archive, "spreadsheetml.sheet.main")[:1] or ("",)
    targets = relations_of(main, archive)
    found: list[Sheet] = []

    def start(name: str, attributes: list[str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            given = markup.pairs(attributes)
            is_hidden = given.get("state", VISIBLE) != VISIBLE
            found.append(Sheet(given.get("name", ""), targets.get(given.get("id", ""), ""), is_hidden))

    if main:
        markup.read(archive.again(main), start)
    known = {sheet.part for sheet in found}
    left = [part for part in parts_of(types, archive, "spreadsheetml.worksheet") if part not in known]
    return found + [Sheet(basename(part), part, is_hidden=True) for part in left]


def relations_of(part: str, archive: Archive) -> dict[str, str]:
    """{identifier: part} that a part names."""
    folder, targets = dirname(part), {}
    beside = join(folder, "_rels", f"{basename(part)}.rels")
    for given in relations.read(archive.again(beside)) if beside in archive.infos else []:
        target = given.get("Target", "")
        where = target.removeprefix("/") if target.startswith("/") else normpath(join(folder, target))
        targets[given.get("Id", "")] = where
    return targets


def name_of(part: str, types: dict[str, str], archive: Archive) -> str:
    """Of the sheet that is kept in a part; of another part its own."""
    return next((sheet.name for sheet in sheets_of(types, archive) if sheet.part == part), basename(part))


class Cells(Walk):
    """The cells of one sheet that are seen, row by row."""

    def __init__(self, shared: list[str]) -> None:
        super().__init__(Tally())
        self.shared = shared
        self.hidden_columns: list[tuple[int, int]] = []
        self.inside, self.type, self.value = "", "", ""
        self.column = 0

    def enter(self, local: str, attributes: list[str]) -> None:
        if local == "c":
            given = markup.pairs(attributes)
            self.column = column_of(given.get("r", "")) or self.column + 1
            self.type, self.value = given.get("t", "n"), ""
        elif local == "row":
            self.column = 0
            if is_hidden(markup.pairs(attributes), "ht"):
                self.hide("rows")
        elif local == "col":
            given = markup.pairs(attributes)
            if is_hidden(given, "width"):
                self.hidden_columns.append((number(given.get("min", "")), number(given.get("max", ""))))
        self.inside = local

    def leave(self, local: str) -> None:
        self.inside = ""
        if local != "c" or not self.value.strip():
            return
        if not any(first <= self.column <= last for first, last in self.hidden_columns):
            self.add(f"{self.words()}\n")

    def text(self, data: str) -> None:
        if self.inside in {"v", "t"}:
            self.value += data

    def words(self) -> str:
        if self.type == "s":
            place = number(self.value)
            return self.shared[place] if 0 <= place < len(self.shared) else ""
        return self.value if self.type in WORDS | NUMBERS else ""


def number(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0


def is_hidden(given: dict[str, str], size: str) -> bool:
    return given.get("hidden", "") in YES or (size in given and bool(NO_SIZE.fullmatch(given[size])))


def count(types: dict[str, str], archive: Archive, tally: Tally) -> None:
    tabs = sheets_of(types, archive)
    notes = set(parts_of(types, archive, "spreadsheetml.comments"))
    threads = set(parts_of(types, archive, "threadedcomments"))
    for sheet in tabs:
        if sheet.is_hidden:
            tally.add("sheets", place=sheet.name)
            continue
        content = archive.again(sheet.part) if sheet.part in archive.infos else b""
        sheets.count(content, tally, sheet.name)
        beside = set(relations_of(sheet.part, archive).values())
        # A thread has a note too, for programs that know no threads.
        counted = [
            sum(elements_in(archive.again(part), name) for part in parts & beside)
            for name, parts in (("comment", notes), ("threadedComment", threads))
        ]
        if any(counted):
            tally.add("comments", max(counted), place=sheet.name)
    count_copies(types, archive, tally, {sheet.name for sheet in tabs if not sheet.is_hidden})
    revisions = len(parts_of(types, archive, "spreadsheetml.revisionLog"))
    if revisions:
        tally.add("deleted", revisions)


def count_copies(types: dict[str, str], archive: Archive, tally: Tally, seen: set[str]) -> None:
    """A pivot table carries a copy of its data: of a sheet that is not seen, it is hidden too."""

    def start(name: str, attributes: list[str]) -> None:
        given = markup.pairs(attributes)
        if name.rpartition(":")[2] == "worksheetSource" and given.get("sheet") in seen:
            is_seen[0] = True

    for part in parts_of(types, archive, "spreadsheetml.pivotCacheDefinition"):
        is_seen = [False]
        markup.read(archive.again(part), start)
        if not is_seen[0]:
            tally.add("copies")


def shared_strings(types: dict[str, str], archive: Archive) -> list[str]:
    parts = parts_of(types, archive, "spreadsheetml.sharedStrings")
    return SharedStrings().of(archive.again(parts[0])) if parts else []


class SharedStrings:
    """Each text once, its runs joined, without how it is pronounced."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.inside, self.aside = "", 0

    def of(self, content: bytes | bytearray) -> list[str]:
        markup.read(content, self.start, text=self.text, end=self.end)
        return self.found

    def start(self, name: str, _attributes: list[str]) -> None:
        self.inside = name.rpartition(":")[2]
        self.aside += self.inside == "rPh"

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self.inside = ""
        self.aside -= local == "rPh"
        if local == "si":
            self.found.append("".join(self.pieces))
            self.pieces = []

    def text(self, data: str) -> None:
        if self.inside == "t" and not self.aside:
            self.pieces.append(data)


def read_seen(types: dict[str, str], archive: Archive) -> Iterator[tuple[str, str]]:
    """The names and the cells of the sheets that are seen."""
    shared = shared_strings(types, archive)
    for sheet in sheets_of(types, archive):
        if not sheet.is_hidden and sheet.part in archive.infos:
            yield sheet.name, Cells(shared).read(archive.again(sheet.part))
