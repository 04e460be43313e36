"""Amounts as boxes of proportional area, as square as they can be (Bruls, Huizing, van Wijk: squarified treemaps)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

MOST_BOXES = 15
WIDTH, HEIGHT = 100.0, 56.0  # proportions of the drawing; boxes are given in percent of each side


class Box(NamedTuple):
    row: dict[str, Any] | None  # None: all the others together
    amount: Decimal
    x: str  # percent from the side where reading starts; text, because SVG knows no decimal comma
    mirrored_x: str
    y: str
    width: str
    height: str
    room: str  # classes: what there is room to write in it, on a wide and on a narrow screen


def boxes(rows: Sequence[dict[str, Any]]) -> list[Box]:
    """The largest amounts as boxes, the rest as one; nothing when there is nothing to compare."""
    drawn = sorted((row for row in rows if row["amount"] and row["amount"] > 0), key=lambda row: -row["amount"])
    if len(drawn) < 2:
        return []
    shown: list[tuple[dict[str, Any] | None, Decimal]] = [(row, row["amount"]) for row in drawn[:MOST_BOXES]]
    if rest := drawn[MOST_BOXES:]:
        shown.append((None, sum((row["amount"] for row in rest), Decimal(0))))
    whole = sum((amount for _row, amount in shown), Decimal(0))
    areas = [float(amount / whole) * WIDTH * HEIGHT for _row, amount in shown]
    placed = laid_out(areas, 0.0, 0.0, WIDTH, HEIGHT)
    return [
        Box(row, amount, *in_percent(*place), room_in(place[2] / WIDTH, place[3] / HEIGHT))
        for (row, amount), place in zip(shown, placed, strict=True)
    ]


def in_percent(x: float, y: float, width: float, height: float) -> tuple[str, str, str, str, str]:
    shares = (x / WIDTH, 1 - (x + width) / WIDTH, y / HEIGHT, width / WIDTH, height / HEIGHT)
    across, mirrored, down, wide, high = (f"{max(share, 0):.3%}" for share in shares)
    return across, mirrored, down, wide, high


ROOM = {  # share of the drawing's width and height that a text needs
    "treemap-coded": (0.022, 0.06),
    "treemap-coded-narrow": (0.08, 0.08),
    "treemap-named": (0.12, 0.13),
    "treemap-named-narrow": (0.28, 0.2),
    "treemap-priced": (0.14, 0.24),
    "treemap-priced-narrow": (0.36, 0.3),
}


def room_in(width: float, height: float) -> str:
    return " ".join(name for name, (wide, high) in ROOM.items() if width >= wide and height >= high)


Place = tuple[float, float, float, float]


def laid_out(areas: list[float], x: float, y: float, width: float, height: float) -> list[Place]:
    """(x, y, width, height) of each area, in their order, filling the rectangle strip by strip."""
    found: list[Place] = []
    start = 0
    while start < len(areas):
        side = min(width, height)
        end = start + 1
        while end < len(areas) and worst(areas[start : end + 1], side) <= worst(areas[start:end], side):
            end += 1
        strip = areas[start:end]
        thickness = sum(strip) / side
        along = 0.0
        for area in strip:
            length = area / thickness
            upright = width >= height
            found.append((x, y + along, thickness, length) if upright else (x + along, y, length, thickness))
            along += length
        if width >= height:
            x, width = x + thickness, width - thickness
        else:
            y, height = y + thickness, height - thickness
        start = end
    return found


def worst(strip: list[float], side: float) -> float:
    """The proportions of the least square box of a strip along a side."""
    whole = sum(strip)
    return max(max(side**2 * area / whole**2, whole**2 / (side**2 * area)) for area in strip)
