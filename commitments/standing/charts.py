"""Geometry of the server-drawn charts: numbers in, coordinates out. Every word stays in HTML.

Time runs in the direction of reading: from right to left in Arabic (`mirrored`).
"""

import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

WIDTH, HEIGHT = 600, 240
TRACK_WIDTH = 400
INSET = 8  # room for the marks at the edges, in the units of the drawing
MILESTONE_DATES = ("original_due_on", "due_on", "done_on")
STEPS = (1, 2, Decimal("2.5"), 5, 10)


def indicator_chart(indicator: dict, *, mirrored: bool) -> dict | None:
    """Readings over time with baseline and target, or None with fewer than two dated values.

    `indicator` is the dossier's, fresh (dates, decimals) or from a JSON snapshot (strings).
    The result: `line` (the points of a polyline), `marks` (standing readings), `struck` (corrected
    ones), `target` and `baseline` (or None), `gridlines` from the top, their `ticks`, `first` and `last` date.
    """
    standing = dated_values(r for r in indicator["readings"] if not r["corrected_on"])
    struck = dated_values(r for r in indicator["readings"] if r["corrected_on"])
    baseline = one_dated_value(indicator["baseline_on"], indicator["baseline"])
    known = sorted(baseline + standing)
    if len(known) < 2:
        return None
    target = None if indicator["target"] is None else Decimal(indicator["target"])
    target_on = as_date(indicator["target_on"])
    ticks = nice_ticks([value for _day, value in known + struck] + ([] if target is None else [target]))
    days = [day for day, _value in known] + ([target_on] if target is not None and target_on else [])
    place = Placement(min(days), max(days), ticks[-1], ticks[0], mirrored=mirrored)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "line": " ".join(f"{x},{y}" for x, y in map(place.point, known)),
        "marks": [place.point(p) for p in sorted(standing)],
        "struck": [place.point(p) for p in struck],
        "baseline": place.point(baseline[0]) if baseline else None,
        "target_y": None if target is None else place.y(target),
        "target": place.point((target_on, target)) if target is not None and target_on else None,
        "ticks": ticks,
        "gridlines": [place.y(tick) for tick in ticks],
        "first": min(days),
        "last": max(days),
    }


def milestone_tracks(dossier: dict, *, mirrored: bool) -> list[tuple[dict, dict | None]]:
    """Each milestone of a dossier with its dates on a line of time that all of them share; None without such a line.

    A track: `years` [(x, year)], `today`, `due`, `first_due` (None unless it was moved), `done` and `late`
    (from, to), each None when there is nothing to draw. A dossier without `as_of` has no today.
    """
    on = as_date(dossier.get("as_of"))
    milestones = [({name: as_date(m[name]) for name in MILESTONE_DATES}, m) for m in dossier["milestones"]]
    days = [day for dates, _milestone in milestones for day in dates.values()]
    known = sorted(day for day in (*days, as_date(dossier["starts_on"]), as_date(dossier["ends_on"])) if day)
    if not known or known[0] == known[-1]:
        return [(milestone, None) for _dates, milestone in milestones]
    late = on is not None and any(m["is_late"] for m in dossier["milestones"])
    first, last = known[0], max(known[-1], on) if late and on else known[-1]
    line = Placement(first, last, Decimal(0), Decimal(1), mirrored=mirrored, width=TRACK_WIDTH)
    shared = {
        "years": [(line.x(datetime.date(year, 1, 1)), str(year)) for year in range(first.year + 1, last.year + 1)],
        "today": line.x(on) if on and first <= on <= last else None,
    }
    return [(milestone, shared | track(dates, milestone, line, on)) for dates, milestone in milestones]


def track(dates: dict, milestone: dict, line: "Placement", on: datetime.date | None) -> dict:
    due, done = dates["due_on"], dates["done_on"]
    until = done or (on if milestone["is_late"] else None)
    return {
        "due": due and line.x(due),
        "first_due": line.x(dates["original_due_on"]) if milestone["slipped_months"] else None,
        "done": done and line.x(done),
        "late": (line.x(due), line.x(until)) if due and until and until > due else None,
    }


class Placement:
    """Coordinates as text, because a template would write a number with the decimal comma of the language."""

    def __init__(
        self,
        first: datetime.date,
        last: datetime.date,
        low: Decimal,
        high: Decimal,
        *,
        mirrored: bool,
        width: int = WIDTH,
    ) -> None:
        self.first, self.days = first, max(1, (last - first).days)
        self.low, self.span = low, high - low
        self.mirrored, self.width = mirrored, width

    def point(self, dated: tuple[datetime.date, Decimal]) -> tuple[str, str]:
        day, value = dated
        return self.x(day), self.y(value)

    def x(self, day: datetime.date) -> str:
        along = INSET + (self.width - 2 * INSET) * (day - self.first).days / self.days
        return f"{self.width - along if self.mirrored else along:.1f}"

    def y(self, value: Decimal) -> str:
        up = float((value - self.low) / self.span)
        return f"{HEIGHT - INSET - (HEIGHT - 2 * INSET) * up:.1f}"


def as_date(value: datetime.date | str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value[:10]) if isinstance(value, str) else value


def one_dated_value(day: Any, value: Any) -> list[tuple[datetime.date, Decimal]]:
    dated = as_date(day)
    return [] if dated is None or value is None else [(dated, Decimal(value))]


def dated_values(readings: Any) -> list[tuple[datetime.date, Decimal]]:
    return [pair for reading in readings for pair in one_dated_value(reading["dated_on"], reading["value"])]


def nice_ticks(values: list[Decimal]) -> list[Decimal]:
    """From the top: round values that enclose all of `values` and zero, three to six of them."""
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0))
    if low == high:
        high = low + 1
    rough = (high - low) / 4
    magnitude = Decimal(10) ** rough.adjusted()
    step = next(step * magnitude for step in STEPS if step * magnitude >= rough)
    bottom = (low / step).to_integral_value(ROUND_FLOOR)
    top = (high / step).to_integral_value(ROUND_CEILING)
    return [step * n for n in range(int(top), int(bottom) - 1, -1)]
