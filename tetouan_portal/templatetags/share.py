"""What a page tells beyond its reader: browsers, those to whom its address is sent, those who hold it on paper."""

import html

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language

from tetouan_portal.lib.palette import palette
from tetouan_portal.lib.share_card import SIZE, can_shape, portal_card, version
from tetouan_portal.templatetags.portal import permanent_address, this_page_in

register = template.Library()


@register.simple_block_tag
def as_plain_text(content):
    """What stands between the tags without markup, on one line: for a title that is needed twice."""
    return " ".join(html.unescape(strip_tags(content)).split())


@register.simple_tag(takes_context=True)
def share_picture(context):
    """{"address", "width", "height", "description"} of the page's card, else of the portal's; None without any.

    A page's card stands beside it: card.png, under the page's own address.
    """
    if not can_shape():
        return None
    card = context.get("card")
    page = permanent_address(context, get_language()) if card else settings.SITE_URL + reverse("pages:about")
    card = card or portal_card()
    return {
        "address": f"{page}card.png?v={version(card)}",
        "width": SIZE[0],
        "height": SIZE[1],
        "description": card.description,
    }


@register.simple_tag(takes_context=True)
def paper_source(context):
    """{"address", "on"}: where a printed page comes from, with its filters, and the day that its words are of."""
    address = settings.SITE_URL + this_page_in(context, get_language())
    return {"address": html.unescape(address), "on": timezone.localdate()}


@register.filter
def locale(language):
    """fr_MA for fr, as Open Graph names a language."""
    return settings.BABEL_LOCALES[language]


@register.simple_tag
def theme_colours():
    """{"day", "night"}: what a browser's own bars are tinted with, the colour of the page's header."""
    return {"day": palette()["surface"], "night": palette(night=True)["surface"]}
