"""A text goes for privacy, by law, or because what it stands in is taken back; the chain stays whole."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Model

from tetouan_portal.journal.models import JournalLine
from tetouan_portal.journal.subjects import Text, name_of, values_of


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
