"""What a loader did, for whoever runs it: both values of what it left for a person."""

from typing import Any

from tetouan_portal.known.keeping import Outcome

SHOWN = 60  # characters of a value


def tell(outcome: Outcome, *, what: str, out: Any) -> None:
    created, taken, left = outcome
    if not (created or taken or left):
        out.write(f"{what}: nothing to load, it was there already.")
        return
    out.write(f"{what}: {len(created)} rows added, {len(taken)} values corrected, {len(left)} left for a person.")
    for one in taken:
        out.write(f"  corrected  {one.name}: {short(one.was_text)} → {short(one.becomes_text)}")
    for one in left:
        out.write(f"  left       {one.name}: here {short(one.was_text)}, in the file {short(one.becomes_text)}")


def short(text: str) -> str:
    line = " ".join(text.split()) or "—"
    return f"“{line}”" if len(line) <= SHOWN else f"“{line[:SHOWN]}…”"
