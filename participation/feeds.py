"""Newly published cases for feed readers, in the reader's language."""

from django.contrib.syndication.views import Feed
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation import public_cases
from tetouan_portal.lib.languages import best_text

NEWEST = 30


class NewestCases(Feed):
    feed_type = Atom1Feed
    title = _("Tétouan, open commune: what citizens say, and the answers")
    subtitle = _("Observations, suggestions, complaints and requests that their authors agreed to publish.")
    link = reverse_lazy("participation:cases")

    def items(self):
        return public_cases.listed(public_cases.visible(), length=NEWEST)

    def item_title(self, item):
        title = words(item["title"])
        return _("%(title)s (demonstration)") % {"title": title} if item["is_demo"] else title

    def item_description(self, item):
        return words(item["answer"]) or words(item["text"])

    def item_link(self, item):
        return reverse("participation:case", args=[item["reference"]])

    def item_pubdate(self, item):
        return item["published_at"]


def words(by_language):
    return best_text(by_language, get_language())[0]
