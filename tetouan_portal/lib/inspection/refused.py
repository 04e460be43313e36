"""The one way in which an inspection says no."""


class Refused(Exception):  # noqa: N818 -- an answer, not a mistake
    """`code` names the reason; `params` are the numbers of its sentence (`uploads.SENTENCES`)."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
