"""The pages of the roof, for search engines."""

from django.urls import reverse

from budget_docs.sitemaps import SITEMAPS as BUDGET_SITEMAPS
from commitments.sitemaps import SITEMAPS as COMMITMENT_SITEMAPS
from participation.sitemaps import SITEMAPS as PARTICIPATION_SITEMAPS
from tetouan_portal.lib.sitemaps import InEveryLanguage
from tetouan_portal.pages import guides

GUIDES = [guide.address_name for guide in guides.GUIDES]
PAGES = [
    "pages:home",
    "pages:about",
    *GUIDES,
    "pages:calendar",
    "journal:journal",
    "journal:verify",
    "pages:privacy",
    "pages:accessibility",
    "pages:legal",
]


class PageSitemap(InEveryLanguage):
    def items(self):
        return PAGES

    def location(self, item):
        return reverse(item)


SITEMAPS = {"pages": PageSitemap, **COMMITMENT_SITEMAPS, **BUDGET_SITEMAPS, **PARTICIPATION_SITEMAPS}
