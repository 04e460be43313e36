"""The journal's part about a page, on that page. A builtin library."""

from django import template

from tetouan_portal.journal.chain import head
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.journal.subjects import without_language
from tetouan_portal.journal.words import show_lines

register = template.Library()
NEWEST = 3


@register.inclusion_tag("journal/part.html")
def journal_of(address):
    """The newest lines about the page at `address`, and the way to all of them."""
    about = without_language(address)
    lines = show_lines(JournalLine.objects.filter(about=about).order_by("-number")[:NEWEST])
    return {"lines": lines, "about": about}


@register.inclusion_tag("journal/head.html")
def journal_head():
    """The number and fingerprint of the last line."""
    return {"head": head()}
