"""Documents of LibreOffice (ODF, ISO 26300): the same promises as for Word and Excel."""

import re
from collections.abc import Iterator

from tetouan_portal.lib.inspection import addresses, formulas, markup, nesting, parts
from tetouan_portal.lib.inspection.archives import Archive
from tetouan_portal.lib.inspection.hiding import opendocument, properties
from tetouan_portal.lib.inspection.hiding.tally import Tally
from tetouan_portal.lib.inspection.refused import Refused, named

KINDS = {"text": ".odt", "spreadsheet": ".ods"}
FORMAT = "application/vnd.oasis.opendocument."
MACROS = re.compile(r"^(?:basic|scripts|dialogs|java|python)/", re.IGNORECASE)
WITHOUT_ENDING = re.compile(r"(?:^|/)(?:mimetype|layout-cache|ObjectReplacements/[^/]+|Thumbnails/[^/]+)$")
ACTIVE = {
    *("event-listener", "module", "source-code", "library-linked", "library-embedded", "plugin", "applet"),
    *("script", "execute-macro", "submission"),
}
CARRYING = {"object-ole", "floating-frame"}
FETCHING = {
    *("dde-connection-decl", "dde-connection", "dde-link", "dde-source", "table-source", "cell-range-source"),
    *("database-source-sql", "database-source-table", "database-source-query", "connection-resource"),
}
LINKING = {"a", "hyperlink"}
NUMBER = re.compile(r"[1-9]\d*+(?![\w.]|\s*\()")  # of a row, not of a function such as LOG10
FORMULAS = ("formula", "expression", "condition", "range-address", "cell-address", "linked-cell", "cell-range")
FORMATS = {"condition", "color-scale-entry", "formatting-entry"}  # whose values may be formulas
KIND_OF_FORMAT = re.compile(r"^\s*[a-z]+(?:-[a-z]+)+\s*\(")
DRAWN = "equation"  # of a shape's outline
ADDRESSES = ("href", "image-data", "src")


def kind_of(archive: Archive) -> tuple[str, str]:
    """Media type and ending, once every part has been looked at. Raises Refused."""
    declared = archive.read("mimetype").decode("ascii", "replace").strip()
    if any(map(MACROS.search, archive.names)):
        raise Refused("active")
    for name in archive.names:
        if not name.endswith("/"):
            check_part(name, archive.read(name))
    if declared.removesuffix("-template").endswith("presentation"):
        raise Refused("presentation")
    ending = KINDS.get(declared.removeprefix(FORMAT)) if declared.startswith(FORMAT) else None
    if ending is None or "content.xml" not in archive.infos:
        raise Refused("not_accepted")
    return declared, ending


def count_hidden(archive: Archive, tally: Tally) -> None:
    """What a document hides that `kind_of` has let pass."""
    opendocument.count(archive, tally)
    properties.count(archive, [name for name in ("meta.xml",) if name in archive.infos], tally)


def words_seen(archive: Archive) -> list[str]:
    """The words that readers see."""
    return opendocument.read_seen(archive)


def sheets_seen(archive: Archive) -> Iterator[tuple[str, str]]:
    """The name of each sheet that readers see, and the words in it."""
    for text in opendocument.read_seen(archive):
        for sheet in text.split(opendocument.SHEET)[1:]:
            name, _end, words = sheet.partition("\n")
            yield name, words


def check_part(name: str, content: bytearray) -> None:
    parts.check(name, content, without_ending=bool(WITHOUT_ENDING.search(name)))
    if name.endswith((".xml", ".rdf")) and content:
        nesting.check(content)
        check_elements(content)
    elif name.lower().endswith(".svg"):
        addresses.check(name, content)


def check_elements(content: bytearray) -> None:
    """Where a formula is refused, the last table that began is told of."""
    table = [""]
    known: set[str] = set()

    def start(name: str, attributes: list[str]) -> None:
        if name.endswith(":table"):
            table[0] = markup.pairs(attributes).get("name", "")
        try:
            check_element(name, attributes, known)
        except Refused as refused:
            if refused.code not in {"function", "reference", "link"}:
                raise
            raise Refused(refused.code, **{"place": named(table[0]), **refused.params}) from refused

    markup.read(content, start)


def check_element(name: str, attributes: list[str], known: set[str]) -> None:
    """`known`: formulas that were looked at before."""
    local = name.rpartition(":")[2]
    if local in ACTIVE:
        raise Refused("active")
    if local in CARRYING:
        raise Refused("embedded")
    if local in FETCHING:
        raise Refused("external")
    if local == "encryption-data":
        raise Refused("encrypted")
    for attribute, value in zip(attributes[::2], attributes[1::2], strict=True):
        if attribute.endswith(ADDRESSES):
            check_reference(local, value)
        elif (attribute.endswith(FORMULAS) and local != DRAWN) or (local in FORMATS and attribute.endswith("value")):
            shape = NUMBER.sub("9", KIND_OF_FORMAT.sub("TRUE(", value) if local in FORMATS else value)
            if shape not in known:
                known.add(shape)
                formulas.check_open(shape)


def check_reference(local: str, address: str) -> None:
    address = address.strip()
    if address.lower().startswith(("vnd.sun.star.script:", "macro:", "javascript:", "service:", "slot:", ".uno:")):
        raise Refused("active")
    if local in LINKING:
        if not markup.is_plain_link(address):
            raise Refused("link", place=named(address))
        return
    is_local = address.lower().startswith("file:///") or not markup.is_own_part(address)
    if local == "template":  # where the author's template lay
        allowed = markup.is_own_part(address) or (is_local and not address.lower().startswith(("http", "\\", "//")))
    else:
        allowed = markup.is_own_part(address)
    if not allowed:
        raise Refused("external")
