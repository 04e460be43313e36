"""On a public page: that whoever wrote may have published it. A builtin library."""

from django import template
from django.utils.translation import gettext_lazy as _

from tetouan_portal.journal.models import By
from tetouan_portal.own_words.models import OwnWords

register = template.Library()
SENTENCES = {
    By.MUNICIPALITY: _("What the municipality writes may be published by whoever wrote it."),
    By.MONITOR: _("What the independent monitor writes may be published by whoever wrote it."),
}


@register.simple_tag
def who_publishes(*sides):
    """The sentences of those of the sides, or of all, that have set it so. One question to the database."""
    allowed = set(OwnWords.objects.filter(may_publish=True).values_list("side", flat=True))
    return [sentence for side, sentence in SENTENCES.items() if side in allowed and side in (sides or SENTENCES)]
