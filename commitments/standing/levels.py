"""Levels of two sides, as pages, reports and cards put them: "" is a side that has not spoken."""

from commitments.models import CompletionLevel

BEST_FIRST = [*reversed(CompletionLevel.values), ""]


def agreement(declared: str, assessed: str) -> str:
    """Whether the two sides "agree" or "differ" on the level; "one_side" or "silent" when not both spoke."""
    if declared and assessed:
        return "agree" if declared == assessed else "differ"
    return "one_side" if declared or assessed else "silent"


def level_of(statement: dict | None) -> str:
    """Of a statement of a dossier."""
    return statement["level"] if statement else ""
