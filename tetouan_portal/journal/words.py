"""Lines as people read them: labels, dates and names in the reader's language, texts as far as they still lie there."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext_lazy

from tetouan_portal.audit.difference import Piece, compare, localise
from tetouan_portal.audit.tables import field_label
from tetouan_portal.journal.models import By, JournalLine, Kind
from tetouan_portal.journal.subjects import subjects
from tetouan_portal.lib.languages import direction


class Words(NamedTuple):
    """A value. `is_gone`: a text that was taken away; in `pieces` what differs is marked."""

    pieces: Sequence[Piece]
    is_gone: bool = False


class ShownChange(NamedTuple):
    label: str
    language: str  # of a translated text, else ""
    before: Words | None
    after: Words | None
    is_text: bool = False

    @property
    def direction(self) -> str:
        return direction(self.language)


class ShownLine(NamedTuple):
    line: JournalLine
    at: datetime.datetime  # of the clock on the wall
    kind: str
    by: str
    subject: str  # what kind of thing: milestone
    address: str
    title: Mapping[str, str]
    changes: list[ShownChange]
    reason: Mapping[str, str]
    decision: Mapping[str, str]
    decided_on: str | None
    public_since: str | None
    is_opening: bool
    is_demo: bool
    has_gone: bool  # some of its texts

    @property
    def facts(self) -> list[ShownChange]:
        """What a list tells of it: no texts, and no more than fit."""
        return [change for change in self.changes if not change.is_text][:MOST_FACTS]


OTHER_FIELDS = {"tells_of": pgettext_lazy("journal", "tells from here on of")}
MOST_FACTS = 4
Names = Mapping[tuple[type[Model], str], str]


def show_lines(lines: Iterable[JournalLine]) -> list[ShownLine]:
    """Names are looked up once for all of them."""
    listed = list(lines)
    names = names_in(listed)
    return [show_line(line, names) for line in listed]


def show_line(line: JournalLine, names: Names) -> ShownLine:
    told, model = line.told, model_of(line)
    decision = told["decision"] or {"on": None, "words": []}
    return ShownLine(
        line=line,
        at=timezone.localtime(line.at),
        kind=capfirst(str(Kind(told["kind"]).label)),
        by=str(By(told["by"]).label),
        subject=str(model._meta.verbose_name) if model else told["subject"].partition(":")[0],
        address=f"/{get_language()}{told['about']}",
        title=in_languages(line, told["title"]),
        changes=[show_change(line, model, change, names) for change in told["changes"]],
        reason=in_languages(line, told["reason"]),
        decision=in_languages(line, decision["words"]),
        decided_on=decision["on"],
        public_since=told["public_since"],
        is_opening=told["opening"],
        is_demo=told["demonstration"],
        has_gone=None in line.texts.values(),
    )


def in_languages(line: JournalLine, words: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {one["language"]: kept["text"] for one in words if (kept := line.texts.get(one["digest"]))}


def model_of(line: JournalLine) -> type[Model] | None:
    """None once the program has no such rows any longer."""
    try:
        return apps.get_model(line.told["subject"].partition(":")[0])
    except LookupError:
        return None


def field_in(model: type[Model] | None, name: str) -> Any:
    return next((field for field in model._meta.get_fields() if field.name == name), None) if model else None


def show_change(line: JournalLine, model: type[Model] | None, change: Mapping[str, Any], names: Names) -> ShownChange:
    field, language = field_in(model, change["field"]), change.get("language", "")
    before, after = (words_of(line, field, change[end], names) for end in ("from", "to"))
    if before and after and is_text(change["from"]) and is_text(change["to"]) and not (before.is_gone or after.is_gone):
        former, current = compare(before.pieces[0].text, after.pieces[0].text)
        before, after = Words(former), Words(current)
    is_words = is_text(change["from"]) or is_text(change["to"])
    return ShownChange(label_of(model, change["field"], language), language, before, after, is_words)


def label_of(model: type[Model] | None, name: str, language: str) -> str:
    field = field_in(model, f"{name}_{language}" if language else name)
    if model and field is not None and field.many_to_many:
        return capfirst(str(field.related_model._meta.verbose_name_plural))
    if model and field is not None:
        return field_label(model._meta.db_table, field.column)
    return capfirst(str(OTHER_FIELDS.get(name, name)))


def is_text(value: Any) -> bool:
    return isinstance(value, dict)


def words_of(line: JournalLine, field: Any, value: Any, names: Names) -> Words | None:
    if value is None or value == "":
        return None
    if is_text(value):
        kept = line.texts.get(value["digest"])
        return plain(kept["text"]) if kept else Words((), is_gone=True)
    if field is None:
        return plain(kind_of_rows(str(value)))
    if field.many_to_many:
        return plain(listed_names(field, value, names))
    if field.is_relation:
        return plain(names.get((field.related_model, value), value))
    return plain(str(dict(field.flatchoices).get(value, "")) or localise(field, value))


def listed_names(field: Any, value: str, names: Names) -> str:
    """Of "slug:role slug:role"."""
    pairs = [one.partition(":") for one in value.split()]
    roles = dict(field.remote_field.through._meta.get_field("role").flatchoices)
    told = [(names.get((field.related_model, slug), slug), roles.get(role, role)) for slug, _colon, role in pairs]
    return gettext(", ").join(f"{name} ({role})" for name, role in told)


def kind_of_rows(name: str) -> str:
    """A kind of rows in the reader's words; what is none, as it is."""
    try:
        return str(apps.get_model(name)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return name


def plain(text: str) -> Words:
    return Words((Piece(text, is_changed=False),))


def names_in(lines: list[JournalLine]) -> dict[tuple[type[Model], str], str]:
    """Of the rows that facts point to, by how the journal names them: one question for each kind of row."""
    wanted: dict[type[Model], set[str]] = defaultdict(set)
    for line in lines:
        model = model_of(line)
        for change in line.told["changes"]:
            field = field_in(model, change["field"])
            if field is not None and field.is_relation:
                told = [value for end in ("from", "to") if (value := change[end])]
                if field.many_to_many:
                    told = [one.partition(":")[0] for value in told for one in value.split()]
                wanted[field.related_model] |= set(told)
    return {(model, name): text for model, named in wanted.items() for name, text in looked_up(model, named)}


def looked_up(model: Any, named: set[str]) -> list[tuple[str, str]]:
    """As they are called now; of what nobody may see any longer, nothing: it may be being rewritten."""
    known = subjects().get(model)
    rows = known.rows(timezone.now()) if known else model._base_manager.all()
    if any(isinstance(field, Field) and field.name == "slug" for field in model._meta.get_fields()):
        return [(row.slug, str(row)) for row in rows.filter(slug__in=named)]
    numbers = {name.rpartition(":")[2]: name for name in named}
    comma = gettext(", ")  # rows name themselves in one way for all languages
    return [(numbers[str(row.pk)], str(row).replace(", ", comma)) for row in rows.filter(pk__in=numbers)]
