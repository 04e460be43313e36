"""Whether a stored file may be served, where a virus scanner is set up (`CLAMAV_ADDRESS`)."""

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib import clamav

logger = logging.getLogger(__name__)


class Scan(models.TextChoices):
    """What the scanner said."""

    NONE = "none", _("no scanner set up")
    WAITING = "waiting", _("waiting for the virus scanner")
    CLEAN = "clean", _("no virus found")
    INFECTED = "infected", _("infected")


SERVED = [Scan.NONE, Scan.CLEAN]


def scan_file(file: File) -> Scan:
    """What the scanner says of a new file; while it is away the file waits and nobody else gets it.

    Raises ValidationError (`infected`).
    """
    if not settings.CLAMAV_ADDRESS:
        return Scan.NONE
    try:
        virus = clamav.scan(file, settings.CLAMAV_ADDRESS)
    except clamav.ScannerAway as away:
        logger.warning("The virus scanner is away: %s", away)
        return Scan.WAITING
    if virus:
        raise ValidationError(
            _("The virus scanner refuses this file: %(virus)s."), code="infected", params={"virus": virus}
        )
    return Scan.CLEAN
