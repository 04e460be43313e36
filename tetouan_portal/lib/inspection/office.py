"""Word and Excel documents (ECMA-376): no macros, no objects, nothing fetched from elsewhere.

What a formula, a field or a link may name is listed (`formulas`, `fields`, `markup.LINKS`), and so is what a part may
be and lead to (`content_types`, `relations`); the rest is refused.
"""

import re
from collections.abc import Iterator
from functools import partial

from tetouan_portal.lib.inspection import (
    addresses,
    archives,
    content_types,
    fields,
    markup,
    nesting,
    parts,
    relations,
    sheet_formulas,
)
from tetouan_portal.lib.inspection.archives import Archive
from tetouan_portal.lib.inspection.content_types import FORMAT
from tetouan_portal.lib.inspection.content_types import LIST as CONTENT_TYPES
from tetouan_portal.lib.inspection.hiding import properties, words, workbooks
from tetouan_portal.lib.inspection.hiding.tally import Tally
from tetouan_portal.lib.inspection.refused import Refused

TABLE = f"{FORMAT}spreadsheetml.sheet.main+xml"
MAIN = {
    f"{FORMAT}wordprocessingml.document.main+xml": (f"{FORMAT}wordprocessingml.document", ".docx"),
    TABLE: (f"{FORMAT}spreadsheetml.sheet", ".xlsx"),
}
ACTIVE = re.compile(
    r"macro|vba|activex|ms-office\.(?!theme|chart)\w*control|controlproperties|customui|dialogsheet|webextension|"
    r"attachedtoolbars",
    re.IGNORECASE,
)
EMBEDDED = re.compile(r"(?:^|/)embeddings/[^/]+\.(?:xlsx|docx)$", re.IGNORECASE)
XML_TYPE = re.compile(r"[+/]xml$", re.IGNORECASE)
XML_NAME = re.compile(r"\.(?:xml|rels|vml|svg|psmdcp)$", re.IGNORECASE)
OF_GOOGLE = "xl/metadata"  # what its tables leave there for themselves, readable to nobody else


def kind_of(archive: Archive) -> tuple[str, str]:
    """Media type and ending, once every part has been looked at. Raises Refused."""
    types = content_types.read(archive)
    if any(ACTIVE.search(declared) for declared in types.values()) or any(map(ACTIVE.search, archive.names)):
        raise Refused("active")
    if any(XML_TYPE.search(declared) and not XML_NAME.search(part) for part, declared in types.items()):
        raise Refused("disguised")  # text under the name of a picture
    mains = [MAIN[declared] for part, declared in types.items() if declared in MAIN and part in archive.infos]
    if not mains and any("presentationml" in declared for declared in types.values()):
        raise Refused("presentation")
    is_table = mains[:1] == [MAIN[TABLE]]
    for name in archive.names:
        if not name.endswith("/") and name != CONTENT_TYPES:
            check_part(archive, name, is_table=is_table)
    if len(mains) != 1:
        raise Refused("not_accepted")
    content_types.check(types, archive)
    return mains[0]


def count_hidden(archive: Archive, tally: Tally) -> None:
    """What a document hides that `kind_of` has let pass."""
    types = content_types.read(archive)
    words.count(types, archive, tally)
    workbooks.count(types, archive, tally)
    for name in archive.names:
        if EMBEDDED.search(name):
            tally.add("workbooks")
    if OF_GOOGLE in archive.infos:
        tally.add("files", place=OF_GOOGLE)
    named = ("core-properties", "extended-properties", "custom-properties")
    properties.count(archive, words.parts_of(types, archive, *named), tally)


def words_seen(archive: Archive) -> Iterator[str]:
    """Part by part, the words that readers see."""
    types = content_types.read(archive)
    yield from words.read_seen(types, archive)
    for name, text in workbooks.read_seen(types, archive):
        yield name
        yield text


def sheets_seen(archive: Archive) -> Iterator[tuple[str, str]]:
    """The name of each sheet that readers see, and the words in it."""
    return workbooks.read_seen(content_types.read(archive), archive)


def name_of_sheet(part: str, archive: Archive) -> str:
    return workbooks.name_of(part, content_types.read(archive), archive)


def check_part(archive: Archive, name: str, *, is_table: bool) -> None:
    content = archive.read(name)
    if EMBEDDED.search(name):
        check_inner(content, archive)  # the figures behind a chart
        return
    parts.check(name, content, without_ending=name == OF_GOOGLE)
    if name.lower().endswith(".rels"):
        relations.check(content)
    elif name.lower().endswith((".xml", ".psmdcp")):
        nesting.check(content)
        markup.read(content)
        fields.check(content)
    if XML_NAME.search(name):
        addresses.check(name, content)
    if is_table and name.lower().endswith((".xml", ".vml")):
        is_old_drawing = name.lower().endswith(".vml")
        place_of = partial(name_of_sheet, name, archive)
        sheet_formulas.check(content, place_of, is_old_drawing=is_old_drawing)


def check_inner(content: bytearray, outer: Archive) -> None:
    """One document inside another is looked at; a third inside that is not."""
    if outer.outer is not None:
        raise Refused("embedded")
    with archives.open_archive(content, outer) as inner:
        if CONTENT_TYPES not in inner.infos:
            raise Refused("embedded")
        kind_of(inner)
