"""Files that prove something: measured, checked for viruses where a scanner is set up."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.evidence import thumbnails
from commitments.models import Evidence, KeptFile, Thumbnail
from tetouan_portal.journal.becoming import enter_change
from tetouan_portal.journal.models import Kind
from tetouan_portal.lib import hidden_contents
from tetouan_portal.lib.downloads import SHOWN, file_response, policy_of
from tetouan_portal.lib.uploads import Upload
from tetouan_portal.lib.virus_scan import scan_file
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

KEPT_FOR = datetime.timedelta(days=1)  # until somebody finishes the form
A_WHILE = datetime.timedelta(hours=1)  # longer than any request


def keep(upload: Upload, *, user: Any, purpose: str) -> KeptFile:
    """Store a good file until the form around it is good too."""
    kept = KeptFile(user=user, purpose=purpose)
    kept.file = describe(kept, upload)
    kept.save()
    return kept


def evidence_of(kept: KeptFile) -> dict[str, Any]:
    """The fields of the evidence that a kept file becomes; the stored file itself stays where it lies."""
    names = ("key", "filename", "content_type", "size", "sha256", "scan", "hidden", "held_back")
    return {**{name: getattr(kept, name) for name in names}, "file": kept.file.name}


def describe(row: Evidence | KeptFile, upload: Upload) -> ContentFile:
    """Write what was measured of the upload into the row; the file to store."""
    row.filename, row.content_type = upload.filename, upload.content_type
    row.size, row.sha256 = upload.size, upload.sha256
    row.scan = scan_file(upload.file)
    row.note_hidden(upload.hidden)
    upload.file.name = upload.filename
    return upload.file


@transaction.atomic
def take_up(evidence: Evidence, reasons: Mapping[str, str], *, by: Any) -> Evidence:
    """Say why kinds of hidden contents are published all the same: {kind: reason}.

    Raises `unexplained`, `withdrawn`.
    """
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    row.require_standing()
    hidden_contents.take_up(row, reasons, by=by)
    row.save(update_fields=["hidden", "held_back"])
    return row


def is_public(evidence: Evidence) -> bool:
    """Whether readers see it, or could have."""
    return Evidence.objects.live().filter(pk=evidence.pk).exists()


@transaction.atomic
def withdraw(evidence: Evidence, reasons: Mapping[str, str]) -> Evidence:
    """Take evidence out of public view, saying why: {"ar": …} in one language or more.

    For what should never have been published, personal data above all. The file is destroyed; its name,
    SHA-256 and the reason stay. A draft's evidence is taken out of the draft. Raises `withdrawn`, `not_published`,
    `unexplained`.
    """
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    row.require_standing()
    if not is_public(row):
        raise ValidationError(_("Only what is published can be withdrawn: delete the draft."), code="not_published")
    row.take_back(reasons, now=timezone.now())
    doom([row.file], Reason.WITHDRAWN)
    thumbnails.forget(Thumbnail.objects.filter(evidence=row))
    enter_change(Kind.WITHDRAWN, row, reason=reasons)
    return row


@transaction.atomic
def forget_kept(*, now: datetime.datetime) -> int:
    """Let go of files whose forms were never finished. How many.

    A form that is sent at this very moment may make evidence of one: its file waits until that would be seen.
    """
    rows = KeptFile.objects.filter(kept_at__lt=now - KEPT_FOR)
    gone = list(rows.select_for_update(skip_locked=True))
    doom((row.file for row in gone), Reason.ABANDONED, due_at=now + A_WHILE)
    KeptFile.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return len(gone)


def evidence_response(request: HttpRequest, evidence: Evidence) -> HttpResponseBase:
    """The stored file; whether this reader may have it, the caller has asked."""
    if not evidence.file.storage.exists(str(evidence.file.name)):
        raise Http404
    response = file_response(
        request,
        file=evidence.file,
        filename=evidence.filename,
        content_type=evidence.content_type,
        etag=evidence.sha256,
        inline=evidence.content_type in SHOWN,
    )
    response.headers["Content-Security-Policy"] = policy_of(evidence.content_type)
    return response
