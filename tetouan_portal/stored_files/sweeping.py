"""What the storages hold and what rows need, side by side: the first without the second goes, the second without the
first is told.
"""

import datetime
from collections.abc import Iterable, Iterator
from itertools import batched

from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import FileField

from tetouan_portal.stored_files.destroying import write
from tetouan_portal.stored_files.folders import folder_of, names_in
from tetouan_portal.stored_files.models import DoomedFile, MissingFile, Reason
from tetouan_portal.stored_files.needed import alias_of, file_fields, names_needed, needed_among, rows_needing

YOUNG = datetime.timedelta(days=1)  # a row that names the file may not be committed yet
LOOKED_AT_AGAIN = datetime.timedelta(days=1)  # between finding an orphan and destroying it, if nothing needs it then
AT_ONCE = 500


def sweep(now: datetime.datetime) -> dict[str, int]:
    """{"orphans": newly doomed, "missing": rows without their file}. Safe to run twice."""
    by_storage: dict[str, list[FileField]] = {}
    for field in file_fields():
        by_storage.setdefault(alias_of(field.storage), []).append(field)
    orphans = 0
    missing: list[MissingFile] = []
    for alias, fields in by_storage.items():
        needed = {name for field in fields for name in names_needed(field)}
        for names in batched(orphans_in(alias, fields, needed, now), AT_ONCE, strict=False):
            orphans += doom_orphans(alias, names, now)
        missing += missing_of(alias, fields, needed, now)
    return {"orphans": orphans, "missing": note(missing)}


def orphans_in(alias: str, fields: Iterable[FileField], needed: set[str], now: datetime.datetime) -> Iterator[str]:
    """Old files of the fields' folders that are not among the needed; what is there is taken out of `needed`."""
    storage = storages[alias]
    for folder in outermost(folder_of(field) for field in fields):
        for name in names_in(storage, folder):
            if name in needed:
                needed.discard(name)
            elif is_old(storage, name, now):
                yield name


def outermost(folders: Iterable[str]) -> list[str]:
    """Without those that lie in another one of them."""
    every = set(folders)
    return sorted(one for one in every if not any(one.startswith(f"{other}/") for other in every))


def is_old(storage: Storage, name: str, now: datetime.datetime) -> bool:
    try:
        return storage.get_modified_time(name) < now - YOUNG
    except FileNotFoundError:  # it went while the folder was read
        return False


@transaction.atomic
def doom_orphans(alias: str, names: Iterable[str], now: datetime.datetime) -> int:
    """Asked again at one moment: the tables were read one after the other. How many."""
    orphans = set(names) - needed_among(alias, set(names))
    orphans -= set(DoomedFile.objects.filter(storage=alias, name__in=orphans).values_list("name", flat=True))
    write(alias, orphans, Reason.ORPHAN, due_at=now + LOOKED_AT_AGAIN)
    return len(orphans)


def missing_of(
    alias: str, fields: Iterable[FileField], unseen: Iterable[str], now: datetime.datetime
) -> Iterator[MissingFile]:
    """`unseen`: needed names that the walk did not meet; some lie elsewhere, some are needed no longer."""
    storage, fields = storages[alias], list(fields)
    for names in batched(unseen, AT_ONCE, strict=False):
        gone = [name for name in names if not storage.exists(name)]
        for field in fields:
            rows = rows_needing(field).filter(**{f"{field.name}__in": gone}).values_list("pk", field.name)
            for pk, name in rows:
                label = field.model._meta.label_lower
                yield MissingFile(model=label, row_pk=str(pk), field=field.name, name=name, noticed_at=now)


@transaction.atomic
def note(missing: list[MissingFile]) -> int:
    """What was missing before keeps the day on which that was noticed; what is there again is told no longer."""
    still = {(one.model, one.row_pk, one.field) for one in missing}
    known = MissingFile.objects.values_list("pk", "model", "row_pk", "field")
    MissingFile.objects.filter(pk__in=[pk for pk, *what in known if tuple(what) not in still]).delete()
    MissingFile.objects.bulk_create(missing, ignore_conflicts=True, batch_size=AT_ONCE)
    return len(missing)
