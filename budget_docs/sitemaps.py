"""What search engines may find of the budget, in every language."""

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from budget_docs.documents import library
from budget_docs.models import Budget, BudgetDocument
from tetouan_portal.lib.sitemaps import InEveryLanguage


class PageSitemap(InEveryLanguage):
    def items(self):
        return ["budget:library", "budget:data", "budget:glossary"]

    def location(self, item):
        return reverse(item)


class YearSitemap(InEveryLanguage):
    def items(self):
        return library.years()

    def location(self, item):
        return reverse("budget:year", args=[item])


class LinesSitemap(InEveryLanguage):
    def items(self):
        published = Budget.objects.live(now=timezone.now()).order_by("-fiscal_year__year")
        return list(published.values_list("fiscal_year__year").annotate(newest=Max("publish_at")))

    def location(self, item):
        return reverse("budget:lines", args=[item[0]])

    def lastmod(self, item):
        return item[1]


class DocumentSitemap(InEveryLanguage):
    def items(self):
        documents = BudgetDocument.objects.live(now=timezone.now())
        return documents.order_by("slug").only("slug", "publish_at")

    def lastmod(self, item):
        return item.publish_at


SITEMAPS = {
    "budget": PageSitemap,
    "budget-years": YearSitemap,
    "budget-lines": LinesSitemap,
    "budget-documents": DocumentSitemap,
}
