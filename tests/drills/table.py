"""The rows that drills tell, kept with the report of their test, so that any process may run it."""

from typing import NamedTuple

import pytest

PROPERTY = "drill"


class Row(NamedTuple):
    drag: str  # what was done to the portal
    lost: int  # rows, mails, files, words typed
    doubled: int
    stood_again: float  # seconds after the drag ended (or, where it goes on, the longest that a reader waited)
    seen: str  # what a person saw meanwhile


@pytest.fixture
def tell_drill(record_property):
    """Call it with the fields of a `Row`."""

    def tell(*, drag, lost, doubled, stood_again, seen):
        record_property(PROPERTY, list(Row(drag, lost, doubled, round(float(stood_again), 1), seen)))

    return tell


def rows(reports):
    """Of all reports of tests, in the order in which they ran."""
    properties = [pair for report in reports for pair in getattr(report, "user_properties", ())]
    return [Row(*told) for name, told in properties if name == PROPERTY]


def table(told):
    """As lines of text; a number stands under its heading."""
    heading = ("drag", "lost", "doubled", "stood again after", "what a person saw")
    cells = [heading, *((row.drag, str(row.lost), str(row.doubled), f"{row.stood_again} s", row.seen) for row in told)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heading) - 1)]
    for line in cells:
        fixed = [text.ljust(width) for text, width in zip(line, widths, strict=False)]
        yield "  ".join([*fixed, line[-1]])


def pytest_terminal_summary(terminalreporter):
    told = rows(terminalreporter.stats.get("passed", []))
    failed = [report for report in terminalreporter.stats.get("failed", []) if "/drills/" in report.nodeid]
    if terminalreporter.config.getoption("markexpr") == "drill" and (told or failed):
        terminalreporter.section("drills")
        for line in table(told):
            terminalreporter.write_line(line)
        for report in failed:
            terminalreporter.write_line(f"NOT HELD  {report.nodeid}")
