"""What an author has typed and not yet sent.

A draft is found by a secret in a cookie of the author's browser, and by what is being sent: whoever writes a complaint
and a suggestion in two windows has two drafts. Its content is JSON: {"message": {…}, "author": {…}}, the fields of the
two steps as they were typed.

A secret may have been put into the browser by another, or copied out of it. So none is good that was not made here, and
each post gets a new one: what was typed stands in a new draft, under the new secret alone. A slow line may lose the
answer that carries it. Until the browser has shown the new secret once, the former finds the former draft, as it was
before the post, and the post can be repeated from there: nobody who knows the former reads what was typed since. With
the first request that shows the new one the former draft is gone. The same post of the same page gets the same secret,
which only the portal computes: a double click ends at one draft.

How many there are is bounded (`DRAFTS_MAX`, and of each what a lost answer leaves), and so is each by what its fields
hold. Where there is no room nothing new is begun; nobody's draft goes to make some, for it may be an honest one. A
receipt takes the place of its draft: what was begun can be sent.
"""

import hashlib
import json
import logging
import secrets
from datetime import datetime
from itertools import chain, repeat

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from participation.case.erasure import delete_photos
from participation.models import Draft, Photo
from tetouan_portal.lib.encryption import is_readable
from tetouan_portal.lib.photos import Photo as Picture
from tetouan_portal.lib.photos import photos_of_post
from tetouan_portal.lib.throttle import Throttle
from tetouan_portal.stored_files.models import Reason

logger = logging.getLogger(__name__)
OUTDATED_AT_ONCE = 50  # go when room is looked for: the night takes the others
UNSEEN_MAX = 3  # drafts that go on from one: posts whose answers were lost, each other than the last
TOLD_FULL = Throttle("told that drafts are full", limit=1, per=3600)


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def key_hash(secret: str, what: str) -> str:
    """`what`: a kind of case, or "receipt"."""
    return hashlib.sha256(f"{what}\n{secret}".encode()).hexdigest()


def successor_of(secret: str, *post: str) -> str:
    """The secret after `secret`, for one post: nobody else computes it, and the same post has the same again."""
    return salted_hmac("participation.draft", "\n".join([secret, *post]), algorithm="sha256").hexdigest()


def find(secret: str, kind: str, *, now: datetime) -> Draft | None:
    """None, too, for a secret that was not made here. What went before the draft found is gone from now on.

    And none where no key opens it: its author begins again rather than meet an error at every step.
    """
    if not secret:
        return None
    known = Draft.objects.filter(key_hash=key_hash(secret, kind), updated_at__gt=now - settings.DRAFTS_KEPT_FOR)
    draft = known.first()
    if draft is None or not is_readable(draft):
        return None
    drop_former(draft)
    return draft


@transaction.atomic
def drop_former(draft: Draft) -> None:
    """The browser has shown the draft's secret: the one before it is good for nothing any more."""
    if draft.former_id is None:
        return
    former = Draft.objects.select_for_update().filter(pk=draft.former_id).first()
    if former:
        former.photos.update(draft=draft)
        former.delete()
    draft.former = None


def content_of(draft: Draft | None, step: str) -> dict[str, str] | None:
    """None where the step was not reached."""
    return json.loads(draft.content).get(step) if draft else None


@transaction.atomic
def begin(kind: str, step: str, values: dict[str, str]) -> tuple[Draft, str]:
    """A draft, and the secret by which it is found."""
    secret = new_secret()
    return Draft.objects.create(key_hash=key_hash(secret, kind), content=in_json({step: values})), secret


@transaction.atomic
def go_on(
    draft: Draft, secret: str, kind: str, step: str, values: dict[str, str], *, page: str = ""
) -> tuple[Draft, str]:
    """What was typed in a step in the place of what was, in a draft after this one, and its secret.

    `page`: what only the page that was posted holds.
    """
    former = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if former is None:  # erased or gone on from at this moment
        return begin(kind, step, values)
    content = in_json({**json.loads(former.content), step: values})
    fresh = successor_of(secret, kind, page, content)
    key = key_hash(fresh, kind)
    known = former.successors.filter(key_hash=key).first()
    if known:
        return known, fresh
    for surplus in former.successors.order_by("-pk")[UNSEEN_MAX - 1 :]:
        discard(surplus, Reason.ABANDONED)
    return Draft.objects.create(key_hash=key, content=content, former=former), fresh


def locked(draft: Draft | None) -> Draft | None:
    """Until the end of the transaction; None where it was sent or erased meanwhile."""
    if draft is None:
        return None
    return Draft.objects.select_for_update().filter(pk=draft.pk, key_hash=draft.key_hash).first()


def in_json(content: dict[str, dict[str, str]]) -> str:
    return json.dumps(content, ensure_ascii=False)


def open_draft(secret: str, kind: str, *, now: datetime) -> Draft:
    """For a `secret` of our own making. Locked until the end of the transaction; an empty one where there was none."""
    drafts, key = Draft.objects.select_for_update(), key_hash(secret, kind)
    draft, is_new = drafts.get_or_create(key_hash=key, defaults={"content": "{}"})
    if not is_new and draft.updated_at <= now - settings.DRAFTS_KEPT_FOR:
        discard(draft, Reason.TIME_OVER)
        draft = Draft.objects.create(key_hash=key, content="{}")
    elif not is_readable(draft):
        draft.content = "{}"
    return draft


def photos_of(draft: Draft) -> QuerySet[Photo]:
    """Its own, and those of what it goes on from."""
    return Photo.objects.filter(draft__in=[draft.pk, draft.former_id])


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


def add_photos(draft: Draft, files: list[UploadedFile], *, sender: str) -> list[tuple[str, ValidationError]]:
    """Each is kept as soon as it is good, whatever becomes of the form; the names of the others, and why.

    No more are looked into than one message may have, alike or not.
    """
    looked_into = files[: settings.PHOTOS_MAX] if has_room_for_photos(draft) else []
    refused = []
    found = photos_of_post(looked_into, sender=sender)
    for file, picture in zip(files, chain(found, repeat(too_many())), strict=False):
        try:
            if isinstance(picture, ValidationError):
                raise picture
            keep_photo(draft, picture)
        except ValidationError as error:
            refused.append((file.name or "", error))
    return refused


def keep_photo(draft: Draft, picture: Picture) -> Photo:
    """Raises ValidationError."""
    with transaction.atomic():
        if not Draft.objects.select_for_update().filter(pk=draft.pk, key_hash=draft.key_hash).exists():
            raise ValidationError(_("The message was sent or erased meanwhile."), code="gone")
        known = photos_of(draft).filter(sha256=picture.sha256).first()
        if not (known or has_room_for_photos(draft)):
            raise too_many()
        return known or Photo.objects.keep(picture, draft=draft)


def has_room_for_photos(draft: Draft) -> bool:
    return photos_of(draft).count() < settings.PHOTOS_MAX


def too_many() -> ValidationError:
    return ValidationError(
        _("Up to %(limit)s photos are accepted. Remove one to add another."),
        code="too_many",
        params={"limit": settings.PHOTOS_MAX},
    )


def remove_photo(draft: Draft, key: str) -> None:
    """Nothing where the draft has no photo of this key, which a browser sends."""
    here = [photo.pk for photo in photos_of(draft) if str(photo.key) == key]
    delete_photos(photos_of(draft).filter(pk__in=here), Reason.TAKEN_OUT)


def version(draft: Draft) -> str:
    """Another one as soon as something was changed: what is sent is what was read."""
    photos = sorted(str(photo.key) for photo in photos_of(draft))
    return hashlib.sha256("\n".join([draft.content, *photos]).encode()).hexdigest()


@transaction.atomic
def discard(draft: Draft, why: Reason) -> None:
    """With what went on from it unseen."""
    for successor in draft.successors.all():
        discard(successor, why)
    delete_photos(draft.photos.all(), why)
    draft.delete()
