"""What the home page and the list say before anybody has said anything: what is promised, and by when."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from commitments.models import ActionPlan


def first_day_of(plan: ActionPlan | None, rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """`rows` as `commitments.standing.overview` gives them, by axis.

    None once a side has spoken, or where silence counts.
    """
    if not rows or any(row["updated_on"] or row.get("awaited_since") for row in rows):
        return None
    axes = [(axis, list(group)) for axis, group in groupby(rows, key=lambda row: row["axis"])]
    return {
        "plan": plan,
        "total": len(rows),
        "dated": sum(row["ends_on"] is not None for row in rows),
        "axes": axes,
    }
