"""A text goes for privacy, by law, or because what it stands in is taken back; the chain stays whole."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Model

from tetouan_portal.journal.models import JournalLine
from tetouan_portal.journal.subjects import Text, address_of, name_of, subjects, values_of


@transaction.atomic
def forget_texts(row: Model, *, but: Collection[str] = ()) -> int:
    """Of every line about the row, with the salts: nobody finds them by trying. `but`: words that stay.

    The number of texts that went.
    """
    count = 0
    for line in JournalLine.objects.select_for_update().filter(subject=name_of(row)):
        going = {digest for digest, words in line.texts.items() if words is not None and words["text"] not in but}
        if going:
            JournalLine.objects.filter(pk=line.pk).update(texts=line.texts | dict.fromkeys(going))
        count += len(going)
    return count


def forget_former_texts(row: Model) -> int:
    """As `forget_texts`, of what the row no longer says."""
    return forget_texts(row, but={value for value in values_of(row).values() if isinstance(value, Text)})


@transaction.atomic
def forget_demonstration() -> int:
    """Of what was invented, once it is taken away: the lines stay, marked, and say nothing. The number of lines."""
    lines = JournalLine.objects.select_for_update().filter(entry__contains='"demonstration":true')
    told = [line for line in lines if any(line.texts.values())]
    for line in told:
        JournalLine.objects.filter(pk=line.pk).update(texts=dict.fromkeys(line.texts))
    return len(told)


@transaction.atomic
def forget_place(row: Model, field: str, language: str = "") -> set[str]:
    """As `forget_texts`, of one field, in one language or in every one; also what stood there before. What went.

    What the row says now stays.
    """
    stays = (
        {value for value in values_of(row).values() if isinstance(value, Text)} if type(row) in subjects() else set()
    )
    went: set[str] = set()
    for line in JournalLine.objects.select_for_update().filter(subject=name_of(row)):
        places = [one for one in line.told["changes"] if one["field"] == field]
        values = [one[end] for one in places for end in ("from", "to") if language in ("", one.get("language", ""))]
        digests = {value["digest"] for value in values if isinstance(value, dict)}
        went |= take(line, {digest for digest in digests if text_of(line, digest) not in {None, *stays}})
    return went


@transaction.atomic
def forget_words(row: Model, words: Collection[str], *, but: Collection[str] = ()) -> int:
    """Of every line about the page that shows the row: titles of it stand in lines about others too."""
    gone = {*words} - {*but}
    lines = JournalLine.objects.select_for_update().filter(about=address_of(row))
    return sum(
        len(take(line, {digest for digest in line.texts if text_of(line, digest) in gone})) for line in lines if gone
    )


def text_of(line: JournalLine, digest: str) -> str | None:
    kept = line.texts.get(digest)
    return kept["text"] if kept else None


def take(line: JournalLine, digests: Collection[str]) -> set[str]:
    """Texts and salts of these digests. What they said."""
    said = {text for digest in digests if (text := text_of(line, digest)) is not None}
    if said:
        line.texts |= dict.fromkeys(digests)
        JournalLine.objects.filter(pk=line.pk).update(texts=line.texts)
    return said
