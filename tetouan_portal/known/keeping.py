"""Rows as a file knows them: made where missing, corrected where nobody else has written, told where somebody has.

A loader walks through its file and hands each row to a `Keeper`, parents first. The record of changes says who wrote
a value last: what a loader wrote is taken over from a file that was corrected since; what a person wrote stays, and
is told with both values. A row that somebody deleted is not made again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext_lazy as _

from tetouan_portal.audit.models import AuditEntry, Operation
from tetouan_portal.audit.tables import language_of
from tetouan_portal.journal.becoming import enter_change
from tetouan_portal.journal.models import Kind
from tetouan_portal.journal.subjects import subjects, values_of
from tetouan_portal.known.models import Correction
from tetouan_portal.known.stored import Stored
from tetouan_portal.lib.languages import LANGUAGE_CODES

LOADERS = ("load_plan", "load_budget", "load_participation")
ORIGIN = "command"
FALLBACK = {
    "ar": "تصحيح في ملف المعطيات المعروفة لهذه البوابة.",
    "fr": "Correction dans le fichier des données connues de ce portail.",
    "es": "Corrección en el fichero de datos conocidos de este portal.",
}
Row = models.Model
Asks = Callable[[Row, str], bool]


class Difference(NamedTuple):
    """A column (or a list of related rows) whose value is not the file's."""

    row: Row
    subject: str
    column: str
    was: Any
    becomes: Any

    @property
    def field(self) -> Any:
        return self.row._meta.get_field(self.column)

    @property
    def table(self) -> str:
        return self.field.m2m_db_table() if self.field.many_to_many else self.row._meta.db_table

    @property
    def name(self) -> str:
        return f"{self.subject}.{self.column}"

    @property
    def language(self) -> str:
        return language_of(self.field)

    @property
    def is_promised_date(self) -> bool:
        """Of what an amendment can move: a person moves it by no other way."""
        return hasattr(self.row, "amendments") and isinstance(self.field, models.DateField)

    def as_text(self, value: Any) -> str:
        if isinstance(value, list):
            return " – ".join(str(one) for one in value)
        if value is not None and self.field.is_relation:
            return str(self.field.related_model._base_manager.filter(pk=value).first() or "")
        return "" if value is None else str(value)

    @property
    def was_text(self) -> str:
        return self.as_text(self.was)

    @property
    def becomes_text(self) -> str:
        return self.as_text(self.becomes)


class Outcome(NamedTuple):
    created: list[str]  # subjects
    taken: list[Difference]
    left: list[Difference]  # somebody wrote them: for a person to decide


class Keeper:
    """One walk through a file. With `writes` false nothing is made: the walk only tells what differs."""

    def __init__(
        self,
        file: str,
        *,
        reasons: Sequence[Mapping[str, Any]] = (),
        writes: bool = True,
        guard: Asks = lambda _row, _column: False,
        holds: Asks = lambda _row, _column: False,
    ) -> None:
        """`guard`: what is not the file's at all any more. `holds`: what a person must decide, whoever wrote it."""
        self.file, self.reasons, self.writes, self.guard, self.holds = file, reasons, writes, guard, holds
        self.stored = None if writes else Stored()
        self.created: list[str] = []
        self.differences: list[Difference] = []
        self.unwanted: list[tuple[Row, str]] = []

    def row(
        self,
        model: type[Row],
        subject: str,
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        once: Mapping[str, Any] | None = None,
    ) -> Any:
        """The row of this key: the one that is there, a new one, or None where it may not be made.

        `once`: values of a new row that are nobody's business afterwards (whether it is published).
        """
        if any(value is None for value in key.values()):
            return None  # its parent is not there
        found = self.stored.find(model, key) if self.stored else model._base_manager.filter(**key).first()
        if found is not None:
            self.compare(found, subject, values)
            return found
        if not self.writes or was_deleted(model, key):
            return None
        self.created.append(subject)
        return model._base_manager.create(**key, **values, **(once or {}))

    def compare(self, row: Row, subject: str, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            field: Any = row._meta.get_field(name)
            was = getattr(row, field.attname)
            becomes = getattr(value, "pk", None) if field.is_relation else field.to_python(value)
            if was != becomes and not (was in (None, "") and becomes in (None, "")):
                self.note(Difference(row, subject, name, was, becomes))

    def related(self, row: Any, subject: str, name: str, wanted: Sequence[Row | None]) -> None:
        """The rows that a many-to-many field of `row` points at."""
        if row is None:
            return
        if self.stored:
            self.stored.link(type(row), name)
        was = sorted(getattr(row, name).all(), key=lambda one: one.pk)
        becomes = sorted((one for one in wanted if one is not None), key=lambda one: one.pk)
        if self.writes and self.created and self.created[-1] == subject:
            getattr(row, name).set(becomes)
        elif was != becomes:
            self.note(Difference(row, subject, name, was, becomes))

    def dropped(self, model: type[Row], subject: str, key: Mapping[str, Any]) -> None:
        """A row that the file has no longer: it goes, unless somebody has written it."""
        if self.writes and all(value is not None for value in key.values()):
            self.unwanted += [(row, subject) for row in model._base_manager.filter(**key)]

    def note(self, difference: Difference) -> None:
        if not self.guard(difference.row, difference.column):
            self.differences.append(difference)

    @transaction.atomic
    def settle(self) -> Outcome:
        """Take over what is untouched; tell what was made, taken and left."""
        last = last_writers(self.differences)
        by_hand = [one for one in self.differences if self.is_a_persons(one, last)]
        untouched = [one for one in self.differences if one not in by_hand]
        taken: list[Difference] = []
        for row, group in groupby(untouched, key=lambda one: one.row):
            of_row = list(group)
            if self.writes and self.take(row, of_row):
                taken += of_row
            else:
                by_hand += of_row
        if self.writes:
            self.drop_unwanted()
        return Outcome(self.created, taken, by_hand)

    def is_a_persons(self, one: Difference, last: Mapping[tuple[str, str, str], bool]) -> bool:
        return self.holds(one.row, one.column) or not last.get(writer_key(one), one.was in (None, "", []))

    def take(self, row: Row, differences: Sequence[Difference], *, by_person: bool = False) -> bool:
        """Make the row what the file says, and record why; False where the database refuses it."""
        was = values_of(row) if type(row) in subjects() else None
        try:
            with transaction.atomic():
                write(row, differences)
        except DatabaseError:
            return False
        if was is not None:
            enter_change(Kind.CORRECTED, row, was=was, reason=self.reason(differences[0].name))
        Correction.objects.bulk_create(self.corrections(differences, by_person=by_person))
        return True

    def corrections(self, differences: Sequence[Difference], *, by_person: bool) -> Iterator[Correction]:
        for one in differences:
            yield Correction(
                file=self.file,
                subject=one.subject,
                table=one.row._meta.db_table,
                row_pk=str(one.row.pk),
                column=one.column,
                was=one.was_text,
                becomes=one.becomes_text,
                reason=self.reason(one.name),
                by_person=by_person,
            )

    def reason(self, name: str) -> Mapping[str, str]:
        return next((told["text"] for told in self.reasons if name.startswith(told["of"])), FALLBACK)

    def drop_unwanted(self) -> None:
        for row, subject in self.unwanted:
            if rows_of_loaders(row):
                if type(row) in subjects():
                    enter_change(Kind.WITHDRAWN, row, reason=self.reason(subject))
                self.tell_row(row, subject, was=str(row))
                row.delete()

    def tell_row(self, row: Row, subject: str, *, was: str = "", becomes: str = "") -> None:
        """A row that comes or goes as a whole where others stand already."""
        Correction.objects.create(
            file=self.file,
            subject=subject,
            table=row._meta.db_table,
            row_pk=str(row.pk),
            column="",
            was=was,
            becomes=becomes,
            reason=self.reason(subject),
        )


def write(row: Row, differences: Sequence[Difference]) -> None:
    plain = [one for one in differences if not one.field.many_to_many]
    for one in plain:
        setattr(row, one.field.attname, one.becomes)
    if plain:
        row.save(update_fields=[one.column for one in plain])
    for one in differences:
        if one.field.many_to_many:
            getattr(row, one.column).set(one.becomes)


@transaction.atomic
def take_one(keeper: Keeper, name: str) -> Difference:
    """What a person takes over from the file. Raises ValidationError: `settled`, `refused`."""
    one = next((one for one in keeper.differences if one.name == name), None)
    if one is None:
        raise ValidationError(_("Nothing differs there any more."), code="settled")
    if not keeper.take(one.row, [one], by_person=True):
        raise ValidationError(_("The file’s value does not fit what stands beside it."), code="refused")
    return one


# --- who wrote what, by the record of changes ---------------------------------


def is_loader(origin: str, detail: str) -> bool:
    return origin == ORIGIN and detail in LOADERS


def writer_key(one: Difference) -> tuple[str, str, str]:
    return one.table, str(one.row.pk), "" if one.field.many_to_many else one.field.column


def last_writers(differences: Sequence[Difference]) -> dict[tuple[str, str, str], bool]:
    """Whether a loader wrote a value last, by table, row and column; of related rows whether only loaders wrote.

    Nothing for what nobody has written: a column that is younger than its row.
    """
    tables, keys = {one.table for one in differences}, {str(one.row.pk) for one in differences}
    entries = AuditEntry.objects.filter(table_name__in=tables, row_pk__in=keys).order_by("pk")
    told: dict[tuple[str, str, str], bool] = {}
    for table, key, operation, origin, detail, new, masked in entries.values_list(
        "table_name", "row_pk", "operation", "origin", "detail", "new", "masked"
    ):
        ours = is_loader(origin, detail)
        told[table, key, ""] = told.get((table, key, ""), True) and ours
        if operation != Operation.DELETE:
            told |= {(table, key, column): ours for column in (*(new or {}), *masked)}
    return told


def rows_of_loaders(row: Row) -> bool:
    """Whether only loaders have ever written this row."""
    entries = AuditEntry.objects.filter(table_name=row._meta.db_table, row_pk=str(row.pk))
    acts = set(entries.values_list("origin", "detail"))
    return bool(acts) and all(is_loader(*act) for act in acts)


def loaders_filled(model: type[Row]) -> bool:
    """Whether a loader ever made a row of this kind."""
    made = AuditEntry.objects.filter(table_name=model._meta.db_table, operation=Operation.INSERT)
    return made.filter(origin=ORIGIN, detail__in=LOADERS).exists()


def was_deleted(model: type[Row], key: Mapping[str, Any]) -> bool:
    """Whether somebody deleted a row of this key: it is not made again."""
    wanted = {}
    for name, value in key.items():
        field: Any = model._meta.get_field(name)
        wanted[field.column] = value.pk if isinstance(value, models.Model) else value
    deleted = AuditEntry.objects.filter(table_name=model._meta.db_table, operation=Operation.DELETE)
    acts = deleted.filter(old__contains=wanted).values_list("origin", "detail")
    return any(not is_loader(*act) for act in acts)


def in_columns(field: str, text: Mapping[str, str] | None) -> dict[str, str]:
    """{"ar": …} as {"title_ar": …}; nothing for an unknown text."""
    return {f"{field}_{code}": text[code] for code in LANGUAGE_CODES if code in text} if text else {}
