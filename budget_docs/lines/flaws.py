"""What is wrong with a file of lines, as data: also for the process that reads it, which does not know Django."""

from typing import Any, NamedTuple


class Problem(NamedTuple):
    code: str
    sheet: str = ""
    row: int | None = None
    column: str = ""  # its letters, as the spreadsheet program shows them
    params: dict[str, Any] = {}

    def as_data(self) -> dict[str, Any]:
        return self._asdict()


class Unreadable(Exception):  # noqa: N818 -- the file's state
    """Nothing in the file can be used; `problem` says why and where."""

    def __init__(self, code: str, sheet: str = "", row: int | None = None, column: str = "", **params: Any) -> None:
        super().__init__(code)
        self.problem = Problem(code, sheet, row, column, params)
