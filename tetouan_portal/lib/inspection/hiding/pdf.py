"""PDF files: notes beside the page, layers that are switched off, the author's name."""

from typing import Any

import pikepdf

from tetouan_portal.lib.inspection.hiding.layers import as_list, switched_off
from tetouan_portal.lib.inspection.hiding.properties import is_person
from tetouan_portal.lib.inspection.hiding.tally import Tally

# What people write beside a page. A link's contents are its description, and free text is seen on the page.
NOTES = {
    *(
        "/Text",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Ink",
        "/Square",
        "/Circle",
        "/Line",
        "/Polygon",
    ),
    *("/PolyLine", "/Stamp", "/Caret"),
}
WRITTEN = {*NOTES, "/FreeText"}
UNSEEN = 2 | 32  # flags of an annotation: hidden, not shown (ISO 32000-1, 12.5.3)


def count(document: pikepdf.Pdf, tally: Tally) -> None:
    for number, page in enumerate(document.pages, 1):
        for note in as_list(page.obj.get("/Annots")):
            if is_note(note):
                tally.add("comments", place=str(number))
    for layer in switched_off(document.Root):
        tally.add("layers", place=str(layer.get("/Name", "")))
    if is_person(str(document.docinfo.get("/Author", "") if "/Info" in document.trailer else "")):
        tally.add("properties", place="Author")
    elif any(is_person(name) for name in creators(document)):
        tally.add("properties", place="creator")


def is_note(note: Any) -> bool:
    if not isinstance(note, pikepdf.Dictionary):
        return False
    kind, flags = str(note.get("/Subtype", "")), note.get("/F", 0)
    is_unseen = isinstance(flags, int) and bool(flags & UNSEEN)
    has_words = bool(str(note.get("/Contents", "")).strip() or "/RC" in note)
    return has_words and (kind in NOTES or (kind in WRITTEN and is_unseen))


def creators(document: pikepdf.Pdf) -> list[str]:
    """As the metadata in XML names them; metadata that cannot be read names nobody."""
    try:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            found = metadata.get("dc:creator", [])
    except Exception:  # noqa: BLE001 -- whatever stands there, no reader shows it
        return []
    return [found] if isinstance(found, str) else [str(name) for name in found]
