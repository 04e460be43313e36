"""Work outside the request: each task may die, be doubled or come late (`lib/queue.py`)."""

import logging
from typing import Any

from celery import shared_task
from django.core.exceptions import ValidationError
from django.db import transaction

from budget_docs.documents import file_languages, file_work, uploads
from budget_docs.lines import column_choice, importing
from budget_docs.models import DocumentFile, FilePage, TextState
from tetouan_portal.lib import file_texts
from tetouan_portal.lib.file_work import FileWork
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.queue import kind_of
from tetouan_portal.lib.search import vector_of

LANGUAGES = {"": ["ar", "fr", "es"], "ar": ["ar"], "fr": ["fr"], "es": ["es"], "ar-fr": ["ar", "fr"]}

logger = logging.getLogger(__name__)


@shared_task
def read_file_text(file_id: int) -> str:
    """Make the words inside a file searchable. Safe to run twice; the answer says what happened."""
    file_work.TEXT_ROWS.write_missing()
    return file_work.TEXTS.work_on(file_id, read_text)


def read_text(work: FileWork) -> str:
    file = work.file
    if not file_work.not_read().filter(pk=file.pk).exists():  # found to be infected meanwhile, say
        file_work.TEXTS.drop(work)
        return "nothing to do"
    try:
        with file.file.open("rb") as stored:
            pages = file_texts.pages_apart(stored.read(), file.content_type)
    except file_texts.NoText:
        return conclude(work, TextState.NONE)
    except Exception as error:
        if isinstance(error, Refused) and error.code == "unchecked":  # no process could start
            return file_work.TEXTS.put_back(work, kind_of(error))
        logger.exception("The text of budget file %s", file.pk)
        answer = file_work.TEXTS.give_up(work, kind_of(error))
        if answer != "given up":
            return answer
        file_work.give_up_text(file)
        return TextState.FAILED
    text = " ".join(page.text for page in pages)
    languages = LANGUAGES[file.language or told_by(file, text)]
    words = " ".join([text, *(page.apart for page in pages)])[: file_texts.MAX_CHARACTERS]
    with transaction.atomic():
        state = TextState.PARTLY if any(page.is_picture for page in pages) else TextState.READY
        answer = conclude(work, state, text_search=vector_of(words, languages))
        if answer == state:
            keep_pages(file, pages, languages)
    return answer


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


@transaction.atomic
def conclude(work: Any, state: str, **found: object) -> str:
    """What was read, unless another worker has the file."""
    if not file_work.TEXTS.drop(work):
        return "overtaken"
    DocumentFile.objects.filter(pk=work.file_id).update(text_state=state, **found)
    return state


@shared_task
def look_into_waiting_files() -> dict[str, int]:
    """Find out what files hide that came before anybody asked; they are listed for a person."""
    return file_work.look_into_waiting()


@shared_task
def scan_waiting_files() -> dict[str, int]:
    """Ask again about files that came while the virus scanner was away; {what it said: how many}."""
    return file_work.scan_waiting()


@shared_task
def work_on_line_import(import_id: int) -> str:
    """Read or apply a file of lines, if its row is free. Safe to run twice; the answer says what happened."""
    return importing.LINE_IMPORTS.work_on(import_id, importing.work_on)


@shared_task
def forget_abandoned_line_imports() -> int:
    """Delete files of lines with which nobody went on. Returns how many."""
    return column_choice.forget_abandoned()
