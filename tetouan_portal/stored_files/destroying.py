"""From letting go of a stored file to its destruction."""

import datetime
from collections.abc import Iterable

from django.core.files.storage import storages
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.queue import Queue, kind_of
from tetouan_portal.stored_files.models import DoomedFile, Reason
from tetouan_portal.stored_files.needed import alias_of, needed_among

FILES = Queue(
    label=_("files to be destroyed"),
    rows=DoomedFile.objects.all,
    task="tetouan_portal.stored_files.tasks.destroy_doomed_files",
)  # tried for ever: what must go is never given up
AT_ONCE = 500


def doom(files: Iterable[FieldFile], reason: Reason, *, due_at: datetime.datetime | None = None) -> None:
    """Have stored files destroyed once the transaction is committed that takes away what needs them.

    What another row needs then stays: that is asked right before. A field without a file has nothing to destroy.
    """
    by_storage: dict[str, set[str]] = {}
    for file in files:
        if file:
            by_storage.setdefault(alias_of(file.storage), set()).add(str(file.name))
    for alias, names in by_storage.items():
        write(alias, names, reason, due_at=due_at or timezone.now())
    if by_storage and due_at is None:
        wake_after_commit()


def doom_infected(file: FieldFile) -> None:
    doom([file], Reason.INFECTED)


def write(alias: str, names: Iterable[str], reason: Reason, *, due_at: datetime.datetime) -> None:
    """What was doomed before goes by the newer word."""
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("A file is doomed in the transaction that lets go of it.")
    rows = [
        DoomedFile(storage=alias, name=name, reason=reason, queued_at=due_at, due_at=due_at)
        for name in sorted(set(names))  # in one order: two transactions do not wait for each other
    ]
    DoomedFile.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["storage", "name"], update_fields=["reason", "due_at"]
    )


def wake() -> None:
    FILES.wake()


def wake_after_commit() -> None:
    """Once for each transaction: a night's erasing dooms hundreds of files, and the broker may be away."""
    if not any(act is wake for _savepoints, act, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(wake, robust=True)


def destroy_waiting() -> dict[str, int]:
    """{what happened: how many}: destroyed, needed after all, put back."""
    return FILES.work_through(destroy, most=AT_ONCE)


def destroy(row: DoomedFile) -> str:
    """A file that is gone already counts as destroyed; should it come back with a backup, the sweep finds it."""
    if needed_among(row.storage, {row.name}):
        FILES.held(row).delete()
        return "needed"
    try:
        storages[row.storage].delete(row.name)
    except Exception as error:  # noqa: BLE001 -- each kind of storage fails in its own way
        return FILES.put_back(row, kind_of(error))
    FILES.held(row).delete()
    return "destroyed"
