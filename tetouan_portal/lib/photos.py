"""A photo that a citizen sends: drawn anew, so that neither the place nor the camera nor anything else comes along."""

import hashlib
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib import security_events, uploads
from tetouan_portal.lib.inspection.cell import examine_all_apart
from tetouan_portal.lib.inspection.contents import PICTURE, Examined
from tetouan_portal.lib.inspection.kinds import reason_against
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.throttle import Throttle
from tetouan_portal.lib.turns import BusyError, Turns

# Each is decoded and drawn anew. A cybercafé full of people stays below both, a program does not.
PACE = Throttle("photos", limit=150, per=3600)  # of one address
SECONDS = Throttle("milliseconds of photos", limit=180_000, per=3600)  # of a processor, for one address; most take 300
OF_A_POST = 0.9  # seconds of a processor for all photos of one post: four of most telephones, or one of the dearest
TURNS = Turns("photos", places=2, waiting=2, patience=10)  # of posts: half of the web server's threads at most
MAX_SIDE = 1600  # pixels: enough to see a broken lamp, little enough for a slow line
SENTENCES = uploads.SENTENCES | {
    "no_photo": _("Only photos can be sent: JPEG, PNG, WebP, HEIC or AVIF."),
    "too_heavy": _("The photo takes too long to check. Send a smaller one."),
    "together": _("Together with those before it this photo takes too long to check. Send it by itself."),
    "busy": _("Many photos are being checked at this moment. Add this one again in a minute."),
    "too_fast": _("Very many photos came over this connection within an hour. Add yours later, or send without it."),
}
OUR_OWN = {"busy", "together"}  # limits that nobody did wrong to reach
SAID_OF_PICTURES = {"moving_picture"}  # the other sentences advise to send a document


class Photo(NamedTuple):
    content: bytes
    content_type: str  # image/jpeg, image/png or image/webp
    width: int
    height: int
    sha256: str


def photos_of_post(files: list[UploadedFile], *, sender: str) -> list[Photo | ValidationError]:
    """For each file of one post, in their order, the photo, or a sentence (a code of SENTENCES) for who sends it.

    `sender` is an address (`throttle.client_address`), on whose account they go.
    """
    found = [good_enough_to_look_at(file, sender) for file in files]
    drawn = iter(drawn_anew([one for one in found if isinstance(one, bytes)], sender))
    return [next(drawn) if isinstance(one, bytes) else one for one in found]


def drawn_anew(contents: list[bytes], sender: str) -> list[Photo | ValidationError]:
    if not contents:
        return []
    spend = partial(put_on_account, sender)
    try:
        with TURNS.one():
            answers = examine_all_apart(contents, max_side=MAX_SIDE, processor=OF_A_POST, tell=spend)
    except BusyError:
        return [refusal("busy") for _one in contents]
    return [drawn_photo(answer, is_first=number == 0) for number, answer in enumerate(answers)]


def drawn_photo(answer: Examined | Refused, *, is_first: bool) -> Photo | ValidationError:
    if isinstance(answer, Refused):
        is_alone = is_first or answer.code != "too_heavy"
        return refusal(answer.code if is_alone else "together", **answer.params)
    if not (answer.content and answer.size):
        return refusal("unchecked")
    return Photo(answer.content, answer.content_type, *answer.size, hashlib.sha256(answer.content).hexdigest())


def put_on_account(sender: str, seconds: float) -> None:
    SECONDS.counted(sender, add=round(seconds * 1000))


def good_enough_to_look_at(uploaded: UploadedFile, sender: str) -> bytes | ValidationError:
    size = uploaded.size or 0
    if size > settings.PHOTO_MAX_BYTES:
        limit = round(settings.PHOTO_MAX_BYTES / 1024 / 1024)
        return refusal("too_large", size=round(size / 1024 / 1024, 1), limit=limit)
    content = uploaded.read()
    if not content:
        return refusal("empty")
    if not PICTURE.match(content):
        reason = reason_against(content)
        return refusal(reason if reason in SAID_OF_PICTURES else "no_photo")
    if SECONDS.count(sender) >= SECONDS.limit or not PACE.allows(sender):
        return refusal("too_fast")
    return content


def refusal(code: str, **params: float | str) -> ValidationError:
    if code not in OUR_OWN:
        security_events.record("flood" if code == "too_fast" else "file_refused", detail=code)
    return ValidationError(SENTENCES[code], code=code, params=params)
