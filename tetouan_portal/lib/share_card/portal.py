"""What all cards of the portal say, and the one for pages that have no figures of their own."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language, gettext

from tetouan_portal.lib.languages import best_text
from tetouan_portal.lib.share_card.card import Card
from tetouan_portal.lib.share_card.words import Words


def card(title: Mapping[str, str] | str, *, is_demo: bool = False, **parts: Any) -> Card:
    """A card in the active language; `title` is a text of every language or a text of this one."""
    language = get_language() or settings.LANGUAGE_CODE
    words = Words(title, language) if isinstance(title, str) else Words(*best_text(title, language))
    return Card(
        language=language,
        site=gettext("Tétouan, open commune"),
        title=words,
        address=urlsplit(settings.SITE_URL).netloc,
        demonstration=gettext("Demonstration data") if is_demo else "",
        **parts,
    )


def portal_card() -> Card:
    return card(
        gettext("What was promised, is it kept, and what proves it?"),
        facts=(gettext("Declared by the municipality"), gettext("Assessed by the monitor")),
    )
