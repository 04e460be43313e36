"""What search engines may find of the budget, in every language."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from budget_docs import explorer, library
from budget_docs.models import BudgetDocument


class InEveryLanguage(Sitemap):
    i18n = alternates = x_default = True


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
        return explorer.years_with_lines(now=timezone.now())

    def location(self, item):
        return reverse("budget:lines", args=[item])


class DocumentSitemap(InEveryLanguage):
    def items(self):
        documents = BudgetDocument.objects.published(now=timezone.now()).filter(withdrawn_at=None)
        return documents.order_by("slug").only("slug")


SITEMAPS = {
    "budget": PageSitemap,
    "budget-years": YearSitemap,
    "budget-lines": LinesSitemap,
    "budget-documents": DocumentSitemap,
}
