"""Newly published cases for feed readers."""

from collections.abc import Iterator

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from participation.published import public_cases
from tetouan_portal.lib.feeds import NEWEST, Entry, PortalFeed


class NewestCases(PortalFeed):
    title = _("Tétouan, open commune: what citizens say, and the answers")
    subtitle = _("Observations, suggestions, complaints and requests that their authors agreed to publish.")
    link = reverse_lazy("participation:cases")

    def entries(self) -> Iterator[Entry]:
        for case in public_cases.list_cases(public_cases.live_cases(), length=NEWEST):
            yield Entry(
                title=case["title"],
                summary=case["answer"] if any(case["answer"].values()) else case["text"],
                address=reverse("participation:case", args=[case["reference"]]),
                published_at=case["published_at"],
                updated_at=case["published_at"],
                is_demo=case["is_demo"],
            )
