"""Photos among the evidence as small pictures: made by a worker, seen by whoever may see the photo."""

import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commitments.models import Evidence, Thumbnail
from tetouan_portal.lib.downloads import file_response
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.languages import best_text
from tetouan_portal.lib.queue import Queue, kind_of
from tetouan_portal.lib.thumbnails import CONTENT_TYPE, thumbnail_of
from tetouan_portal.lib.thumbnails import Thumbnail as Small
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

AT_ONCE = 20  # pictures that one task makes
SHOWN = (240, 180)  # pixels of a page: on the narrowest telephone too nothing moves aside
FILE_ADDRESS = re.compile(r"/evidence/([0-9a-f-]{36})/")


# --- made -----------------------------------------------------------------------


def write_missing() -> None:
    """Rows for the photos that have none."""
    pictures = Evidence.objects.with_picture().filter(thumbnail__isnull=True)[:AT_ONCE]
    rows = [Thumbnail(evidence=one, source_sha256=one.sha256) for one in pictures]
    Thumbnail.objects.bulk_create(rows, ignore_conflicts=True)


def prepare() -> int:
    """Forget what is outlived, and have what is missing waited for. Returns how many were forgotten."""
    forgotten = forget(Thumbnail.objects.outlived())
    write_missing()
    return forgotten


THUMBNAILS = Queue(
    label=_("small pictures"),
    rows=lambda: Thumbnail.objects.select_related("evidence"),
    task="commitments.tasks.make_waiting_thumbnails",
    most_attempts=3,
    longest=timedelta(minutes=1),  # of the process that looks at a picture (`lib/inspection/cell.py`)
    unwritten=prepare,
)


def make_waiting() -> dict[str, int]:
    """Make what is missing and forget what is outlived; {what happened: how many}. Safe to run twice."""
    return {"forgotten": prepare()} | THUMBNAILS.work_through(make, most=AT_ONCE)


def make(row: Thumbnail) -> str:
    try:
        made = draw(row)
    except Refused as refused:
        if refused.code == "unchecked":  # no process could start: the picture has no part in it
            return THUMBNAILS.put_back(row, kind_of(refused), blameless=True)
        return THUMBNAILS.give_up(row, kind_of(refused))
    return store(row, made)


def draw(row: Thumbnail) -> Small:
    """Raises Refused, `gone` where the file is another than the one that was measured, or none."""
    try:
        with row.evidence.file.open("rb") as file:
            content = file.read()
    except (FileNotFoundError, ValueError) as error:  # the latter: the row has no file any more
        raise Refused("gone") from error
    if hashlib.sha256(content).hexdigest() != row.source_sha256:
        raise Refused("gone")
    return thumbnail_of(content)


def store(row: Thumbnail, made: Small) -> str:
    """Keep it beside the picture, unless the row has meanwhile gone or another worker holds it."""
    row.sha256 = hashlib.sha256(made.content).hexdigest()
    row.file.save("", ContentFile(made.content), save=False)
    measured = {"width": made.width, "height": made.height, "size": len(made.content), "sha256": row.sha256}
    if THUMBNAILS.finish(row, file=row.file.name, **measured):
        return "made"
    with transaction.atomic():
        doom([row.file], Reason.REPLACED)
    return "overtaken"


@transaction.atomic
def forget(rows: QuerySet) -> int:
    """Let go of small pictures, their files too. Returns how many."""
    gone = list(rows.select_for_update(of=["self"]))
    doom((row.file for row in gone), Reason.WITH_ITS_PICTURE)
    Thumbnail.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return len(gone)


# --- shown ----------------------------------------------------------------------


def put_beside(proofs: Iterable[dict[str, Any]]) -> None:
    """Add to evidence as dossiers tell of it "thumbnail": {"address", "width", "height", "alt", "language"}.

    In one query, whatever their number. A proof without a picture, or whose file is another by now, has none.
    """
    keys = {proof["address"]: found[1] for proof in proofs if (found := FILE_ADDRESS.match(proof["address"]))}
    live = Thumbnail.objects.live().filter(evidence__key__in=set(keys.values())).select_related("evidence")
    rows = {str(row.evidence.key): row for row in live}
    for proof in proofs:
        row = rows.get(keys.get(proof["address"], ""))
        if row and row.source_sha256 == proof["sha256"]:
            width, height = shown_size(row.width, row.height)
            alt, language = best_text(proof["alternative_text"], get_language())
            proof["thumbnail"] = {
                "address": address_of(row),
                "width": width,
                "height": height,
                "alt": alt,
                "language": language if language != get_language() else "",
            }


def shown_size(width: int, height: int) -> tuple[int, int]:
    """In the pixels of a page, never larger than drawn: it takes its place before it has come."""
    share = min(1, SHOWN[0] / width, SHOWN[1] / height)
    return max(1, round(width * share)), max(1, round(height * share))


def address_of(row: Thumbnail) -> str:
    return reverse("evidence_thumbnail", args=[row.evidence.key, row.sha256[:16]])


def response(request: HttpRequest, row: Thumbnail) -> HttpResponseBase:
    if not row.file.storage.exists(str(row.file.name)):
        raise Http404
    return file_response(
        request,
        file=row.file,
        filename=f"{row.evidence.key}.webp",
        content_type=CONTENT_TYPE,
        etag=row.sha256,
        inline=True,
    )
