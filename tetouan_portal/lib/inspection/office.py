"""Word and Excel documents (ECMA-376): no macros, no objects, nothing fetched from elsewhere.

What a formula, a field or a link may name is listed (`formulas`, `fields`, `markup.LINKS`); the rest is refused.
"""

import re
from collections.abc import Iterator
from functools import partial

from tetouan_portal.lib.inspection import addresses, archives, fields, markup, nesting, parts, sheet_formulas
from tetouan_portal.lib.inspection.archives import Archive
from tetouan_portal.lib.inspection.hiding import properties, words, workbooks
from tetouan_portal.lib.inspection.hiding.tally import Tally
from tetouan_portal.lib.inspection.refused import Refused, named

CONTENT_TYPES = "[Content_Types].xml"
FORMAT = "application/vnd.openxmlformats-officedocument."
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
ACTIVE_RELATIONS = re.compile(
    r"/(?:vbaProject|wordVbaData|xlMacrosheet|xlIntlMacrosheet|control|activeXControlBinary|ctrlProp|"
    r"extensibility|webextension\w*|attachedToolbars|keyMapCustomizations)$",
    re.IGNORECASE,
)
CARRYING_RELATIONS = re.compile(r"/(?:oleObject|aFChunk|subDocument)$", re.IGNORECASE)
FETCHING_RELATIONS = re.compile(
    r"/(?:externalLink\w*|xlExternalLinkPath\w*|connections|queryTable|mailMerge\w*|frame|volatileDependencies)$",
    re.IGNORECASE,
)
OWN_DRIVE = re.compile(r"(?:file:///)?[a-z]:[\\/]", re.IGNORECASE)
EMBEDDED = re.compile(r"(?:^|/)embeddings/[^/]+\.(?:xlsx|docx)$", re.IGNORECASE)
XML_TYPE = re.compile(r"[+/]xml$", re.IGNORECASE)
XML_NAME = re.compile(r"\.(?:xml|rels|vml|svg)$", re.IGNORECASE)


def kind_of(archive: Archive) -> tuple[str, str]:
    """Media type and ending, once every part has been looked at. Raises Refused."""
    types = content_types(archive)
    if any(ACTIVE.search(declared) for declared in types.values()) or any(map(ACTIVE.search, archive.names)):
        raise Refused("active")
    if any(XML_TYPE.search(declared) and not XML_NAME.search(part) for part, declared in types.items()):
        raise Refused("disguised")  # text under the name of a picture
    mains = [MAIN[declared] for part, declared in types.items() if declared in MAIN and part in archive.infos]
    is_table = mains[:1] == [MAIN[TABLE]]
    for name in archive.names:
        if not name.endswith("/") and name != CONTENT_TYPES:
            check_part(archive, name, is_table=is_table)
    if len(mains) != 1:
        is_slides = any("presentationml" in declared for declared in types.values())
        raise Refused("presentation" if is_slides else "not_accepted")
    return mains[0]


def count_hidden(archive: Archive, tally: Tally) -> None:
    """What a document hides that `kind_of` has let pass."""
    types = content_types(archive)
    words.count(types, archive, tally)
    workbooks.count(types, archive, tally)
    for name in archive.names:
        if EMBEDDED.search(name):
            tally.add("workbooks")
    named = ("core-properties", "extended-properties", "custom-properties")
    properties.count(archive, words.parts_of(types, archive, *named), tally)


def words_seen(archive: Archive) -> Iterator[str]:
    """Part by part, the words that readers see."""
    types = content_types(archive)
    yield from words.read_seen(types, archive)
    for name, text in workbooks.read_seen(types, archive):
        yield name
        yield text


def sheets_seen(archive: Archive) -> Iterator[tuple[str, str]]:
    """The name of each sheet that readers see, and the words in it."""
    return workbooks.read_seen(content_types(archive), archive)


def name_of_sheet(part: str, archive: Archive) -> str:
    return workbooks.name_of(part, content_types(archive), archive)


def content_types(archive: Archive) -> dict[str, str]:
    """The declared type of each part, and of each ending."""
    declared: dict[str, str] = {}

    def start(_name: str, attributes: list[str]) -> None:
        given = markup.pairs(attributes)
        if "ContentType" in given:
            key = given.get("PartName", "").removeprefix("/") or "." + given.get("Extension", "")
            declared[key] = given["ContentType"]

    markup.read(archive.read(CONTENT_TYPES), start)
    return declared


def check_part(archive: Archive, name: str, *, is_table: bool) -> None:
    content = archive.read(name)
    if EMBEDDED.search(name):
        check_inner(content, archive)  # the figures behind a chart
        return
    parts.check(name, content)
    if name.lower().endswith(".rels"):
        markup.read(content, check_relation)
    elif name.lower().endswith(".xml"):
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


def check_relation(_name: str, attributes: list[str]) -> None:
    given = markup.pairs(attributes)
    kind, target = given.get("Type", ""), given.get("Target", "")
    if ACTIVE_RELATIONS.search(kind):
        raise Refused("active")
    if CARRYING_RELATIONS.search(kind):
        raise Refused("embedded")
    if FETCHING_RELATIONS.search(kind):
        raise Refused("external")
    if given.get("TargetMode", "").lower() == "external" or not is_inside(target):
        if kind.endswith("/hyperlink"):
            if not markup.is_plain_link(target):
                raise Refused("link", place=named(target))
        # Word notes where the template lay on the author's computer; a picture out of a mail names its place there.
        elif not (kind.endswith("/attachedTemplate") and OWN_DRIVE.match(target)) and not (
            kind.endswith("/image") and target.lower().startswith("cid:")
        ):
            raise Refused("external")


def is_inside(target: str) -> bool:
    return not re.match(r"[a-z][a-z0-9+.-]*:|//|\\", target.strip(), re.IGNORECASE)
