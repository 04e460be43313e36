"""Files that prove something: measured, checked for viruses where a scanner is set up."""

from typing import Any

from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponseBase

from commitments.models import Evidence, KeptFile
from tetouan_portal.lib.downloads import SHOWN, file_response, policy_of
from tetouan_portal.lib.uploads import Upload


def keep(upload: Upload, *, user: Any, purpose: str) -> KeptFile:
    """Store a good file until the form around it is good too."""
    kept = KeptFile(user=user, purpose=purpose)
    kept.file = describe(kept, upload)
    kept.save()
    return kept


def evidence_of(kept: KeptFile) -> dict[str, Any]:
    """The fields of the evidence that a kept file becomes; the stored file itself stays where it lies."""
    names = ("key", "filename", "content_type", "size", "sha256", "scan")
    return {**{name: getattr(kept, name) for name in names}, "file": kept.file.name}


def describe(row: Evidence | KeptFile, upload: Upload) -> ContentFile:
    """Write what was measured of the upload into the row; the file to store."""
    row.filename, row.content_type = upload.filename, upload.content_type
    row.size, row.sha256 = upload.size, upload.sha256
    upload.file.name = upload.filename
    return upload.file


def evidence_response(request: HttpRequest, evidence: Evidence) -> HttpResponseBase:
    """The stored file; whether this reader may have it, the caller has asked."""
    if not evidence.file.storage.exists(evidence.file.name):
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
