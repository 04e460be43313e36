"""What a PDF may do on a click, and what may lie on its pages: by their names; the rest is refused by its own."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from tetouan_portal.lib.inspection.markup import is_plain_link
from tetouan_portal.lib.inspection.refused import Refused, named

ACTIONS = {"/GoTo", "/URI", "/Named", "/ResetForm"}
PAGES_TURNED = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage", "/GoBack", "/GoForward", "/GoToPage"}
ON_A_PAGE = {
    *("/Link", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight"),
    *("/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/FileAttachment", "/Widget"),
    *("/PrinterMark", "/TrapNet", "/Watermark", "/Redact"),
}
MAX_SIDE = 50  # metres: a plan of a whole street; a reader that draws a larger page falls
POINTS = 72 / 0.0254  # in a metre
ELSEWHERE = {"/F", "/UF", "/Unix", "/DOS", "/Mac"}  # names of a file
MOST_STEPS = 10_000  # of actions that follow each other


def check_action(action: Any) -> None:
    """And those that follow it. Raises Refused (`action`, `link`)."""
    waiting = [action]
    for _step in range(MOST_STEPS):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += list(one)
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one:
            check_one(one)
            if "/Next" in one:
                waiting.append(one.Next)
    raise Refused("action", name="Next")


def check_one(action: Any) -> None:
    name = str(action.get("/S", ""))
    if name not in ACTIONS or "/F" in action or "/Win" in action:
        raise Refused("action", name=named(name))
    if name == "/Named" and str(action.get("/N", "")) not in PAGES_TURNED:
        raise Refused("action", name=named(f"{name} {action.get('/N', '')}"))
    if name == "/URI" and not is_plain_link(address := str(action.get("/URI", ""))):
        raise Refused("link", place=named(address))


def check_pages(document: pikepdf.Pdf) -> None:
    """Raises Refused (`action`, `link`, `too_large_page`)."""
    for number, page in enumerate(document.pages, 1):
        check_size(number, page)
        for note in annotations_of(page):
            kind = str(note.get("/Subtype", ""))
            if kind and kind not in ON_A_PAGE:
                raise Refused("action", name=named(kind))
            for key in ("/A", "/PA"):
                if key in note:
                    check_action(note[key])


def annotations_of(page: Any) -> Iterator[Any]:
    found = page.obj.get("/Annots")
    if isinstance(found, pikepdf.Array):
        yield from (one for one in found if isinstance(one, pikepdf.Dictionary))


def check_size(number: int, page: Any) -> None:
    unit = float(page.obj.get("/UserUnit", 1))
    for box in (page.mediabox, page.cropbox):
        left, low, right, high = (float(value) for value in box)
        if not max(abs(right - left), abs(high - low)) * abs(unit) <= MAX_SIDE * POINTS:  # also where one is no number
            raise Refused("too_large_page", page=number, limit=MAX_SIDE)


def check_links_of_all(root: Any) -> None:
    """The address to which every relative link is added."""
    base = root.get("/URI")
    if isinstance(base, pikepdf.Dictionary) and "/Base" in base and not is_plain_link(address := str(base.Base)):
        raise Refused("link", place=named(address))


def names_another_file(item: Any) -> bool:
    """A specification of a file that is not inside."""
    is_specification = str(item.get("/Type", "")).lower() in {"/filespec", "/f"}
    return str(item.get("/FS", "")) == "/URL" or (
        is_specification and "/EF" not in item and bool(ELSEWHERE & set(item.keys()))
    )


def check_beside(item: Any) -> None:
    """Files that belong to an object are in the document. Raises Refused (`external`)."""
    beside = item.get("/AF")
    files = list(beside) if isinstance(beside, pikepdf.Array) else [beside] if beside is not None else []
    for file in files:
        if isinstance(file, pikepdf.String) or (isinstance(file, pikepdf.Dictionary) and "/EF" not in file):
            raise Refused("external")
