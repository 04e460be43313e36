"""The words of absence, everywhere the same: in pages, PDF, cards and data. A builtin library."""

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.absence import Kind, as_absence
from tetouan_portal.templatetags.portal import day, one_of

register = template.Library()
LOOKED = _("looked for and not found")
SENTENCES = {
    Kind.NOT_TAKEN_UP: _("not yet taken up in this portal"),
    Kind.NOT_FOUND: _("looked for on %(date)s and not found"),
    Kind.SAID_NOT_TO_EXIST: _("said by the source not to exist"),
    Kind.EXPECTED_SINCE: _("expected since %(date)s and not received here"),
    Kind.NOT_DUE_YET: _("due by %(date)s"),
    Kind.ELSEWHERE: _("published elsewhere"),
    Kind.NO_ADDRESS: _("no address of the text is recorded here"),
}


@register.inclusion_tag("components/absence.html")
def absence(one, *, brief=False, **values):
    """One of `lib.absence`, or a kind's name with its values. `brief`: the state alone, without its where and who."""
    return {"absence": as_absence(one)._replace(**values), "brief": brief}


@register.filter
def absence_words(one):
    """The state as a phrase that agrees with no noun beside it."""
    one = as_absence(one)
    sentence = LOOKED if one.kind == Kind.NOT_FOUND and not one.on else SENTENCES[one.kind]
    return sentence % {"date": strip_tags(day(one.on))}


@register.filter
def whereabouts(one):
    """The address that goes with it; of what nobody has taken up, the municipality's own site."""
    if one.kind == Kind.NOT_TAKEN_UP and not one.address:
        return settings.MUNICIPALITY.get("website", "")
    return one.address


@register.filter
def host(address):
    """example.org, of https://www.example.org/path."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


@register.filter
def leads_to_a_text(address):
    """Whether an address is that of a text: a newspaper's front page shows another one tomorrow."""
    parts = urlsplit(address or "")
    return bool(parts.path.strip("/") or parts.query)


@register.filter
def whose(name):
    """A name as it is given, or in the reader's language where there are several."""
    return name if isinstance(name, str) else one_of(name)
