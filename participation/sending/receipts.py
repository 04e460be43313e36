"""The receipt: reference, secret code, date of the answer. Kept for half an hour, for the browser that sent.

In the place of the draft stands {"case", "code", "version"}; the code is sealed with the browser's own secret, so that
it is written nowhere but on the receipt.
"""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import qrcode
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.urls import reverse
from qrcode.constants import ERROR_CORRECT_M

from participation.case import tracking_code
from participation.case.filing import Filed
from participation.law.event_sentences import sentences
from participation.law.explanations import explain
from participation.law.remedies import next_remedy
from participation.models import Case, Draft, EventKind
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


def keep(draft: Draft, filed: Filed, *, secret: str, version: str) -> None:
    """Instead of the draft, and of the receipt before it."""
    key = drafts.key_hash(secret, RECEIPT)
    Draft.objects.filter(key_hash=key).delete()
    draft.key_hash = key
    code = seal(secret).encrypt(filed.code.encode()).decode()
    draft.content = json.dumps({"case": filed.case.pk, "code": code, "version": version})
    draft.save(update_fields=["key_hash", "content", "updated_at"])


def is_of(row: Draft, version: str) -> bool:
    """Whether the draft that was sent stood at this version."""
    return json.loads(row.content)["version"] == version


def find(secret: str, *, now: datetime) -> Receipt | None:
    """None when there is none any more, or its code opens nothing any more."""
    row = Draft.objects.filter(key_hash=drafts.key_hash(secret, RECEIPT), updated_at__gt=now - KEPT_FOR).first()
    if row is None or not is_readable(row):
        return None
    kept = json.loads(row.content)
    try:
        code = seal(secret).decrypt(kept["code"]).decode()
    except InvalidToken:
        return None
    case = Case.objects.filter(pk=kept["case"], tracking_hash=tracking_code.hash_of(code)).first()
    return Receipt(case, code) if case else None


def close(secret: str) -> None:
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
