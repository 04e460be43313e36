"""Documents of LibreOffice (ODF, ISO 26300): the same promises as for Word and Excel."""

import re
from collections.abc import Iterator

from tetouan_portal.lib.inspection import markup, parts
from tetouan_portal.lib.inspection.archives import Archive
from tetouan_portal.lib.inspection.hiding import opendocument, properties
from tetouan_portal.lib.inspection.hiding.tally import Tally
from tetouan_portal.lib.inspection.refused import Refused

KINDS = {"text": ".odt", "spreadsheet": ".ods"}
FORMAT = "application/vnd.oasis.opendocument."
MACROS = re.compile(r"^(?:basic|scripts|dialogs|java|python)/", re.IGNORECASE)
WITHOUT_ENDING = re.compile(r"(?:^|/)(?:mimetype|layout-cache|ObjectReplacements/[^/]+|Thumbnails/[^/]+)$")
ACTIVE = {"event-listener", "module", "source-code", "library-linked", "library-embedded", "plugin", "applet"}
CARRYING = {"object-ole", "floating-frame"}
FETCHING = {
    *("dde-connection-decl", "dde-connection", "dde-link", "dde-source", "table-source", "cell-range-source"),
    *("database-source-sql", "database-source-table", "database-source-query", "connection-resource"),
}
LINKING = {"a", "hyperlink"}
FETCHING_FORMULA = re.compile(r"\b(?:DDE|WEBSERVICE)\s*\(", re.IGNORECASE)


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
        markup.read(content, check_element)


def check_element(name: str, attributes: list[str]) -> None:
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
        if attribute.endswith("href"):
            check_reference(local, value)
        elif attribute.endswith("formula") and FETCHING_FORMULA.search(value):
            raise Refused("external")


def check_reference(local: str, address: str) -> None:
    address = address.strip()
    if address.lower().startswith(("vnd.sun.star.script:", "macro:", "javascript:", "service:", "slot:", ".uno:")):
        raise Refused("active")
    is_local = address.lower().startswith("file:///") or not markup.is_own_part(address)
    if local in LINKING:
        allowed = markup.is_plain_link(address) or address.lower().startswith("file:///")
    elif local == "template":  # where the author's template lay
        allowed = markup.is_own_part(address) or (is_local and not address.lower().startswith(("http", "\\", "//")))
    else:
        allowed = markup.is_own_part(address)
    if not allowed:
        raise Refused("external")
