"""What all sitemaps of the portal share."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap


class InEveryLanguage(Sitemap):
    """Each address in every language; whoever reads none of them is sent where the pages themselves say."""

    i18n = alternates = True

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        urls = super()._urls(page, protocol, domain)  # type: ignore[misc]  # the stubs leave it out
        for url in urls:
            own = next(one for one in url["alternates"] if one["lang_code"] == settings.LANGUAGE_CODE)
            url["alternates"].append({"location": own["location"], "lang_code": "x-default"})
        return urls
