"""What is done with a stored file when it has come: the virus scanner asked again, its hidden contents looked for, its
words read. A row of work beside the file, for a worker's beats must not look like somebody's change of the file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import Promise

from tetouan_portal.lib.hidden_contents import UNREAD
from tetouan_portal.lib.inspection.cell import examine_apart
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.queue import GIVEN_UP, Queue, Work, kind_of
from tetouan_portal.lib.virus_scan import Scan, scan_file

AT_ONCE = 100


class FileTask(models.TextChoices):
    SCAN = "scan"
    LOOK = "look"
    TEXT = "text"


class FileWork(Work):
    """One task with one file. It goes when the task is done; `sha256`: of the file for which it was written."""

    file: Any  # a foreign key to the model of the file
    task = models.CharField(max_length=4, choices=FileTask, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True
        default_permissions = ()
        indexes = Work.Meta.indexes
        constraints: ClassVar[list] = [
            *Work.Meta.constraints,
            models.UniqueConstraint(name="%(app_label)s_%(class)s_once", fields=["file", "task"]),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_task_is_known", condition=Q(task__in=[*FileTask.values])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.file_id}"  # type: ignore[attr-defined]


@dataclass(frozen=True)
class FileRows:
    """The rows of one task: written for files that wait for it, and taken as the file's fate where given up."""

    model: Any  # a kind of FileWork
    task: FileTask
    waiting: Callable[[], models.QuerySet]  # of files
    give_up: Callable[[Any], object] | None = None  # what becomes of a file whose task was given up

    def rows(self) -> models.QuerySet:
        return self.model._default_manager.filter(task=self.task).select_related("file")

    def write_missing(self) -> None:
        self.rows().exclude(sha256=F("file__sha256")).delete()
        ours = self.rows().filter(file=OuterRef("pk")).order_by()
        new = self.waiting().filter(~Exists(ours)).order_by("pk").values_list("pk", "sha256")[:AT_ONCE]
        rows = [self.model(file_id=pk, sha256=sha256, task=self.task) for pk, sha256 in new]
        self.model._default_manager.bulk_create(rows, ignore_conflicts=True)
        if self.give_up:
            for file in self.waiting().filter(Exists(ours.filter(GIVEN_UP)))[:AT_ONCE]:
                self.give_up(file)

    def queue(self, label: str | Promise, task: str, **options: Any) -> Queue[FileWork]:
        return Queue(label=label, rows=self.rows, task=task, key="file_id", unwritten=self.write_missing, **options)


SCANNING: dict[str, Any] = {  # for as long as the scanner is away
    "longest_pause": timedelta(minutes=10),
    "longest": timedelta(minutes=1),
}
LOOKING: dict[str, Any] = {"most_attempts": 3, "longest": timedelta(minutes=1)}


def same_file(work: FileWork) -> models.QuerySet:
    """The row of the file, unless another file took its place."""
    return type(work.file)._default_manager.filter(pk=work.file.pk, sha256=work.sha256)


def scan(queue: Queue[FileWork], work: FileWork, *, let_go: Callable[[Any], object]) -> str:
    """Ask again about a file that waits. Of an infected one the row says so, and `let_go` gets the file."""
    try:
        with work.file.file.open("rb") as stored:
            answer = scan_file(stored)
    except ValidationError:
        answer = Scan.INFECTED
    except FileNotFoundError as error:
        return queue.give_up(work, kind_of(error))
    if answer == Scan.WAITING:
        return queue.put_back(work, "ScannerAway")
    with transaction.atomic():
        if not queue.drop(work):
            return "overtaken"
        same_file(work).filter(scan=Scan.WAITING).update(scan=answer)
        if answer == Scan.INFECTED:
            let_go(work.file.file)
    return str(answer)


def look(queue: Queue[FileWork], work: FileWork, found_in: Callable[[Any], object]) -> str:
    """Find out what a file hides; `found_in` decides what follows for a file that hides something."""
    try:
        with work.file.file.open("rb") as stored:
            hidden = [one._asdict() for one in examine_apart(stored.read()).hidden]
    except Refused as refused:
        if refused.code == "unchecked":  # no process could start: the file has no part in it
            return queue.put_back(work, kind_of(refused), blameless=True)
        hidden = UNREAD
    except FileNotFoundError:
        hidden = UNREAD
    with transaction.atomic():
        if not queue.drop(work):
            return "overtaken"
        note_hidden(work.file, hidden, found_in)
    return "looked into"


@transaction.atomic
def note_hidden(file: Any, hidden: list[dict[str, Any]], found_in: Callable[[Any], object]) -> None:
    waiting = type(file)._default_manager.filter(pk=file.pk, sha256=file.sha256, hidden__isnull=True)
    if waiting.update(hidden=hidden):
        file.refresh_from_db(fields=["hidden", "hides"])
        if file.hides:
            found_in(file)
