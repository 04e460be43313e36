"""A workbook read in a process of its own (`__main__`), row after row: its memory and its end are not the worker's."""

import json
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from budget_docs.lines.flaws import Problem, Unreadable
from budget_docs.lines.messages import heard_cell, heard_damage
from budget_docs.lines.tables import Opened
from budget_docs.lines.workbooks import Table
from tetouan_portal.lib.inspection.cell import PASSED_ON, ROOT
from tetouan_portal.lib.inspection.limits import READING_WAIT

COMMAND = [sys.executable, "-B", "-s", "-m", "budget_docs.lines"]
PIECE = 1 << 20
WAIT = READING_WAIT  # seconds on the clock, whatever the process does with them


def open_apart(file: IO[bytes], notices: list[Problem]) -> Opened:
    """As `tables.open_here`; also raises Unreadable (`too_heavy`, at the row that was waited for) where the process
    ends before the file does, by itself or by the clock.
    """
    reader = Reader(file)
    damage, noticed = reader.opened()
    notices += [Problem(*one) for one in noticed]
    ends: dict[str, dict[int, dict[int, int]]] = {}
    tables = reader.tables(notices, ends)
    return Opened(tables, heard_damage(damage), lambda title: lambda number: ends.get(title, {}).get(number, {}))


class Reader:
    """One process. What it has not said yet waits in its pipe; it goes when nobody listens any more."""

    def __init__(self, file: IO[bytes]) -> None:
        with TemporaryFile() as copy:
            file.seek(0)
            while piece := file.read(PIECE):
                copy.write(piece)
            copy.seek(0)
            self.process = subprocess.Popen(  # noqa: S603 -- our own module
                COMMAND,
                cwd=ROOT,
                env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
                stdin=copy,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        clock = threading.Timer(WAIT, self.process.kill)
        clock.daemon = True
        clock.start()
        self.stop = weakref.finalize(self, stop, self.process, clock)
        self.place: tuple[str, int | None] = ("", None)  # of what is waited for

    def heard(self) -> list[Any]:
        """Raises Unreadable."""
        line = self.process.stdout.readline() if self.process.stdout else b""
        if not line.endswith(b"\n"):
            raise Unreadable("too_heavy", *self.place)
        kind, *more = json.loads(line)
        if kind == "unreadable":
            self.stop()
            code, sheet, row, column, params = more[0]
            raise Unreadable(code, sheet, row, column, **params)
        return [kind, *more]

    def opened(self) -> tuple[list[Any], list[Any]]:
        _opened, damage, noticed = self.heard()
        return damage, noticed

    def tables(self, notices: list[Problem], ends: dict[str, dict[int, dict[int, int]]]) -> Iterator[tuple[str, Table]]:
        """Each is gone through before the next begins."""
        kind, *more = self.heard()
        while kind == "sheet":
            title, noticed = more
            notices += [Problem(*one) for one in noticed]
            after: list[Any] = []
            self.place = (title, 1)
            table = self.rows(ends.setdefault(title, {}), after)
            yield title, table
            for _row in table:
                pass
            kind, *more = after or self.heard()
        notices += [Problem(*one) for one in more[0]]
        self.stop()

    def rows(self, ends: dict[int, dict[int, int]], after: list[Any]) -> Table:
        """`after` gets what is said behind the last row."""
        while True:
            kind, *more = self.heard()
            if kind != "row":
                after += [kind, *more]
                return
            number, cells, spans = more
            self.place = (self.place[0], number + 1)
            if spans:
                ends[number] = dict(spans)
            yield number, [heard_cell(cell) for cell in cells]


def stop(process: subprocess.Popen[bytes], clock: threading.Timer) -> None:
    clock.cancel()
    process.kill()
    if process.stdout:
        process.stdout.close()
    process.wait()
