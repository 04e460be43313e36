"""What may lie in a document beside its text: pictures, fonts, printer settings."""

import re
import struct

from tetouan_portal.lib.inspection.kinds import ARCHIVES, OLE, is_program
from tetouan_portal.lib.inspection.refused import Refused

ENDINGS = re.compile(
    r"\.(?:xml|rels|vml|rdf|png|jpe?g|jfif|gif|bmp|tiff?|emf|wmf|svg|webp|wdp|svm|odttf|ttf|otf|sigs|psmdcp|dat)$",
    re.IGNORECASE,
)
PRINTER = re.compile(r"printerSettings\d*\.bin$", re.IGNORECASE)
CARRIED = (OLE, b"PK\3\4", b"{\\rtf", b"%PDF-", *ARCHIVES)
DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
SCRIPT = re.compile(rb"<(?:\w+:)?script|\son\w+\s*=|javascript:", re.IGNORECASE)
MAX_PIXELS = 200_000_000


def check(name: str, content: bytearray, *, without_ending: bool = False) -> None:
    """Raises Refused (`active`, `embedded`, `damaged`, `bomb`)."""
    start = bytes(content[:64])
    if is_program(start):
        raise Refused("active")
    if start.startswith(CARRIED):
        raise Refused("embedded")
    if not (ENDINGS.search(name) or PRINTER.search(name) or without_ending):
        raise Refused("embedded")
    if name.lower().endswith((".vml", ".svg", ".rdf")) and DOCUMENT_TYPE.search(content):
        raise Refused("damaged")
    if name.lower().endswith((".svg", ".vml")) and SCRIPT.search(content):
        raise Refused("active")
    if start.startswith(b"\x89PNG\r\n\x1a\n") and len(start) >= 24:
        width, height = struct.unpack_from(">II", start, 16)
        if width * height > MAX_PIXELS:
            raise Refused("bomb")
