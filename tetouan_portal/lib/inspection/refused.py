"""The one way in which an inspection says no."""

import re

LONGEST = 60  # characters of a name that a sentence repeats
UNSEEN = re.compile(r"[^\w.,;:#@/\\()\[\]{}|'\" +=*-]")  # what a sentence does not repeat


class Refused(Exception):  # noqa: N818 -- an answer, not a mistake
    """`code` names the reason; `params` are the numbers and names of its sentence (`uploads.SENTENCES`)."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def named(text: str) -> str:
    """A name as it stands in the file, for a sentence: short, of visible letters, in its own direction."""
    return f"\u2068{UNSEEN.sub('', text).strip()[:LONGEST] or '…'}\u2069"
