"""Work outside the request. The row is the queue: a task may die, be doubled or come late."""

import logging

from celery import shared_task
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from budget_docs.documents import file_languages, publishing, uploads
from budget_docs.lines import column_choice, importing
from budget_docs.models import DocumentFile, FilePage, ImportState, TextState
from tetouan_portal.lib import file_texts
from tetouan_portal.lib.hidden_contents import AT_ONCE, look_into
from tetouan_portal.lib.search import vector_of
from tetouan_portal.lib.virus_scan import Scan, scanned

SCANNED_AT_ONCE = 10
LANGUAGES = {"": ["ar", "fr", "es"], "ar": ["ar"], "fr": ["fr"], "es": ["es"], "ar-fr": ["ar", "fr"]}

logger = logging.getLogger(__name__)


@shared_task
def read_file_text(file_id: int) -> str:
    """Make the words inside a file searchable. Safe to run twice; the answer says what happened."""
    # Marked as failed first: a file that kills its worker is not tried for ever.
    waiting = DocumentFile.objects.cleared().filter(pk=file_id, text_state=TextState.WAITING)
    if not waiting.update(text_state=TextState.FAILED):
        return "nothing to do"
    file = DocumentFile.objects.get(pk=file_id)
    try:
        with file.file.open("rb") as stored:
            pages = file_texts.pages_of(stored.read(), file.content_type)
    except file_texts.NoText:
        return concluded(file, TextState.NONE)
    except Exception:
        logger.exception("The text of budget file %s", file_id)
        return TextState.FAILED
    text = " ".join(page.text for page in pages)
    languages = LANGUAGES[file.language or told_by(file, text)]
    words = " ".join([text, *(page.apart for page in pages)])[: file_texts.MAX_CHARACTERS]
    with transaction.atomic():
        keep_pages(file, pages, languages)
        state = TextState.PARTLY if any(page.is_picture for page in pages) else TextState.READY
        return concluded(file, state, text_search=vector_of(words, languages))


def keep_pages(file: DocumentFile, pages: list[file_texts.Page], languages: list[str]) -> None:
    """In place of what was kept of the file before; each with its words, those that run together apart."""
    FilePage.objects.filter(file=file).delete()
    FilePage.objects.bulk_create(
        (
            FilePage(
                file=file,
                number=page.number,
                name=page.name,
                text=page.text,
                search=vector_of(f"{page.text} {page.apart}", languages),
            )
            for page in pages
            if page.text
        ),
        batch_size=100,
    )


def told_by(file: DocumentFile, text: str) -> str:
    """The language that a draft's words tell, given to its file; "" leaves the question to the officer."""
    language = file_languages.of_text(text)
    if uploads.has_in_force(file.document, language):  # a guess replaces nothing
        return ""
    if language:
        try:
            uploads.name_language(file, language)
        except (ValidationError, DocumentFile.DoesNotExist):  # published or taken out meanwhile
            return file.language
    return language


def concluded(file: DocumentFile, state: str, **found: object) -> str:
    DocumentFile.objects.filter(pk=file.pk).update(text_state=state, **found)
    return state


@shared_task
def read_waiting_texts() -> int:
    """Wake a task for every file whose words were not read yet. Returns how many."""
    waiting = DocumentFile.objects.cleared().filter(text_state=TextState.WAITING)
    found = list(waiting.order_by("pk").values_list("pk", flat=True)[:100])
    for file_id in found:
        read_file_text.delay(file_id)
    return len(found)


@shared_task
def look_into_waiting_files() -> int:
    """Find out what files hide that came before anybody asked; they are listed for a person. Returns how many."""
    waiting = DocumentFile.objects.not_looked_into().filter(document__withdrawn_at__isnull=True)
    seen = 0
    for file in waiting.defer("text_search").order_by("pk")[:AT_ONCE]:
        if look_into(file):
            seen += 1
            if file.hides:
                publishing.hold_back(file)
    return seen


@shared_task
def scan_waiting_files() -> dict[str, int]:
    """Ask again about files that came while the virus scanner was away; {what it said: how many}."""
    happened: dict[str, int] = {}
    waiting = DocumentFile.objects.filter(scan=Scan.WAITING)
    # In no order: a file that the scanner never answers about must not hold up all behind it.
    for file in waiting.order_by("?")[:SCANNED_AT_ONCE]:
        try:
            with file.file.open("rb") as stored:
                answer = scanned(stored)
        except ValidationError:
            answer = Scan.INFECTED
            default_storage.delete(file.file.name)
        except FileNotFoundError:
            continue
        if answer != Scan.WAITING:
            DocumentFile.objects.filter(pk=file.pk).update(scan=answer)
            happened[answer] = happened.get(answer, 0) + 1
    return happened


@shared_task
def work_on_line_import(import_id: int) -> str:
    """Read or apply a file of lines, if its row is free. Safe to run twice; the answer says what happened."""
    row = importing.claim(import_id, timezone.now())
    if row is None:
        return "nothing to do"
    try:
        return importing.work_on(row)
    except Exception:
        logger.exception("Import of lines %s", import_id)
        return importing.finished(row, ImportState.FAILED)


@shared_task
def work_on_waiting_line_imports() -> int:
    """Wake a task for every file that waits, or whose worker has not come back. Returns how many."""
    found = list(importing.waiting(timezone.now()).order_by("pk").values_list("pk", flat=True))
    for import_id in found:
        importing.wake(import_id)
    return len(found)


@shared_task
def forget_abandoned_line_imports() -> int:
    """Delete files of lines with which nobody went on. Returns how many."""
    return column_choice.forget_abandoned()
