"""Counts of a category in a district that are so small that they could point at a person are not told.

Neither are those from which, with the totals, somebody could work them out.
"""

from collections.abc import Mapping
from enum import StrEnum
from math import inf

Place = tuple[object, object]  # (category, district); TOTAL in either stands for all of them
Line = tuple[Place, list[Place]]  # a total and the places that it is the sum of
Bounds = dict[Place, tuple[float, float]]
TOTAL = "total"
ALL: Place = (TOTAL, TOTAL)
FEWEST = 3


class Hidden(StrEnum):
    FEW = "fewer_than_3"
    NOT_TOLD = "not_told"  # it would tell one of the few


def suppress(counts: Mapping[Place, int]) -> dict[Place, int | Hidden]:
    """`counts` of (category, district), without zeros; the answer holds their totals too, that of all always told.

    Of so few cases that anything more would tell of one, that alone.
    """
    whole = with_totals(counts)
    answer: dict[Place, int | Hidden] = {place: Hidden.FEW if n < FEWEST else n for place, n in whole.items()}
    answer[ALL] = whole[ALL]
    lines = lines_of(whole)
    while line := gives_away(answer, lines):
        still_told = hideable(answer, line)
        if not still_told:
            return {ALL: whole[ALL]}
        # Numbers before what is few already, parts before totals, small ones before large ones.
        next_one = min(still_told, key=lambda place: (answer[place] == Hidden.FEW, TOTAL in place, whole[place]))
        answer[next_one] = Hidden.NOT_TOLD
    return answer


def hideable(answer: Mapping[Place, int | Hidden], line: Line) -> list[Place]:
    return [place for place in (*line[1], line[0]) if place != ALL and answer[place] != Hidden.NOT_TOLD]


def with_totals(counts: Mapping[Place, int]) -> dict[Place, int]:
    whole: dict[Place, int] = {ALL: 0}
    for (category, district), count in counts.items():
        for place in ((category, district), (category, TOTAL), (TOTAL, district), ALL):
            whole[place] = whole.get(place, 0) + count
    return whole


def lines_of(whole: Mapping[Place, int]) -> list[Line]:
    """Each category, each district, and the totals of either, whose sum is that of all."""
    lines: dict[Place, list[Place]] = {}
    by_district: list[Place] = []
    for place in whole:
        category, district = place
        if TOTAL not in place:
            lines.setdefault((category, TOTAL), []).append(place)
            lines.setdefault((TOTAL, district), []).append(place)
        elif district == TOTAL and place != ALL:
            lines.setdefault(ALL, []).append(place)
        elif place != ALL:
            by_district.append(place)
    return [*lines.items(), (ALL, by_district)]


def gives_away(answer: Mapping[Place, int | Hidden], lines: list[Line]) -> Line | None:
    """A line from which a reader who adds and subtracts learns what is not told.

    A number that is not few may be learnt in the end, but not while another can be hidden to prevent it.
    """
    bounds: Bounds = {place: known_bounds(told) for place, told in answer.items()}
    hidden = [line for line in lines if any(isinstance(answer[place], Hidden) for place in (line[0], *line[1]))]
    changed = True
    while changed:
        changed = False
        for line in hidden:
            for place, narrower in narrow(line, bounds):
                bounds[place], changed = narrower, True
                is_learnt = narrower[0] == narrower[1] and isinstance(answer[place], Hidden)
                if is_learnt and (narrower[0] < FEWEST or hideable(answer, line)):
                    return line
    return None


def known_bounds(told: int | Hidden) -> tuple[float, float]:
    """The least and the most that a reader knows it to be, who also knows that nothing empty is listed."""
    if told == Hidden.FEW:
        return 1, FEWEST - 1
    return (1, inf) if told == Hidden.NOT_TOLD else (told, told)  # type: ignore[return-value]


def narrow(line: Line, bounds: Bounds) -> list[tuple[Place, tuple[float, float]]]:
    """The places of a line of which its other places say more than was known, and what."""
    total, parts = line
    least, most = (sum(bounds[place][end] for place in parts) for end in (0, 1))
    found = [(total, (max(bounds[total][0], least), min(bounds[total][1], most)))]
    for place in parts:
        low, high = bounds[place]
        others = sum(bounds[other][1] for other in parts if other != place) if most == inf else most - high
        found.append((place, (max(low, bounds[total][0] - others), min(high, bounds[total][1] - (least - low)))))
    return [(place, narrower) for place, narrower in found if narrower != bounds[place]]
