"""What the public journal tells of the rule: that a side changed it, and why."""

from django.urls import reverse
from django.utils.translation import gettext, override

from tetouan_portal.journal.models import By, Kind
from tetouan_portal.journal.subjects import Subject
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.own_words.models import OwnWords


def titles(_row: OwnWords) -> dict[str, str]:
    told = {}
    for code in LANGUAGE_CODES:
        with override(code):
            told[code] = gettext("Who publishes what was written")
    return told


SUBJECTS = {
    OwnWords: Subject(
        kind=Kind.AMENDED,
        page=lambda _row: reverse("pages:about"),
        by=lambda row: By(row.side),
        rows=lambda _now: OwnWords.objects.filter(may_publish=True),
        facts=("side", "may_publish"),
        title=titles,
    )
}
