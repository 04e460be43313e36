"""Where the blocks of a PDF of ours lie: what stands on each sheet, and what the end of a sheet tears apart."""

from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

import pytest

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "dt"})
LABELS = frozenset({"statement-part", "statement-side", "answer-label", "axis-number", "indicator-title"})
WHOLE = frozenset(
    {
        *("commitment-facts", "indicator-facts", "inception", "figures", "chart", "agreement", "missing"),
        *("finding", "recommendation", "tr"),
    }
)
FOLLOWING = frozenset({"missing", "finding"})  # boxes that belong to what stands before them
MAY_BREAK = frozenset({"milestone-said"})  # a row that tells in full what two sides say
FEWEST_ROWS = 3
FULL_ENOUGH, SCANT = 1 / 3, 1 / 8
CHAPTERS = frozenset({"h2", "axis-opener", "report-commitment"})


class Sheet(NamedTuple):
    number: int
    elements: list  # in reading order, each once
    fill: float  # how far down its text reaches
    first: tuple  # of its first text: the elements around it, the nearest first
    last: tuple
    rows: list  # of each table: (the table, how many rows of its body stand here)


@contextmanager
def kept():
    """The laid out documents of everything rendered meanwhile."""
    import weasyprint  # noqa: PLC0415 -- half a second, where a PDF is made

    documents, render = [], weasyprint.HTML.render

    def kept_render(self, *args, **options):
        documents.append(render(self, *args, **options))
        return documents[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasyprint.HTML, "render", kept_render)
        yield documents


def sheets_of(document):
    return [sheet_of(number, page._page_box) for number, page in enumerate(document.pages, 1)]


def sheet_of(number, page):
    found = [*inside(page.children[0], ())]
    texts = [(box, around) for box, around in found if type(box).__name__ == "TextBox" and box.text.strip()]
    bottom = max((box.position_y + box.height for box, _around in texts), default=0)
    rows = {}
    for box, around in found:
        if type(box).__name__ == "TableRowGroupBox" and around[0].tag == "tbody":
            rows.setdefault(id(around[1]), [around[1], 0])[1] += len(box.children)
    return Sheet(
        number,
        list({id(around[0]): around[0] for _box, around in found if around}.values()),
        (bottom - page.content_box_y()) / page.height,
        texts[0][1] if texts else (),
        texts[-1][1] if texts else (),
        list(rows.values()),
    )


def inside(box, around):
    """Each box in it, with the elements around it, the nearest first; not the head that a table repeats."""
    if getattr(box, "is_header", False):
        return
    if box.element is not None and (not around or box.element is not around[0]):
        around = (box.element, *around)
    yield box, around
    for child in getattr(box, "children", ()):
        yield from inside(child, around)


def names(element):
    """Its tag and its classes."""
    return {element.tag, *(element.get("class") or "").split()}


def said(element):
    words = " ".join("".join(element.itertext()).split())
    return f"<{element.tag} {element.get('class') or ''}> {words[:60]}"


def faults(sheets):
    """A sentence for each block that the end of a sheet tears apart."""
    return [*torn(sheets), *left_behind(sheets), *short_tables(sheets), *empty(sheets)]


def torn(sheets):
    for sheet, following in pairwise(sheets):
        both = set(map(id, sheet.elements)) & set(map(id, following.elements))
        for element in sheet.elements:
            if id(element) in both and names(element) & WHOLE and not names(element) & MAY_BREAK:
                yield f"torn between {sheet.number} and {following.number}: {said(element)}"


def left_behind(sheets):
    for sheet in sheets[:-1]:
        yield from (
            f"alone at the foot of {sheet.number}: {said(element)}"
            for element in sheet.last
            if names(element) & (HEADINGS | LABELS)
        )
    for sheet in sheets[1:]:
        yield from (
            f"alone on top of {sheet.number}: {said(element)}" for element in sheet.first if names(element) & FOLLOWING
        )


def short_tables(sheets):
    for sheet in sheets:
        for table, count in sheet.rows:
            total = len(table.findall("tbody/tr"))
            tells_in_full = any(names(row) & MAY_BREAK for row in table.findall("tbody/tr"))
            if count < (1 if tells_in_full else min(FEWEST_ROWS, total)):
                yield f"{count} of {total} rows on {sheet.number}: {said(table)}"


def empty(sheets):
    """A sheet may be short only where the next one begins a chapter, and never hold two lines alone."""
    for sheet, following in pairwise(sheets[1:]):
        begins = begun(following, sheet)
        if sheet.fill < (SCANT if begins else FULL_ENOUGH):
            yield f"{sheet.number} is {sheet.fill:.0%} full, and {'a chapter' if begins else 'no chapter'} ends there"


def begun(sheet, former):
    """Whether a chapter begins with the sheet's first line."""
    known = set(map(id, former.elements))
    return any(names(element) & CHAPTERS and id(element) not in known for element in sheet.first)
