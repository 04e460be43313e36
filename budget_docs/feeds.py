"""New documents for feed readers, in the reader's language."""

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budget_docs import library
from budget_docs.models import BudgetDocument
from tetouan_portal.lib.languages import best_text

NEWEST = 30


class NewestDocuments(Feed):
    feed_type = Atom1Feed
    title = _("Tétouan, open commune: new budget documents")
    subtitle = _("Budgets and accounts of the Commune of Tétouan, as they are published.")
    link = reverse_lazy("budget:library")

    def items(self):
        documents = BudgetDocument.objects.filter(withdrawn_at=None)
        return library.documents_of(documents, now=timezone.now(), limit=NEWEST)

    def item_title(self, item):
        title = words(item["title"])
        return _("%(title)s (demonstration)") % {"title": title} if item["is_demo"] else title

    def item_description(self, item):
        return words(item["summary"]) or f"{words(item['type'])} {item['year']}"

    def item_link(self, item):
        return reverse_lazy("budget:document", args=[item["slug"]])

    def item_pubdate(self, item):
        return item["publish_at"]


def words(by_language):
    return best_text(by_language, get_language())[0]
