"""Atom feeds as RFC 4287 has them: who speaks, when each entry last changed, in which language each text is."""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.syndication.views import Feed
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.answer_headers import for_other_sites
from tetouan_portal.lib.languages import best_text

NEWEST = 30


class Entry(NamedTuple):
    """`updated_at`: the last change that a reader should hear of. `part`: what of the page the entry is about."""

    title: dict[str, str]
    summary: dict[str, str]
    address: str
    published_at: datetime.datetime
    updated_at: datetime.datetime
    is_demo: bool
    part: str = ""


class PortalAtom(Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Summaries are plain text; Django would call them HTML."""
        super().add_item_elements(handler, item | {"description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"xml:lang": item["summary_language"]})


@method_decorator(for_other_sites, "__call__")
class PortalFeed(Feed):
    """A feed in the reader's language; a subclass has title, subtitle and link, and tells its `entries`."""

    feed_type = PortalAtom
    author_name = _("Tétouan, open commune")

    def entries(self) -> Iterable[Entry]:
        raise NotImplementedError

    def items(self) -> list[Entry]:
        return sorted(self.entries(), key=lambda entry: entry.updated_at, reverse=True)[:NEWEST]

    def item_title(self, item: Entry) -> str:
        """An invented one says so, in the language that it is in."""
        title, language = best_text(item.title, get_language() or "")
        if not item.is_demo:
            return title
        with override(language):
            return gettext("%(title)s (demonstration)") % {"title": title}

    def item_description(self, item: Entry) -> str:
        return best_text(item.summary, get_language() or "")[0]

    def item_extra_kwargs(self, item: Entry) -> dict[str, str]:
        language = get_language() or ""
        title, summary = (best_text(text, language)[1] for text in (item.title, item.summary))
        return {"language": title, "summary_language": summary}

    def item_link(self, item: Entry) -> str:
        return f"{item.address}#{item.part}" if item.part else item.address

    def item_pubdate(self, item: Entry) -> datetime.datetime:
        return item.published_at

    def item_updateddate(self, item: Entry) -> datetime.datetime:
        return item.updated_at
