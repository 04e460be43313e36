"""Files on their way into documents: dropped, told apart by language, taken out of a draft again."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.documents import file_languages
from budget_docs.documents.publishing import PLANNED, add_file, lock_document
from budget_docs.models import BudgetDocument, DocumentFile, PublicationDate, TextState
from tetouan_portal.lib import uploads
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.lib.passing import room_or_refusal
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

TITLE_LENGTH = BudgetDocument._meta.get_field("title").max_length


class Dropped(NamedTuple):
    name: str  # as the person chose it
    file: DocumentFile | None
    problem: str  # why it was refused, or ""
    is_for_lack_of_room: bool = False


def drop(
    document_of: Callable[[], BudgetDocument], sent: Iterable[UploadedFile], *, language: str, note: str = ""
) -> list[Dropped]:
    """Each file by itself: a good one stays though its neighbour is refused.

    `document_of` is asked only once there is a good file, so that a refused one leaves no empty document behind.
    """
    return [drop_one(document_of, file, language, note) for file in sent]


def drop_one(document_of: Callable[[], BudgetDocument], sent: UploadedFile, language: str, note: str) -> Dropped:
    name = sent.name or ""
    try:
        upload = uploads.accept(sent, max_bytes=settings.BUDGET_FILE_MAX_BYTES)
        with room_or_refusal(), transaction.atomic():
            document = document_of()
            added = add_file(document, upload, language=language or guess_language(document, name), note=note)
    except ValidationError as refused:
        return Dropped(name, None, " ".join(refused.messages), getattr(refused, "code", "") == "no_room")
    return Dropped(name, added, "")


def guess_language(document: BudgetDocument, name: str) -> str:
    """The language that the name tells; "" where it would replace a file, which only a person does."""
    language = "" if document.is_public(now=timezone.now()) else file_languages.of_name(name)
    return "" if has_in_force(document, language) else language


def has_in_force(document: BudgetDocument, language: str) -> bool:
    return document.files.filter(language=language, is_current=True).exists()


@transaction.atomic
def document_for(slot: PublicationDate) -> BudgetDocument:
    """The slot's draft; in an empty slot a new one, named after type and year. Raises `filled`."""
    row = PublicationDate.objects.select_for_update(of=["self"]).select_related("type", "fiscal_year").get(pk=slot.pk)
    standing = BudgetDocument.objects.filter(slot=row, withdrawn_at__isnull=True)
    draft = standing.waiting(now=timezone.now()).order_by("-pk").first()
    if draft:
        return draft
    if standing.exists():
        raise ValidationError(_("A document is published here already: add the file to it."), code="filled")
    titles = {f"title_{code}": title_of(row, code) for code in LANGUAGE_CODES}
    return BudgetDocument.objects.create(slot=row, slug=free_slug(row), **titles)


def title_of(slot: PublicationDate, language: str) -> str:
    name = getattr(slot.type, f"name_{language}")
    return f"{name} {slot.fiscal_year.year}"[:TITLE_LENGTH] if name else ""


def free_slug(slot: PublicationDate) -> str:
    """The address of a new document: adopted-budget-2026, adopted-budget-2026-2, …"""
    first = f"{slot.type.slug}-{slot.fiscal_year.year}"
    taken = set(BudgetDocument.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    numbered = (f"{first}-{number}" for number in range(2, len(taken) + 2))
    return first if first not in taken else next(slug for slug in numbered if slug not in taken)


def require_draft(document: BudgetDocument) -> None:
    if document.is_public(now=timezone.now()):
        raise ValidationError(_("What is published stays as it is: add a new version."), code="published")
    if document.publish_at is not None:
        raise ValidationError(PLANNED, code="scheduled")


@transaction.atomic
def name_language(file: DocumentFile, language: str) -> DocumentFile:
    """Say in which language a draft's file is: it becomes the newest version there.

    Raises `published`, `scheduled`, `same_language`.
    """
    document = lock_document(file.document)
    require_draft(document)
    row = document.files.get(pk=file.pk)
    if row.language == language:
        raise ValidationError(_("The file is in this language already."), code="same_language")
    left = row.language
    document.files.filter(language=language, is_current=True).update(is_current=False)
    row.version = 1 + max(document.files.filter(language=language).values_list("version", flat=True), default=0)
    row.language, row.is_current = language, True
    # Its words are stemmed by its language.
    row.text_state = TextState.WAITING if row.text_state in {TextState.READY, TextState.PARTLY} else row.text_state
    row.save(update_fields=["version", "language", "is_current", "text_state"])
    put_newest_in_force(document, left)
    return row


@transaction.atomic
def take_out(file: DocumentFile) -> None:
    """Remove a file from a draft, from the disk too. Raises `published`, `scheduled`."""
    document = lock_document(file.document)
    require_draft(document)
    row = document.files.get(pk=file.pk)
    doom([row.file], Reason.TAKEN_OUT)
    row.delete()
    put_newest_in_force(document, row.language)


def put_newest_in_force(document: BudgetDocument, language: str) -> None:
    files = document.files.filter(language=language)
    if language and not files.filter(is_current=True).exists():
        newest = files.order_by("-version").first()
        if newest:
            files.filter(pk=newest.pk).update(is_current=True)


@transaction.atomic
def discard(document: BudgetDocument) -> None:
    """Delete a draft with its files. Raises `published`, `scheduled`."""
    row = lock_document(document)
    require_draft(row)
    doom((file.file for file in row.files.only("file")), Reason.TAKEN_OUT)
    row.delete()
