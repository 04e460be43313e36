"""Where a workbook of Excel holds formulas: cells, names, checks, formats, charts, buttons; each kind read once."""

import html
import re
from collections.abc import Callable, Iterator

from tetouan_portal.lib.inspection import formulas, markup
from tetouan_portal.lib.inspection.refused import Refused, named

ELEMENTS = (
    *("f", "formula", "formula1", "formula2", "oldFormula", "definedName", "calculatedColumnFormula"),
    *("totalsRowFormula", "FmlaLink", "FmlaRange", "FmlaPict", "FmlaTxbx", "FmlaGroup"),
)
ATTRIBUTES = ("formula", "textlink", "val")  # the last where it is a formula that says the limit of a format
PIECE = 1 << 22
INSIDE = rb"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+(?<!/)>"
START = rb"<(?:[^\s<>/!?:=\"']++:)?(?:" + "|".join(ELEMENTS).encode() + rb")(?=[\s>])" + INSIDE
FORMULA = re.compile(START + rb"([^<]*+)(<(?!/))?")  # and whether another element stands in it
IN_TEXTS = (b"</f", b":f", b"ormula", b"definedName", b"Fmla")
IN_ATTRIBUTES = (b" macro", b"textlink", b"formula", b"cfvo")
DIVIDED = b"<"  # in the place of a formula that another element divides
NUMBER = re.compile(rb"[1-9]\d*+(?![\w.]|\s*\()")  # of a row, not of a function such as LOG10


def check(content: bytes | bytearray, place_of: Callable[[], str], *, is_old_drawing: bool) -> None:
    """Raises Refused (`function`, `reference`, `link`) with the place of the formula, (`active`) for a macro's."""
    try:
        if not is_old_drawing and any(mark in content for mark in IN_ATTRIBUTES):
            markup.read(content, check_attributes)
        if not any(mark in content for mark in IN_TEXTS):
            return
        if b"<!" in content or not all(map(check_shape, shapes(content))):
            look_one_by_one(content)
    except Refused as refused:
        raise placed(refused, content, place_of) from refused


def check_shape(shape: bytes) -> bool:
    """False for one that is to be put together by a parser."""
    if shape != DIVIDED:
        formulas.check(html.unescape(shape.decode()))
    return shape != DIVIDED


def shapes(content: bytes | bytearray) -> Iterator[bytes]:
    """Each formula once, however many rows repeat it: two million cells take a second."""
    known = {b""}
    begin = 0
    while begin < len(content):
        end = content.rfind(b"</", begin + 1, begin + PIECE) if begin + PIECE < len(content) else len(content)
        end = end if end > begin else len(content)
        found = FORMULA.findall(content[begin:end])
        begin = end
        texts = b"\0".join(DIVIDED if divided else text for text, divided in found)
        new = set(NUMBER.sub(b"9", texts).split(b"\0")) - known
        known |= new
        yield from new


def check_attributes(name: str, attributes: list[str]) -> None:
    given = markup.pairs(attributes)
    if given.get("macro"):
        raise Refused("active")
    is_limit = name.rpartition(":")[2] == "cfvo" and given.get("type") == "formula"
    for attribute in ATTRIBUTES[: 3 if is_limit else 2]:
        formulas.check(given.get(attribute, "").removeprefix("="))


def look_one_by_one(content: bytes | bytearray, told: Callable[[str], None] = lambda _cell: None) -> None:
    """`told` hears of each cell before its formula is checked."""
    inside: list[str] = []
    pieces: list[str] = []

    def start(name: str, attributes: list[str]) -> None:
        local = name.rpartition(":")[2]
        if local in {"c", "definedName"}:
            given = markup.pairs(attributes)
            told(given.get("r") or given.get("name", ""))
        if inside or local in ELEMENTS:
            inside.append(local)

    def text(data: str) -> None:
        if inside:
            pieces.append(data)

    def end(_name: str) -> None:
        if inside:
            inside.pop()
            if not inside:
                formulas.check("".join(pieces))
                pieces.clear()

    markup.read(content, start, text=text, end=end)


def placed(refused: Refused, content: bytes | bytearray, place_of: Callable[[], str]) -> Refused:
    """The refusal, with the sheet and the cell."""
    if refused.code not in {"function", "reference", "link"}:
        return refused
    cells = [""]
    try:
        look_one_by_one(content, lambda cell: cells.__setitem__(0, cell))
    except Refused as again:
        if again.code == refused.code:
            place = " ".join(filter(None, (place_of(), cells[0])))
            return Refused(again.code, **{**again.params, "place": named(place)})
    return Refused(refused.code, **{**refused.params, "place": named(place_of())})
