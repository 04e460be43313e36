"""Files that a PDF carries inside: data, documents and pictures are told of, anything else is refused."""

from typing import Any

import pikepdf

from tetouan_portal.lib.inspection import kinds
from tetouan_portal.lib.inspection.hiding.tally import Tally
from tetouan_portal.lib.inspection.refused import Refused

MAX_CARRIED = 20_000_000  # bytes of one file
DATA = (".json", ".csv", ".tsv", ".txt")  # as text these run nowhere
NAMES = ("/UF", "/F", "/Unix", "/DOS", "/Mac")


def count(document: pikepdf.Pdf, tally: Tally) -> None:
    """Raises Refused (`embedded`, or why the file inside would be refused by itself)."""
    seen: set[tuple[int, int]] = set()
    for item in document.objects:
        inside = item.stream_dict if isinstance(item, pikepdf.Stream) else item
        if not isinstance(inside, pikepdf.Dictionary | pikepdf.Array):
            continue
        for specification in specifications(inside):
            for content in contents_of(specification, seen):
                names = names_of(specification)
                look_at(content, names, tally)
                tally.add("files", place=names[0])


def specifications(item: Any) -> list[Any]:
    """An object that names a file, and those written into it: of a place on a page, of a list of names."""
    found, waiting = [], [item]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary):
            if "/EF" in one:
                found.append(one)
            children = [child for _key, child in one.items()]
        else:
            children = list(one)
        waiting += [
            child
            for child in children
            if isinstance(child, pikepdf.Dictionary | pikepdf.Array)
            and not isinstance(child, pikepdf.Stream)
            and not child.is_indirect
        ]
    return found


def contents_of(specification: Any, seen: set[tuple[int, int]]) -> list[bytes]:
    streams = [one for _key, one in specification.EF.items() if isinstance(one, pikepdf.Stream)]
    fresh = {one.objgen: one for one in streams if one.objgen not in seen}
    seen.update(fresh)
    return [unpack_bounded(one) for one in fresh.values()]


def unpack_bounded(stream: Any) -> bytes:
    """What it unpacks to is within the budget of the document by now."""
    content = stream.read_bytes()
    if len(content) > MAX_CARRIED:
        raise Refused("embedded")
    return content


def names_of(specification: Any) -> list[str]:
    """Each reader saves the file by another of them."""
    return [str(specification[key]) for key in NAMES if key in specification] or [""]


def look_at(content: bytes, names: list[str], tally: Tally) -> None:
    from tetouan_portal.lib.inspection import contents  # noqa: PLC0415 -- which looks into PDFs by this module

    if is_data(content) and all(name.lower().endswith(DATA) for name in names):
        return
    if content.startswith(b"%PDF-") and b"/EF" in content:
        raise Refused("embedded")  # one in the other without end
    if not content.startswith((b"%PDF-", b"PK")) and not contents.PICTURE.match(content):
        raise Refused("embedded")
    for one in contents.examine(content).hidden:
        if one.kind == "files":
            raise Refused("embedded")
        tally.add(one.kind, one.n)
        for place in one.places:
            tally.add(one.kind, 0, place=place)


def is_data(content: bytes) -> bool:
    start = content[: kinds.SNIFFED]
    return kinds.is_text(start) and not kinds.MARKUP.search(start) and not kinds.is_program(start)
