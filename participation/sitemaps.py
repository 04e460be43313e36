"""What search engines may find of participation, in every language."""

from django.urls import reverse

from participation.models import Case
from participation.published import public_cases
from tetouan_portal.lib.sitemaps import InEveryLanguage

NEWEST = 1000  # in every language: the list leads to the older ones


class PageSitemap(InEveryLanguage):
    def items(self):
        return ["participation:cases", "participation:statistics"]

    def location(self, item):
        return reverse(item)


class CaseSitemap(InEveryLanguage):
    def items(self):
        rows = public_cases.live_cases().values_list("case_id", "case__received_at", "published_at", named=True)
        return rows[:NEWEST]

    def location(self, item):
        reference = Case(pk=item.case_id, received_at=item.case__received_at).reference
        return reverse("participation:case", args=[reference])

    def lastmod(self, item):
        return item.published_at


SITEMAPS = {"participation": PageSitemap, "cases": CaseSitemap}
