"""Mails that come back: a delivery status notification (RFC 3464) marks its letter, and everything else is ignored."""

import re
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from participation.models import CaseLetter, CaseLetterState

LONGEST = 2_000_000  # bytes: a returned mail of ours has some thousands
OURS = re.compile(r"<([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})@[^<>\s]{1,255}>")
STATUS = re.compile(r"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
FAILED = re.compile(r"^Action:\s*failed", re.IGNORECASE | re.MULTILINE)


class Notice(NamedTuple):
    key: UUID
    status: str


def record(content: bytes) -> str:
    """bounced, unknown (no letter of ours), or ignored (no failed delivery)."""
    notice = read(content)
    if notice is None:
        return "ignored"
    letters = CaseLetter.objects.filter(key=notice.key, state=CaseLetterState.SENT)
    now = timezone.now()
    failed = {"failure": notice.status, "failed_at": now}
    marked = letters.update(state=CaseLetterState.BOUNCED, bounced_at=now, **failed)
    return "bounced" if marked else "unknown"


def read(content: bytes) -> Notice | None:
    if len(content) > LONGEST:
        return None
    parts = list(message_from_bytes(content).walk())
    status = "\n".join(text_of(part) for part in parts if part.get_content_type() == "message/delivery-status")
    returned = "\n".join(text_of(part) for part in parts if part.get_content_type() in RETURNED)
    found, code = OURS.search(returned), STATUS.search(status)
    if not (FAILED.search(status) and found):
        return None
    return Notice(UUID(found[1]), code[1] if code else "5.0.0")


RETURNED = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}


def text_of(part: Message) -> str:
    """Of a part that holds messages itself, their headers and all."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(inner.as_string() for inner in payload if isinstance(inner, Message))
    decoded = part.get_payload(decode=True)
    return decoded.decode(errors="replace") if isinstance(decoded, bytes) else ""
