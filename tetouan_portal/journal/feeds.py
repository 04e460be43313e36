"""The newest lines for feed readers."""

from collections.abc import Iterator

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.journal.models import By, JournalLine, Kind
from tetouan_portal.journal.words import in_languages
from tetouan_portal.lib.feeds import NEWEST, Entry, PortalFeed
from tetouan_portal.lib.languages import LANGUAGE_CODES, best_text, in_every_language

WHAT = pgettext_lazy("journal", "%(title)s: %(kind)s")


class NewestLines(PortalFeed):
    title = _("Public journal")
    subtitle = _("Public acts, in the order in which they became public.")
    link = reverse_lazy("journal:journal")

    def entries(self) -> Iterator[Entry]:
        for line in JournalLine.objects.order_by("-number")[:NEWEST]:
            told = line.told
            titles = in_languages(line, told["title"])
            kinds, sides = in_every_language(Kind(told["kind"]).label), in_every_language(By(told["by"]).label)
            words = in_every_language(WHAT)
            yield Entry(
                title={
                    code: words[code] % {"title": best_text(titles, code)[0] or told["about"], "kind": kinds[code]}
                    for code in LANGUAGE_CODES
                },
                summary=in_languages(line, told["reason"]) or sides,
                address=line.get_absolute_url(),
                published_at=line.at,
                updated_at=line.at,
                is_demo=told["demonstration"],
            )
