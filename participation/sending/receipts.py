"""The receipt: reference, secret code, date of the answer. Kept for half an hour, for the browser that sent.

In the place of the draft stands {"case", "code", "version"}; the code is sealed with the browser's own secret, so that
it is written nowhere but on the receipt. That secret is a new one, for the receipt alone. What was the draft stays,
empty, until the browser has shown it: the answer that carries it may be lost, and whoever sends the very same post once
more gets it again. The former secret alone shows that something was sent, and nothing of it.
"""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import qrcode
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from qrcode.constants import ERROR_CORRECT_M

from participation.case import tracking_code
from participation.case.filing import Filed
from participation.law.event_sentences import sentences
from participation.law.explanations import explain
from participation.law.remedies import next_remedy
from participation.models import Case, Contact, Draft, EventKind
from participation.sending import drafts
from tetouan_portal.lib.encryption import is_readable

RECEIPT = "receipt"  # in the place of the kind, in the key of the row
KEPT_FOR = timedelta(minutes=30)
QUIET_ZONE = 4  # modules around a QR code, as its standard asks


class Receipt(NamedTuple):
    case: Case
    code: str


class QrCode(NamedTuple):
    path: str  # of an SVG
    side: int  # of its viewBox


def seal(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"seal\n{secret}".encode()).digest()))


def keep(row: Draft, filed: Filed, *, secret: str, version: str) -> None:
    """Instead of what the row was, and of the receipt before it."""
    close(secret)
    fill(row, filed, secret=secret, version=version)


def fill(row: Draft, filed: Filed, *, secret: str, version: str) -> None:
    row.key_hash = drafts.key_hash(secret, RECEIPT)
    code = seal(secret).encrypt(filed.code.encode()).decode()
    row.content = json.dumps({"case": filed.case.pk, "code": code, "version": version})
    row.save()


def put_after(draft: Draft, filed: Filed, *, secret: str, former: str, kind: str, version: str) -> None:
    """In a row after the draft's, which is left without a word."""
    draft.key_hash, draft.content = drafts.key_hash(former, f"{kind} sent"), "{}"
    draft.save(update_fields=["key_hash", "content", "updated_at"])
    fill(Draft(former=draft), filed, secret=secret, version=version)


def sent_from(secret: str, kind: str) -> QuerySet[Draft]:
    """What is left of a draft while its receipt has not been seen."""
    return Draft.objects.filter(key_hash=drafts.key_hash(secret, f"{kind} sent"))


def is_kept(secret: str) -> bool:
    return Draft.objects.filter(key_hash=drafts.key_hash(secret, RECEIPT)).exists()


def waits_unseen(secret: str, kind: str, *, now: datetime) -> bool:
    return bool(secret) and sent_from(secret, kind).filter(updated_at__gt=now - KEPT_FOR).exists()


def is_of(secret: str, version: str) -> bool:
    """Whether the browser's receipt is of the draft that was read at this version."""
    row = Draft.objects.filter(key_hash=drafts.key_hash(secret, RECEIPT)).first()
    return row is not None and is_readable(row) and json.loads(row.content)["version"] == version


def find(secret: str, *, now: datetime) -> Receipt | None:
    """None when there is none any more, or its code opens nothing any more. It goes with its time."""
    row = Draft.objects.filter(key_hash=drafts.key_hash(secret, RECEIPT)).first()
    if row is None or not is_readable(row):
        return None
    drafts.drop_former(row)
    if row.updated_at <= now - KEPT_FOR:
        row.delete()
        return None
    kept = json.loads(row.content)
    try:
        code = seal(secret).decrypt(kept["code"]).decode()
    except InvalidToken:
        return None
    case = Case.objects.filter(pk=kept["case"], tracking_hash=tracking_code.hash_of(code)).first()
    return Receipt(case, code) if case else None


def close(secret: str) -> None:
    if secret:
        Draft.objects.filter(key_hash=drafts.key_hash(secret, RECEIPT)).delete()


def receipt_context(case: Case, code: str) -> dict[str, Any]:
    """For `participation/sending/receipt_sheet.html`, in the language at hand; on the portal and at the counter."""
    address = f"{settings.SITE_URL}{reverse('participation:track')}"
    return {
        "case": case,
        "code": code,
        "groups": code.split("-"),
        "address": address,
        # What follows # stays in the browser of whoever scans: no server, log or Referer ever sees the code.
        "qr": qr_code(f"{address}#{code}"),
        "entered": [line for event in case.events.filter(kind=EventKind.FILED) for line in sentences(event)],
        "explanation": explain(case),
        "remedy": next_remedy(case, case.due_on),
        "mail_waits": any(contact.waits_for_confirmation for contact in Contact.objects.filter(case=case)),
    }


def qr_code(text: str) -> QrCode:
    """One path of horizontal strokes, one unit high, that an SVG fills."""
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    drawing.add_data(text)
    rows = drawing.get_matrix()
    strokes = [
        f"M{start} {y}h{end - start}v1h{start - end}z" for y, row in enumerate(rows) for start, end in dark_runs(row)
    ]
    return QrCode("".join(strokes), len(rows))


def dark_runs(row: list[bool]) -> list[tuple[int, int]]:
    """Start and end of each run of dark modules."""
    edges = [x for x, (before, here) in enumerate(zip([False, *row], [*row, False], strict=True)) if before != here]
    return list(zip(edges[::2], edges[1::2], strict=True))
