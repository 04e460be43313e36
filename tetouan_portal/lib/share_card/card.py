"""What stands on a card: words and levels alone, all in the reader's language."""

from typing import NamedTuple

from django.utils.translation import gettext, override

from tetouan_portal.lib.share_card.words import Words

SIZE = (1200, 630)


class Column(NamedTuple):
    """One side: who speaks, and the level it states."""

    heading: str
    level: str = ""
    word: str = ""


class Row(NamedTuple):
    """How many commitments stand at a level, by side; None where a side cannot say it."""

    level: str
    word: str
    counts: tuple[int | None, int | None]


class Card(NamedTuple):
    language: str
    site: str
    title: Words
    kicker: str = ""
    warning: str = ""  # beside the kicker: how late it is
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    facts: tuple[str, ...] = ()
    foot: str = ""
    address: str = ""  # the portal's host
    demonstration: str = ""  # the word for it, when any of this is invented

    @property
    def description(self) -> str:
        """The card in words, for those who do not see it."""
        sides = [f"{column.heading} – {column.word}" for column in self.columns if column.word]
        with override(self.language):
            comma = gettext(", ")
        counts = [f"{row.word} ({comma.join(self.counted(row))})" for row in self.rows]
        told = (self.title.text, self.kicker, self.warning, *sides, *counts, *self.facts, self.foot, self.demonstration)
        return " · ".join(text for text in told if text)

    def counted(self, row: Row) -> list[str]:
        pairs = zip(self.columns, row.counts, strict=True)
        return [f"{column.heading} {count}" for column, count in pairs if count is not None]
