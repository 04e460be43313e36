"""The inside of the cell in which a workbook is read: the file comes in, its rows go out as they are found."""

import sys
from io import BytesIO

from budget_docs.lines.flaws import Problem, Unreadable
from budget_docs.lines.messages import said, sent_cell, sent_damage
from budget_docs.lines.tables import open_here
from tetouan_portal.lib.inspection.archives import MAX_UNPACKED
from tetouan_portal.lib.inspection.limits import READING_MEMORY, READING_PROCESSOR, confine


def main() -> None:
    confine(memory=READING_MEMORY, processor=READING_PROCESSOR, written=MAX_UNPACKED)
    content = BytesIO(sys.stdin.buffer.read())
    out = sys.stdout.buffer
    notices: list[Problem] = []
    try:
        opened = open_here(content, notices)
        out.write(said("opened", sent_damage(opened.damage), notices))
        told = len(notices)
        for title, table in opened.tables:
            out.write(said("sheet", title, notices[told:]))
            told = len(notices)
            ends = opened.ends(title)
            for number, cells in table:
                out.write(said("row", number, [sent_cell(cell) for cell in cells], list(ends(number).items())))
        out.write(said("end", notices[told:]))
    except Unreadable as error:
        out.write(said("unreadable", error.problem))
    except (MemoryError, RecursionError):
        out.write(said("unreadable", Problem("too_heavy")))
    except BrokenPipeError:
        pass  # nobody listens any more


if __name__ == "__main__":
    main()
