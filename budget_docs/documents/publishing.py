"""How a budget document becomes public, is replaced and, at worst, withdrawn.

Each function locks the document, refuses with a ValidationError (code and sentence) and saves what it changed.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.models import BudgetDocument, DocumentFile
from tetouan_portal.journal.becoming import enter_change, enter_public
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.lib import hidden_contents
from tetouan_portal.lib.uploads import Upload
from tetouan_portal.lib.virus_scan import scan_file
from tetouan_portal.own_words.writers import holding, needs_another, require_another
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

A_LONG_TIME = datetime.timedelta(days=730)
PUBLISHES = "budget_docs.publish_budgetdocument"
PLANNED = _("Take the planned publication back first.")
REMOVED_BY_LAW = _("This very file was removed by law: it is not published again.")


def lock_document(document: BudgetDocument) -> BudgetDocument:
    return BudgetDocument.objects.select_for_update().get(pk=document.pk)


@transaction.atomic
def add_file(document: BudgetDocument, upload: Upload, *, language: str, note: str = "") -> DocumentFile:
    """The file as the version in force of its language; the former one stays reachable, marked superseded.

    In a draft the language may be "": the file is not in force before somebody, or its text, says which it is.
    Not where publication is planned: it comes by itself, and nobody would be asked. What hides something is held
    back: there where nobody would be asked, the former stays in force until every kind of it is taken up. And where
    nobody publishes what they wrote, until another person brings it into force.
    Raises `withdrawn`, `removed`, `scheduled`, `same_file`, `language`, `infected`.
    """
    row = lock_document(document)
    if DocumentFile.objects.filter(removed__isnull=False, sha256=upload.sha256).exists():
        raise ValidationError(REMOVED_BY_LAW, code="removed")
    if row.withdrawn_at:
        raise ValidationError(_("This document was withdrawn."), code="withdrawn")
    if not language and row.publish_at is not None:
        raise ValidationError(_("Say in which language the new version is."), code="language")
    standing = row.files.filter(Q(is_current=True) | Q(language=""), sha256=upload.sha256)
    if (standing.filter(language__in=[language, ""]) if language else standing).exists():
        raise ValidationError(_("This very file is already there."), code="same_file")
    scan = scan_file(upload.file)
    is_unseen = row.publish_at is not None and needs_another(By.MUNICIPALITY)
    if is_unseen and not row.is_public(now=timezone.now()):
        raise ValidationError(PLANNED, code="scheduled")
    waits = is_unseen or (bool(upload.hidden) and row.publish_at is not None)
    put_behind(row, language, by_what_waits=waits)
    former = row.files.filter(language=language).order_by("-version").first()
    upload.file.name = upload.filename
    added = DocumentFile(
        document=row,
        language=language,
        version=former.version + 1 if former else 1,
        is_current=bool(language) and not waits,
        is_unseen=is_unseen,
        note=note,
        file=upload.file,
        filename=upload.filename,
        content_type=upload.content_type,
        size=upload.size,
        pages=upload.pages,
        sha256=upload.sha256,
        scan=scan,
    )
    added.note_hidden(upload.hidden)
    added.save()
    enter_public(added)
    return added


def put_behind(document: BudgetDocument, language: str, *, by_what_waits: bool) -> None:
    """Make room for a new version. What readers never got and hides something is destroyed: it was handed in anew."""
    if not language:
        return
    files = document.files.filter(language=language)
    in_force = files.filter(is_current=True).first() if document.is_public(now=timezone.now()) else None
    never_public = files.filter(Q(held_back=True) | Q(is_unseen=True))
    destroy(never_public.filter(version__gt=in_force.version if in_force else 0))
    if by_what_waits:
        return
    # Handing in a cleaned file takes the former one out of the public eye; the page keeps saying that it was there.
    files.filter(is_current=True, hides=True).update(held_back=True)
    files.filter(is_current=True).update(is_current=False)


def destroy(files: QuerySet[DocumentFile]) -> None:
    doom((row.file for row in files.only("file")), Reason.REPLACED)
    files.delete()


@transaction.atomic
def take_up(file: DocumentFile, reasons: Mapping[str, str], *, by: Any) -> DocumentFile:
    """Say why kinds of hidden contents are published all the same: {kind: reason}.

    Once nothing is left, a new version of what is published or planned comes into force. Raises `unexplained`,
    `withdrawn`.
    """
    document = lock_document(file.document)
    if document.withdrawn_at:
        raise ValidationError(_("This document was withdrawn."), code="withdrawn")
    row = document.files.get(pk=file.pk)
    was_held_back = row.held_back
    is_done = hidden_contents.take_up(row, reasons, by=by)
    row.save(update_fields=["hidden", "held_back"])
    newest = document.files.filter(language=row.language).order_by("-version").first()
    if is_done and was_held_back and not row.is_unseen and document.publish_at is not None and row == newest:
        put_behind(document, row.language, by_what_waits=False)
        document.files.filter(pk=row.pk).update(is_current=True)
        row.is_current = True
    enter_public(row)
    return row


@transaction.atomic
def bring_into_force(file: DocumentFile) -> DocumentFile:
    """A new version of what is public, by another person than who handed it in.

    Raises `withdrawn`, `in_force`, `own_words`, `unexamined`, `hides`.
    """
    document = lock_document(file.document)
    if document.withdrawn_at:
        raise ValidationError(_("This document was withdrawn."), code="withdrawn")
    row = document.files.get(pk=file.pk)
    if not row.is_unseen:
        raise ValidationError(_("This is published already."), code="in_force")
    require_another(By.MUNICIPALITY, row, among=holding(PUBLISHES))
    hidden_contents.require_nothing_hidden([row])
    document.files.filter(pk=row.pk).update(is_unseen=False)
    put_behind(document, row.language, by_what_waits=False)
    document.files.filter(pk=row.pk).update(is_current=True)
    row.refresh_from_db(fields=["is_unseen", "is_current"])
    enter_public(row)
    return row


@transaction.atomic
def hold_back(file: DocumentFile) -> None:
    """Of a stored file that was found to hide something. What is public stays, and is listed for a person.

    What is not public yet is held back, and its planned publication taken back: nobody would be there to decide.
    """
    document = lock_document(file.document)
    if document.is_public(now=timezone.now()):
        return
    DocumentFile.objects.filter(pk=file.pk).update(held_back=True)
    if document.publish_at is not None:
        unschedule(document)


@transaction.atomic
def publish(document: BudgetDocument, *, at: datetime.datetime | None = None) -> BudgetDocument:
    """Make the document public now, or `at` a moment to come, when it appears by itself.

    Raises `already_published`, `language`, `no_file`, `own_words`, `waiting_for_scanner`, `unexamined`, `hides`,
    `past`, `too_far`, or what the constraints say.
    """
    row, now = lock_document(document), timezone.now()
    if row.is_public(now=now):
        raise ValidationError(_("This is published already."), code="already_published")
    files = row.files.filter(is_current=True)
    if row.files.filter(language="").exists():
        raise ValidationError(_("Say first in which language each file is."), code="language")
    if not files.exists():
        raise ValidationError(_("Attach the document’s file first."), code="no_file")
    require_another(By.MUNICIPALITY, row, *files.defer("text_search"), among=holding(PUBLISHES))
    if not files.cleared().exists():
        raise ValidationError(
            _("The virus scanner has not seen the file yet: publish it when it has."), code="waiting_for_scanner"
        )
    hidden_contents.require_nothing_hidden(row.files.exclude(is_current=False, held_back=True).defer("text_search"))
    if at is not None and at <= now:
        raise ValidationError(_("Choose a moment to come, or publish now."), code="past")
    if at is not None and at > now + A_LONG_TIME:
        raise ValidationError(_("That is more than two years away."), code="too_far")
    row.publish_at = at or now
    row.validate_constraints()
    row.save(update_fields=["publish_at"])
    enter_public(row, *row.files.order_by("pk").defer("text_search"))
    return row


@transaction.atomic
def unschedule(document: BudgetDocument) -> BudgetDocument:
    """Take back a publication that has not happened yet. Raises `already_published`."""
    row = lock_document(document)
    if row.is_public(now=timezone.now()):
        raise ValidationError(_("This is published already."), code="already_published")
    row.publish_at = None
    row.save(update_fields=["publish_at"])
    return row


@transaction.atomic
def withdraw(document: BudgetDocument, reasons: Mapping[str, str]) -> BudgetDocument:
    """Take a published document out of public view, saying why: {"ar": …} in one language or more.

    For what should never have been published, personal data above all. The files are destroyed; names, SHA-256
    and the reason stay. Raises `withdrawn`, `not_published`, `unexplained`.
    """
    row, now = lock_document(document), timezone.now()
    row.require_standing()
    if not row.is_public(now=now):
        raise ValidationError(_("Only what is published can be withdrawn: delete the draft."), code="not_published")
    row.take_back(reasons, now=now)
    row.files.update(text_search=None)
    doom((file.file for file in row.files.only("file")), Reason.WITHDRAWN)
    enter_change(Kind.WITHDRAWN, row, reason=reasons)
    return row
