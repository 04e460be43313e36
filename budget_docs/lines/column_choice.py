"""An officer says which of a file's columns is which, by its own headings: a column mapping, and the file read anew."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.lines import importing, trying
from budget_docs.lines.columns import known_headings, plain
from budget_docs.lines.headings import LETTERS, Headings, places_of
from budget_docs.lines.reading import CONSTANT
from budget_docs.lines.workbooks import letters_of, place_of
from budget_docs.models import ColumnMapping, LineImport
from tetouan_portal.lib.admin.forms import row_version

KEPT = datetime.timedelta(days=30)  # a file with which nobody went on
LONGEST = 120  # characters of a heading that a mapping names


def can_be_chosen(row: LineImport) -> bool:
    return row.state in importing.AT_REST and bool(row.report.get("beginning"))


def mapping_fields(headings: Headings, chosen: dict[str, str]) -> dict[str, str]:
    """What a mapping says. `chosen`: {key: letters of a column of this file, or "=" and what every row is}.

    A column is named by its heading, which outlives a column put in before it; by its letters where it has none of
    its own. What the file calls as the template does and nobody chose is not read.
    """
    columns = {
        key: where if where.startswith(CONSTANT) else name_of(headings, place_of(where))
        for key, where in chosen.items()
    }
    known = {known_headings()[name] for names in headings.names for name in names if name in known_headings()}
    return columns | dict.fromkeys(sorted(known - chosen.keys()), CONSTANT)


def name_of(headings: Headings, place: int) -> str:
    text = headings.texts[place] if place < len(headings.texts) else ""
    is_its_own = bool(plain(text)) and places_of(headings, plain(text)) == [place]
    is_sayable = len(text) <= LONGEST and not text.startswith(CONSTANT) and not LETTERS.fullmatch(text)
    return text if is_its_own and is_sayable else letters_of(place)


def still_said(before: dict[str, str], columns: dict[str, str], headings: Headings) -> dict[str, str]:
    """What a mapping says of columns that this file does not have: others of the source do."""
    names = {name for names in headings.names for name in names}
    return {
        key: where
        for key, where in before.items()
        if key not in columns and not where.startswith(CONSTANT) and plain(where) not in names
        if not LETTERS.fullmatch(where)
    }


def heading_row(row: LineImport, title: str, headings: Headings, columns: dict[str, str]) -> int | None:
    """Where the headings stand, when their names would not lead there."""
    found = trying.row_of_headings(row.report["beginning"], title, columns)
    return None if found == headings.row else headings.row


def version_of(row: LineImport) -> str:
    """Of the import and of its mapping, as a page shows them."""
    return f"{row_version(row)}/{row_version(row.mapping) if row.mapping else ''}"


@transaction.atomic
def choose(row: LineImport, mapping: ColumnMapping, *, version: str) -> ColumnMapping:
    """Keep a mapping, new or changed, and read the import's file with it.

    Raises `not_now`, `changed_meanwhile`, or what is wrong with the mapping.
    """
    held = importing.held_at_rest(row)
    if mapping.pk:
        ColumnMapping.objects.select_for_update().get(pk=mapping.pk)
    if version_of(held) != version:
        raise ValidationError(
            _("Somebody went on with this file, or changed its mapping, after you opened this page: look at it again."),
            code="changed_meanwhile",
        )
    mapping.full_clean()
    try:
        with transaction.atomic():
            mapping.save()
    except IntegrityError as error:  # another mapping of this name came at the same moment
        raise mapping.unique_error_message(ColumnMapping, ("name",)) from error
    held.mapping = mapping
    held.save(update_fields=["mapping"])
    importing.read_again(held)
    return mapping


def forget_abandoned(now: datetime.datetime | None = None) -> int:
    """Delete the imports, with their files, with which nobody went on. Returns how many."""
    before = (now or timezone.now()) - KEPT
    last = LineImport.objects.alias(last=Coalesce("read_at", "created_at"))
    forgotten = 0
    for row in last.filter(state__in=importing.AT_REST, last__lt=before).only("pk"):
        try:
            importing.discard(row)
        except (ValidationError, LineImport.DoesNotExist):  # somebody goes on with it, or was first
            continue
        forgotten += 1
    return forgotten
