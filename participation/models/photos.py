"""Photos that citizens send: drawn anew on arrival, without place and camera."""

import logging
import uuid

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.models.cases import Case
from participation.models.drafts import Draft
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.passing import is_without_room
from tetouan_portal.lib.personal_data import PersonalData
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.queue import kind_of
from tetouan_portal.stored_files.folders import in_folder

logger = logging.getLogger(__name__)
NO_ROOM = _("The portal has no room for this photo just now. Send your message without it, or add it later.")


@in_folder("participation")
def photo_path(photo, filename):
    """Unguessable, and nothing of what the author's telephone called it."""
    return str(photo.key)


class PhotoQuerySet(PublicRows):
    def live(self):
        """Those that the desk shows with a case that is on the public pages now."""
        published = apps.get_model("participation", "PublishedCase").objects.live()
        return self.filter(is_public=True, case__published__in=published)


class PhotoManager(models.Manager.from_queryset(PhotoQuerySet)):
    def keep(self, picture, **owner):
        """The file and its row. `picture`: a `lib.photos.Photo`; `owner`: the case or the draft. Raises `no_room`."""
        photo = self.model(
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            size=len(picture.content),
            sha256=picture.sha256,
            **owner,
        )
        try:
            photo.file.save("", ContentFile(picture.content), save=False)
        except OSError as error:
            if not is_without_room(error):
                raise
            logger.error("There is no room for a photo: %s", kind_of(error))  # noqa: TRY400 -- its place says nothing
            raise ValidationError(NO_ROOM, code="no_room") from error
        photo.save(force_insert=True)
        return photo


class Photo(Demonstrable):
    """A photo of an author, drawn anew without its metadata; of a draft until that is sent."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="photos")
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, blank=True, related_name="photos")
    file = models.FileField(_("photo"), upload_to=photo_path)
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_public = models.BooleanField(_("shown with the published case"), default=False)
    alternative_text = models.CharField(_("description of the picture"), max_length=300, blank=True)

    objects = PhotoManager()

    personal_data = PersonalData(
        fields=(
            "file",
            "alternative_text",
        ),
        whose=_("authors who sent photos"),
        purpose=_("To show what the case is about."),
        seen_by=_("the desk’s officers for this kind of case, and the author with the tracking code"),
        kept=_("as long as the case’s message; without place, date and camera from the beginning"),
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="photo_of_a_case_or_a_draft",
                condition=Q(case__isnull=False, draft__isnull=True) | Q(case__isnull=True, draft__isnull=False),
            ),
            models.CheckConstraint(
                name="photo_public_only_with_a_case", condition=Q(is_public=False) | Q(case__isnull=False)
            ),
        ]

    def __str__(self):
        return str(self.pk)
