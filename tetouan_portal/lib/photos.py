"""A photo that a citizen sends: drawn anew, so that neither the place nor the camera nor anything else comes along."""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib import security_events, uploads
from tetouan_portal.lib.inspection.cell import examine_apart
from tetouan_portal.lib.inspection.contents import PICTURE
from tetouan_portal.lib.inspection.kinds import reason_against
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.throttle import Throttle
from tetouan_portal.lib.turns import BusyError, Turns

# Each is decoded and drawn anew. A cybercafé full of people stays below both, a program does not.
PACE = Throttle("photos", limit=150, per=3600)  # of one address
SECONDS = Throttle("milliseconds of photos", limit=180_000, per=3600)  # of a processor, for one address; most take 700
TURNS = Turns("photos", places=2, waiting=2, patience=10)  # half of the web server's threads at most
MAX_SIDE = 1600  # pixels: enough to see a broken lamp, little enough for a slow line
SENTENCES = uploads.SENTENCES | {
    "no_photo": _("Only photos can be sent: JPEG, PNG, WebP, HEIC or AVIF."),
    "too_heavy": _("The photo takes too long to check. Send a smaller one."),
    "busy": _("Many photos are being checked at this moment. Add this one again in a minute."),
    "too_fast": _("Very many photos came over this connection within an hour. Add yours later, or send without it."),
}
SAID_OF_PICTURES = {"moving_picture"}  # the other sentences advise to send a document


class Photo(NamedTuple):
    content: bytes
    content_type: str  # image/jpeg, image/png or image/webp
    width: int
    height: int
    sha256: str


def citizen_photo(uploaded: UploadedFile, *, sender: str) -> Photo:
    """Raises ValidationError (a code of SENTENCES) with a sentence for the person who sends it.

    `sender` is an address (`throttle.client_address`), on whose account it goes.
    """
    size = uploaded.size or 0
    if size > settings.PHOTO_MAX_BYTES:
        limit = round(settings.PHOTO_MAX_BYTES / 1024 / 1024)
        raise refusal("too_large", size=round(size / 1024 / 1024, 1), limit=limit)
    content = uploaded.read()
    if not content:
        raise refusal("empty")
    if not PICTURE.match(content):
        reason = reason_against(content)
        raise refusal(reason if reason in SAID_OF_PICTURES else "no_photo")
    if SECONDS.count(sender) >= SECONDS.limit or not PACE.allows(sender):
        raise refusal("too_fast")
    try:
        with TURNS.one():
            found = examine_apart(content, max_side=MAX_SIDE, tell=account_of(sender))
    except BusyError as error:
        raise refusal("busy") from error
    except Refused as refused:
        raise refusal(refused.code, **refused.params) from refused
    if not (found.content and found.size):
        raise refusal("unchecked")
    return Photo(found.content, found.content_type, *found.size, hashlib.sha256(found.content).hexdigest())


def account_of(sender: str) -> Callable[[float], object]:
    return lambda seconds: SECONDS.counted(sender, add=round(seconds * 1000))


def refusal(code: str, **params: float | str) -> ValidationError:
    if code != "busy":
        security_events.record("flood" if code == "too_fast" else "file_refused", detail=code)
    return ValidationError(SENTENCES[code], code=code, params=params)
