"""What came of asking an address of the web."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    ANSWERED = "answered", _("it answered")
    MISSING = "missing", _("its server says that there is nothing at this address")
    REFUSED = "refused", _("its server turns programs away or asks for a password: open it yourself")
    FAULT = "fault", _("its server reports a fault")
    NOT_ASKED = "not_asked", _("the portal does not ask such an address: open it yourself")
    NOT_PUBLIC = "not_public", _("its name leads to no public address")
    NO_NAME = "no_name", _("its name is not known")
    NO_CONNECTION = "no_connection", _("no connection could be made")
    NO_TRUST = "no_trust", _("its certificate is not valid")
    NOT_UNDERSTOOD = "not_understood", _("what came was no answer of a website")
    TOO_SLOW = "too_slow", _("no answer came in time")
    IN_CIRCLES = "in_circles", _("it leads on and on to other addresses")


class Unanswered(Exception):  # noqa: N818 -- no error: what the web is like
    """Why an address gave no answer."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome
