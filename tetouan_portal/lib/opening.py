"""The day on which the Commune opens the portal: from then on silence counts."""

import datetime

from django.conf import settings


def opened_by(on: datetime.date) -> datetime.date | None:
    """That day, once it has come; None before it, and while nobody has set one."""
    opened_on = settings.PORTAL_OPENED_ON
    return opened_on if opened_on and opened_on <= on else None
