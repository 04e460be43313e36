"""Why a post is not taken, in words for a person."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "missing": _("Answer this question: it shows that a person is sending."),
    "wrong": _("That is not the answer. Here is another question."),
    "early": _("You were very quick. Wait a moment, then send again."),
    "expired": _("This page was open for too long. Nothing is lost: send again."),
    "used": _("This check was used already. Nothing is lost: send again."),
    "invalid": _("The check of this page failed. Nothing is lost: send again."),
    "stale": _("Very many messages are arriving, so the check takes longer now. Nothing is lost: send again."),
    "busy": _("Very many messages come from your connection. Wait an hour, or use another connection, and send again."),
}


def refusal(code: str) -> ValidationError:
    return ValidationError(SENTENCES[code], code=code)
