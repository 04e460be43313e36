"""A first answer to which column is which, for an officer to look over; nothing is read by a guess alone."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from budget_docs.lines.columns import MAPPED, SIDE, WHOLE_CODE, known_headings, plain, sides
from budget_docs.lines.headings import Headings, alone, heading_text, join_rows
from budget_docs.lines.tables import Opened
from budget_docs.models.lines import LEVELS

FIRST_ROWS = 20
SAMPLE = 10  # rows below the headings
ARABIC = re.compile(r"[\u0621-\u064a]")
LONG_CODE = re.compile(r"\d[./ -]\d+(?:[./ -]\d+){2,}")
LABEL = "label"
SHORT, LONG = 4, 80  # characters
# what sources call these columns, as pieces of `plain` headings; the longest piece that fits decides
CALLED = {
    WHOLE_CODE: ["imputation", "code budgetaire", "code complet", "nomenclature", "التقييد", "الترقيم", "imputacion"],
    "part": ["partie", "الجزء", "parte"],
    "section": ["section", "sect", "sec", "القسم", "seccion"],
    "chapter": ["chapitre", "chap", "ch", "الباب", "capitulo"],
    "article": ["article", "art", "الفصل", "articulo"],
    "paragraph": ["paragraphe", "parag", "par", "الفقرة", "parrafo"],
    "line": ["ligne", "lig", "السطر", "linea"],
    SIDE: ["recettes ou depenses", "recette depense"],
    LABEL: [
        *("libelle", "intitule", "designation", "rubrique", "denominacion", "concepto"),
        *("البيان", "بيان", "التسمية", "المداخيل", "المصاريف", "النفقات"),
    ],
    "previous": ["annee precedente", "exercice precedent", "السنة السابقة", "ano anterior"],
    "proposed": ["propos", "المقترح", "propuest"],
    "admitted": ["vote", "admis", "prevision", "approuve", "المقبول", "المصوت", "التقديرات", "aprobad", "montant"],
    "net_due": ["net a recouvrer", "titres emis", "droits constates", "الصافي"],
    "collected": ["recouvre", "encaisse", "realise", "المستخلص", "recaudad"],
    "to_collect": ["reste a recouvrer", "الباقي استخلاصه", "pendiente de cobro"],
    "open_credits": ["credits ouverts", "الاعتمادات المفتوحة", "creditos"],
    "committed": ["engage", "الملتزم", "comprometid"],
    "ordered": ["mandate", "ordonnance", "paiements", "emission", "الحوالات", "الصادر"],
    "to_pay": ["reste a payer", "الباقي اداؤه", "pendiente de pago"],
    "economic_code": ["code economique", "classification economique", "التصنيف الاقتصادي"],
}


def candidates(opened: Opened, title: str) -> list[Headings]:
    """What may be the headings of a sheet, in one of the first rows or in two."""
    rows = dict(next((table for name, table in opened.tables if name == title), ()))
    found = []
    for number in [number for number in rows if number <= FIRST_ROWS]:
        one = alone(number, rows[number])
        if sum(map(bool, one.texts)) > 1:
            found.append(one)
        below = rows.get(number + 1)
        if below and (pair := join_rows(number + 1, rows[number], below, opened.ends(title)(number))):
            found.append(pair)
    return found


def likeliest(found: list[Headings]) -> Headings | None:
    """The one that names most of what an import needs; of equal ones the first."""
    return max(found, key=lambda one: len(guess_by_names(one)), default=None)


def guess(headings: Headings, below: list[list[Any]], words: list[str]) -> dict[str, int | str]:
    """{key: place of its column, or "=" and the side}. `words`: what stands above the headings and in names."""
    found: dict[str, Any] = dict(guess_by_names(headings))
    if LABEL in found:
        place = found.pop(LABEL)
        texts = [str(row[place]) for row in below[:SAMPLE] if place < len(row) and isinstance(row[place], str)]
        key = "label_ar" if sum(bool(ARABIC.search(text)) for text in texts) > len(texts) / 2 else "label_fr"
        found.setdefault(key, place)
    if not any(level in found for level in LEVELS) and WHOLE_CODE not in found:
        place = first(headings, lambda place: holds_codes(below, place))
        found |= {} if place is None else {WHOLE_CODE: place}
    if SIDE not in found and (place := first(headings, lambda place: names_sides(below, place))) is not None:
        found[SIDE] = place
    if SIDE not in found:
        said = {side for text in words for word, side in sides().items() if word in plain(text).split()}
        if len(said) == 1:
            found[SIDE] = f"={said.pop()}"
    return found


def guess_by_names(headings: Headings) -> dict[str, int]:
    """{key, or LABEL: place}: each column once, the surest first."""
    scored = [
        (score, -place, key)
        for place, names in enumerate(headings.names)
        for key, score in ((key, likeness(key, names)) for key in (*MAPPED, LABEL))
        if score
    ]
    found: dict[str, int] = {}
    for _score, place, key in sorted(scored, reverse=True):
        if key not in found and -place not in found.values():
            found[key] = -place
    return found


def likeness(key: str, names: tuple[str, ...]) -> int:
    if any(known_headings().get(name) == key for name in names):
        return 1000
    return max((len(piece) for name in names for piece in pieces(key) if is_in(piece, name)), default=0)


@cache
def pieces(key: str) -> list[str]:
    return [plain(piece) for piece in CALLED.get(key, [])]


def is_in(piece: str, name: str) -> bool:
    """Whether a heading has this piece at the start of a word; a short one as a whole word."""
    end = " " if len(piece) <= SHORT else ""
    return f" {piece}{end}" in f" {name} " and len(name) < LONG


def first(headings: Headings, holds: Callable[[int], bool]) -> int | None:
    return next((place for place in range(len(headings.names)) if holds(place)), None)


def holds_codes(below: list[list[Any]], place: int) -> bool:
    cells = texts_of(below, place)
    return bool(cells) and all(LONG_CODE.fullmatch(cell) for cell in cells)


def names_sides(below: list[list[Any]], place: int) -> bool:
    cells = texts_of(below, place)
    return bool(cells) and all(plain(cell) in sides() for cell in cells)


def texts_of(below: list[list[Any]], place: int) -> list[str]:
    cells = (row[place] for row in below[:SAMPLE] if place < len(row))
    return [cell.strip() if isinstance(cell, str) else "" for cell in cells if cell not in (None, "")]


def sample(below: list[list[Any]], place: int) -> str:
    """What stands first in a column."""
    return next((text for row in below[:SAMPLE] if place < len(row) and (text := cell_text(row[place]))), "")


def cell_text(cell: Any) -> str:
    text = heading_text(cell) or ("" if cell is None else str(cell))
    return text if len(text) <= 30 else f"{text[:29]}…"
