"""PDF files: whole, readable by everybody, of a sensible length, and nothing in them that acts or fetches.

What may happen on a click and lie on a page is listed in `pdf_actions`; dangerous names are refused everywhere.

A PDF/A-3 may carry its data: what it carries is told of.
"""

import re
import zipfile
from io import BytesIO
from typing import Any

import pikepdf

from tetouan_portal.lib.inspection import carried, pdf_actions
from tetouan_portal.lib.inspection.hiding import pdf as hiding
from tetouan_portal.lib.inspection.hiding.tally import Hidden, Tally
from tetouan_portal.lib.inspection.kinds import MARKUP, SNIFFED
from tetouan_portal.lib.inspection.refused import Refused, named
from tetouan_portal.lib.inspection.streams import Budget

MAX_PAGES = 1_000
MAX_OBJECTS = 250_000
PADDING = b" \t\r\n\f\0"
END = b"%%EOF"

ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
CARRYING_KEYS = {"/Collection", "/RF"}  # shown instead of the pages; files beside a file, which nobody names
FETCHING_KEYS = {"/FFilter", "/OPI"}
# An action by these names even where nothing leads to it; other kinds of objects have none of them.
NEVER = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute"),
    *("/GoTo3DView", "/GoToR", "/GoToE", "/GoToDp"),
}
ACTIVE_KINDS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/PS"}
REBUILT = re.compile(r"reconstruct|file is damaged|can't find (?:startxref|PDF header)|xref not found", re.IGNORECASE)
REFERENCE = re.compile(rb"(?<![\w.])(\d+) (\d+) R\b")


def name_pattern(name: str) -> str:
    """A pattern for a name, each letter of which may be written as #xx."""
    return "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)


# Looks at every object before it is taken apart: most have none of these.
MARKS = re.compile(
    rb"/(?:JS|JavaScript|XFA|AA|OpenAction|RichMedia\w*|Collection|RF|FFilter|OPI|F|S|Launch|SubmitForm|ImportData|"
    rb"Rendition|Movie|Sound|GoTo3DView|GoToR|GoToE|GoToDp|Screen|3D|PS|URI|Subtype(?=\s+\d)|Action|Title|FS|UF|AF|Ref|"
    rb"Filespec|Thread)(?![\w#.-])"
)
# Also in what the file no longer uses: a lenient reader may.
LEFT_BEHIND = re.compile(
    ("/(?:" + "|".join(map(name_pattern, ("JavaScript", "SubmitForm", "ImportData", "RichMedia"))) + ")").encode()
)


def looked_into(content: bytes) -> tuple[int, list[Hidden]]:
    """The number of pages, and what the file hides.

    Raises Refused (`damaged`, `disguised`, `encrypted`, `restricted`, `active`, `action`, `link`, `embedded`,
    `external`, `bomb`, `too_many_pages`, `too_large_page`).
    """
    check_ends(content)
    if LEFT_BEHIND.search(content):
        raise Refused("active")
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as document:
            warnings = [str(warning) for warning in document.get_warnings()]
            check_permissions(document)
            pages = len(document.pages)
            if not pages:
                raise Refused("damaged")
            if pages > MAX_PAGES:
                raise Refused("too_many_pages", pages=pages, limit=MAX_PAGES)
            check_objects(document)
            pdf_actions.check_pages(document)
            if any(REBUILT.search(warning) for warning in warnings):
                check_whole(document, content)
            tally = Tally()
            hiding.count(document, tally)
            carried.count(document, tally)
            return pages, tally.found()
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, IndexError, RuntimeError) as error:
        raise Refused("damaged") from error


def check_ends(content: bytes) -> None:
    """One document from the first byte to the last, that nobody could take for a page or an archive."""
    if MARKUP.search(content[:SNIFFED].replace(b"<?xpacket", b"")):
        raise Refused("disguised")
    end = content.rfind(END)
    if end < 0:
        raise Refused("damaged")
    if content[end + len(END) :].strip(PADDING) or zipfile.is_zipfile(BytesIO(content)):
        raise Refused("disguised")


def check_permissions(document: pikepdf.Pdf) -> None:
    if document.is_encrypted and not (document.allow.accessibility and document.allow.extract):
        raise Refused("restricted")


def check_whole(document: pikepdf.Pdf, content: bytes) -> None:
    """Of a file whose table of objects was not where it says: small faults of scanners pass, missing objects do not."""
    known = {item.objgen for item in document.objects}
    if b"startxref" not in content[-2048:]:
        raise Refused("damaged")
    for item in document.objects:
        inside = item.stream_dict if isinstance(item, pikepdf.Stream) else item
        if isinstance(inside, pikepdf.Dictionary | pikepdf.Array):
            named_by = inside.unparse(resolved=True)
            if any((int(one), int(two)) not in known for one, two in REFERENCE.findall(named_by)):
                raise Refused("damaged")


def check_objects(document: pikepdf.Pdf) -> None:
    check_opening(document.Root)
    pdf_actions.check_links_of_all(document.Root)
    budget = Budget()
    objects = document.objects
    if len(objects) > MAX_OBJECTS:
        raise Refused("too_heavy")
    for item in objects:
        is_stream = isinstance(item, pikepdf.Stream)
        inside = item.stream_dict if is_stream else item
        if is_stream and ("/F" in inside or "/Ref" in inside):  # its content is in another file
            raise Refused("external")
        if isinstance(inside, pikepdf.Dictionary | pikepdf.Array) and MARKS.search(inside.unparse(resolved=True)):
            check_tree(inside)
        if is_stream:
            budget.spend(item)


def check_opening(root: Any) -> None:
    """What opening the file does: going to a page is all it may."""
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and (str(opening.get("/S")) != "/GoTo" or "/Next" in opening):
        raise Refused("active")


def check_tree(top: Any) -> None:
    """The dictionaries and arrays written into an object; those it refers to are objects of their own."""
    waiting = [top]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Dictionary):
            check_dictionary(item)
            children = [child for _key, child in item.items()]
        else:
            children = list(item)
        waiting += [
            child
            for child in children
            if isinstance(child, pikepdf.Dictionary | pikepdf.Array) and not child.is_indirect
        ]


def check_dictionary(item: Any) -> None:
    keys = set(item.keys())
    action, kind = str(item.get("/S", "")), {str(item.get("/Subtype", "")), str(item.get("/Type", ""))}
    if action in NEVER:
        raise Refused("action", name=named(action))
    if keys & ACTIVE_KEYS or kind & ACTIVE_KINDS or is_filled(item.get("/AA")):
        raise Refused("active")
    if keys & CARRYING_KEYS:
        raise Refused("embedded")
    if keys & FETCHING_KEYS or pdf_actions.names_another_file(item) or (action == "/Thread" and "/F" in keys):
        raise Refused("external")
    if "/AF" in keys:
        pdf_actions.check_beside(item)
    if "/Action" in kind or action == "/URI":
        pdf_actions.check_action(item)
    if "/A" in keys and keys & {"/Title", "/Rect", "/FT"}:  # of a chapter, or on a page
        pdf_actions.check_action(item.A)


def is_filled(triggers: Any) -> bool:
    return triggers is not None and len(triggers) > 0
