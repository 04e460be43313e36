"""What happened to one row, act by act: what was saved together is read together."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from django.db.models import Model
from django.http import HttpRequest

from tetouan_portal.audit.difference import Change, changes
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.audit.naming import Names
from tetouan_portal.audit.tables import models_by_table, owner_of, table_label
from tetouan_portal.lib.line_ends import unified_all

PAGE = 50  # entries; an act is never divided between two pages


class Told(NamedTuple):
    """One entry in words."""

    entry: AuditEntry
    kind: str
    changes: list[Change]


class Occasion(NamedTuple):
    """What was done at once: one save of a form, one step of a command."""

    first: AuditEntry
    who: str
    told: list[Told]


class History(NamedTuple):
    occasions: list[Occasion]
    older: int | None  # entries before this number are on the next page


def history_of(request: HttpRequest, row: Model, before: int | None = None) -> History:
    """The newest first. Whoever may open the row's page may read it: the caller has asked."""
    tables = [table for table in models_by_table() if owner_of(table) is type(row)]
    entries = AuditEntry.objects.filter(table_name__in=tables, row_pk=str(row.pk)).order_by("-pk")
    if before:
        entries = entries.filter(pk__lt=before)
    page = list(entries[: PAGE + 1])
    older = None
    if len(page) > PAGE:
        cut = page[PAGE].transaction_id
        kept = [entry for entry in page[:PAGE] if entry.transaction_id != cut] or page[:PAGE]
        page, older = kept, kept[-1].pk
    told = [entry for entry in page if not is_of_line_ends(entry)]
    return History(occasions(request, told), older)


def is_of_line_ends(entry: AuditEntry) -> bool:
    """Nothing that anybody reads became another."""
    is_told = entry.operation == "update" and (entry.old or entry.new) and not entry.masked
    return bool(is_told) and unified_all(entry.old or {}) == unified_all(entry.new or {})


def occasions(request: HttpRequest, entries: Sequence[AuditEntry]) -> list[Occasion]:
    names = Names(request, entries)
    together = groupby(entries, key=lambda entry: entry.transaction_id)
    return [occasion(sorted(group, key=lambda entry: entry.pk), names) for _transaction, group in together]


def occasion(entries: list[AuditEntry], names: Names) -> Occasion:
    told = [Told(entry, table_label(entry.table_name), changes(entry, names)) for entry in entries]
    return Occasion(entries[0], names.actor(entries[0]), told)
