"""XML parts of documents, read without entities or document types: expat, nothing is ever fetched."""

from collections.abc import Callable
from urllib.parse import urlsplit
from xml.parsers import expat

from tetouan_portal.lib.inspection.refused import Refused

Start = Callable[[str, list[str]], None]  # name, [attribute, value, attribute, value, …]
CHUNK = 1 << 20
LINKS = {"", "http", "https", "mailto", "tel"}


def read(
    content: bytes | bytearray,
    start: Start | None = None,
    *,
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Call `start`, `text` and `end` along a well-formed part in UTF-8. Raises Refused (`damaged`)."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or 0 in content[:4]:  # UTF-16 or 32, which needs no declaration
        raise Refused("damaged")
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = no_document_type
    parser.XmlDeclHandler = in_utf8
    if start:
        parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    view = memoryview(content)
    try:
        for begin in range(0, len(content), CHUNK):
            parser.Parse(view[begin : begin + CHUNK], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError) as error:
        raise Refused("damaged") from error
    finally:
        view.release()


def no_document_type(*_declaration: object) -> None:
    """Neither kind of document has one; entities come in through them."""
    raise Refused("damaged")


def in_utf8(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding or "utf-8").lower() not in {"utf-8", "us-ascii"}:
        raise Refused("damaged")


def pairs(attributes: list[str]) -> dict[str, str]:
    """Attributes by their names without prefix."""
    return {name.rpartition(":")[2]: value for name, value in zip(attributes[::2], attributes[1::2], strict=True)}


def is_plain_link(address: str) -> bool:
    """Whether it leads to a page, a mailbox, a telephone or a place in the document; not to a file elsewhere."""
    address = address.strip()
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return False
    return scheme in LINKS and (bool(scheme) or not ("\\" in address or address.startswith("//")))


def is_own_part(address: str) -> bool:
    """Whether it points into the document itself."""
    address = address.strip()
    has_scheme = ":" in address.partition("/")[0]
    return is_plain_link(address) and not has_scheme and not address.startswith(("/", "../.."))
