"""What a removal would take and what it would leave, before anybody carries it out."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.text import capfirst

from tetouan_portal.journal.models import JournalLine
from tetouan_portal.journal.subjects import address_of, name_of
from tetouan_portal.lib.languages import direction
from tetouan_portal.removal import history, passages
from tetouan_portal.removal.carrying_out import Going
from tetouan_portal.removal.models import Removal
from tetouan_portal.removal.removable import copies_of, is_file, removables


class Shown(NamedTuple):
    text: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)


class Preview(NamedTuple):
    part: str
    texts: list[Shown]
    filename: str  # of a file that goes
    sha256: str
    repeated: list[str]  # rows that repeat the words
    entries: int  # of the record of changes
    lines: int  # of the journal
    sentences: list[Shown]  # as they would be today
    page: str  # on which it stands

    @property
    def is_file(self) -> bool:
        return bool(self.sha256)


def preview(removal: Removal, going: Going) -> Preview:
    row = going.row
    takes_file = is_file(row, removal.part)
    repeated = [
        f"{capfirst(str(other._meta.verbose_name))} – {other}"
        for copies in copies_of(row)
        for other in passages.repeating(copies, row, going.change)
    ]
    about = removables()[type(row)].about(row)
    sentences = removal.sentences or passages.sentences_of(removal.ground, timezone.localdate())
    columns = ["filename"] if takes_file else [name.partition(".")[0] for name in going.texts]
    return Preview(
        part=capfirst(removal.part_label),
        texts=[Shown(text, language) for language, text in going.texts.values()],
        filename=row.filename if takes_file else "",
        sha256=row.sha256 if takes_file else "",
        repeated=repeated,
        entries=history.kept_of(removal.table, removal.row_pk, columns),
        lines=JournalLine.objects.filter(subject=name_of(about)).count(),
        sentences=[Shown(text, code) for code, text in sentences.items()],
        page=address_of(about),
    )
