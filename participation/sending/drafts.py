"""What an author has typed and not yet sent.

A draft is found by a secret in a cookie of the author's browser, and by what is being sent: whoever writes a complaint
and a suggestion in two windows has two drafts. Its content is JSON: {"message": {…}, "author": {…}}, the fields of the
two steps as they were typed.

How many there are is bounded (`DRAFTS_MAX`), and so is each by what its fields hold. Where there is no room nothing new
is begun; nobody's draft goes to make some, for it may be an honest one. A receipt takes the place of its draft: what
was begun can be sent.
"""

import hashlib
import json
import logging
import secrets
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participation.case.erasure import delete_photos
from participation.models import Draft, Photo
from tetouan_portal.lib.encryption import is_readable
from tetouan_portal.lib.photos import citizen_photo
from tetouan_portal.lib.throttle import Throttle
from tetouan_portal.stored_files.models import Reason

logger = logging.getLogger(__name__)
OUTDATED_AT_ONCE = 50  # go when room is looked for: the night takes the others
TOLD_FULL = Throttle("told that drafts are full", limit=1, per=3600)


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def key_hash(secret: str, what: str) -> str:
    """`what`: a kind of case, or "receipt"."""
    return hashlib.sha256(f"{what}\n{secret}".encode()).hexdigest()


def find(secret: str, kind: str, *, now: datetime) -> Draft | None:
    """None also where no key opens it: its author begins again rather than meet an error at every step."""
    found = Draft.objects.filter(key_hash=key_hash(secret, kind), updated_at__gt=now - settings.DRAFTS_KEPT_FOR).first()
    return found if found and is_readable(found) else None


def content_of(draft: Draft | None, step: str) -> dict[str, str] | None:
    """None where the step was not reached."""
    return json.loads(draft.content).get(step) if draft else None


@transaction.atomic
def keep(secret: str, kind: str, step: str, values: dict[str, str], *, now: datetime) -> Draft:
    """Put what was typed in a step in the place of what was."""
    draft = open_draft(secret, kind, now=now)
    draft.content = json.dumps({**json.loads(draft.content), step: values}, ensure_ascii=False)
    draft.save(update_fields=["content", "updated_at"])
    return draft


def open_draft(secret: str, kind: str, *, now: datetime) -> Draft:
    """Locked until the end of the transaction; an empty one where there was none, or an outdated one."""
    drafts, key = Draft.objects.select_for_update(), key_hash(secret, kind)
    draft, is_new = drafts.get_or_create(key_hash=key, defaults={"content": "{}"})
    if not is_new and draft.updated_at <= now - settings.DRAFTS_KEPT_FOR:
        discard(draft, Reason.TIME_OVER)
        draft = Draft.objects.create(key_hash=key, content="{}")
    elif not is_readable(draft):
        draft.content = "{}"
    return draft


def has_room(*, now: datetime) -> bool:
    """For one more draft. Looks for room among the outdated, which nobody finds any more."""
    if Draft.objects.count() < settings.DRAFTS_MAX:
        return True
    forget_outdated(now=now)
    if Draft.objects.count() < settings.DRAFTS_MAX:
        return True
    if TOLD_FULL.allows("all"):
        logger.error(
            "There is no room for another draft: %s are kept. Nobody can begin a message.", settings.DRAFTS_MAX
        )
    return False


@transaction.atomic
def forget_outdated(*, now: datetime) -> None:
    outdated = Draft.objects.filter(updated_at__lte=now - settings.DRAFTS_KEPT_FOR)
    for draft in outdated.select_for_update(skip_locked=True)[:OUTDATED_AT_ONCE]:
        discard(draft, Reason.TIME_OVER)


def add_photo(draft: Draft, uploaded: UploadedFile, *, sender: str) -> Photo:
    """Kept as soon as it is good, whatever becomes of the form. Raises ValidationError."""
    insist_on_room(draft)
    picture = citizen_photo(uploaded, sender=sender)
    with transaction.atomic():
        if not Draft.objects.select_for_update().filter(pk=draft.pk, key_hash=draft.key_hash).exists():
            raise ValidationError(_("The message was sent or erased meanwhile."), code="gone")
        insist_on_room(draft)
        known = draft.photos.filter(sha256=picture.sha256).first()
        return known or Photo.objects.keep(picture, draft=draft)


def insist_on_room(draft: Draft) -> None:
    if draft.photos.count() >= settings.PHOTOS_MAX:
        raise too_many()


def too_many() -> ValidationError:
    return ValidationError(
        _("Up to %(limit)s photos are accepted. Remove one to add another."),
        code="too_many",
        params={"limit": settings.PHOTOS_MAX},
    )


def remove_photo(draft: Draft, key: str) -> None:
    """Nothing where the draft has no photo of this key, which a browser sends."""
    here = [photo.pk for photo in draft.photos.all() if str(photo.key) == key]
    delete_photos(draft.photos.filter(pk__in=here), Reason.TAKEN_OUT)


def version(draft: Draft) -> str:
    """Another one as soon as something was changed: what is sent is what was read."""
    photos = sorted(str(photo.key) for photo in draft.photos.all())
    return hashlib.sha256("\n".join([draft.content, *photos]).encode()).hexdigest()


@transaction.atomic
def discard(draft: Draft, why: Reason) -> None:
    delete_photos(draft.photos.all(), why)
    draft.delete()
