"""Tags and filters of every template (a builtin library).

Dates, numbers and decimals may come as values or as the strings of a JSON snapshot.
A text may be a translated field of a row or a dict {"ar": …, "fr": …, "es": …}.
"""

import datetime
import functools
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import nh3
from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, ngettext, npgettext
from markdown_it import MarkdownIt

from tetouan_portal.lib.digit_runs import isolate, run
from tetouan_portal.lib.languages import best_text, direction, texts
from tetouan_portal.lib.logo import HEIGHT, logo
from tetouan_portal.lib.stylesheet import stylesheet

register = template.Library()
markdown = MarkdownIt("commonmark", {"html": False})
POINTING = {"arrow-right", "chevron-right", "external-link"}  # drawn for reading from left to right
PROSE_TAGS = {"p", "ol", "ul", "li", "em", "strong", "a", "br", "h3", "h4", "blockquote"}


def babel_locale():
    return settings.BABEL_LOCALES[get_language() or settings.LANGUAGE_CODE]


def languages_of(thing, field):
    return thing[field] if isinstance(thing, dict) else texts(thing, field)


@register.simple_tag
def translated(thing, field):
    """The text in the reader's language; a text borrowed from another language is marked as such."""
    return one_of(languages_of(thing, field))


@register.filter
def one_of(by_language):
    """As `translated`, of a dict of languages."""
    text, language = best_text(by_language or {}, get_language())
    text = isolate(text)
    if not text or language == get_language():
        return text
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), text)


@register.filter
def plain(by_language):
    """The text alone, for an attribute or a title, where no mark of language fits."""
    return best_text(by_language or {}, get_language())[0]


register.filter("unbroken", isolate)  # ranges of years as runs


@functools.lru_cache(maxsize=1000)  # the same few texts are on every page
def rendered(text):
    return isolate(mark_safe(nh3.clean(markdown.render(text), tags=PROSE_TAGS)))  # noqa: S308 -- cleaned by nh3


@register.simple_tag
def prose(thing, field):
    """A translated Markdown text as paragraphs and lists, marked when borrowed from another language."""
    text, language = best_text(languages_of(thing, field) or {}, get_language())
    if not text:
        return ""
    body = rendered(text)
    if language == get_language():
        return body
    return format_html('<div lang="{}" dir="{}">{}</div>', language, direction(language), body)


@register.filter
def has_text(by_language):
    return any((by_language or {}).values())


def as_date(value):
    return datetime.date.fromisoformat(value[:10]) if isinstance(value, str) else value


@register.filter
def day(value):
    """3 غشت 2026, kept together in either direction; an em dash for no date."""
    return dated(value, "long")


@register.filter
def month(value):
    """Month precision, as OGP gives it: يونيو 2023."""
    return dated(value, "MMMM y" if get_language() != "es" else "MMMM 'de' y")


def dated(value, pattern):
    if not value:
        return "—"
    date = as_date(value)
    words = format_date(date, pattern, locale=babel_locale())
    if get_language() == "fr" and words.startswith("1 "):
        words = f"1er{words[1:]}"  # French says "1er janvier"; CLDR's pattern does not
    return format_html('<time datetime="{}">{}</time>', date.isoformat()[:10], words)


@register.simple_tag
def colon(label=""):
    """The colon after a label: French sets it off by a space that does not break. A question has its own mark."""
    if str(label).endswith(("?", "؟")):
        return ""
    return "\u00a0:" if get_language() == "fr" else ":"


@register.simple_tag
def comma():
    """The comma between things that are listed: ، in Arabic."""
    return "،" if get_language() == "ar" else ","


@register.filter
def number(value):
    """1.234,5 in Arabic and Spanish, 1 234,5 in French; exact, without padding zeros."""
    if value in (None, ""):
        return "—"
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return value
    shown = grouped(abs(exact).normalize(), "#,##0.####")
    return run(f"−{shown}") if exact < 0 else shown


def grouped(exact, pattern):
    """French groups by a narrow space, which is no space at all in the report's typeface: a no-break one instead."""
    return format_decimal(exact, format=pattern, locale=babel_locale()).replace("\u202f", "\u00a0")


@register.filter
def money(amount):
    """477 662 600 DH: centimes only where there are any; "—" where the source says nothing.

    `amount`: a number, or one as JSON keeps it exact.
    """
    if amount is None:
        return "—"
    amount = Decimal(amount)
    return signed_money(amount) if amount < 0 else in_dirhams(in_figures(amount))


@register.filter
def signed_money(amount):
    """+12 DH or −12 DH: a difference. In Arabic the sign stands before the figures, to their left."""
    if amount is None:
        return "—"
    sign = {1: "+", -1: "−", 0: ""}[(amount > 0) - (amount < 0)]
    return format_html(in_dirhams("{}"), run(f"{sign}{in_figures(abs(amount))}"))


def in_figures(amount):
    exact = Decimal(str(amount))
    return grouped(exact, "#,##0" if exact == exact.to_integral() else "#,##0.00")


def plain_money(amount):
    """For a sentence that is no HTML."""
    return in_dirhams(in_figures(amount))


def in_dirhams(figures):
    return gettext("%(amount)s MAD") % {"amount": figures}


@register.filter
def whole(amount):
    """To the dirham, halves up: for averages, never for accounts."""
    return Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP)


@register.filter
def file_size(size):
    """In the units people know, never apart from their number: 340 KB, 1,2 MB."""
    if not size:
        return ""
    if size < 1_000_000:
        words = gettext("%(size)s KB") % {"size": number(max(1, round(size / 1000)))}
    else:
        words = gettext("%(size)s MB") % {"size": number(round(Decimal(size) / 1_000_000, 1))}
    return words.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def months_phrase(count):
    """14 months, after a preposition."""
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": number(count)}


@register.filter
def days_phrase(count):
    """14 days, after a preposition: in Arabic the dual of a phrase and of a lone figure differ."""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": number(count)}


@register.filter
def months_alone(count):
    """As `months_phrase`, where nothing stands before it: a cell, a value."""
    return npgettext("standing alone", "%(count)s month", "%(count)s months", count) % {"count": number(count)}


@register.filter
def days_alone(count):
    return npgettext("standing alone", "%(count)s day", "%(count)s days", count) % {"count": number(count)}


@register.filter
def code(value):
    """An identifier, e-mail or address: always left to right, isolated from the text around it."""
    return format_html('<bdi dir="ltr">{}</bdi>', value) if value else ""


@register.simple_tag
def icon(name):
    """A drawing of static/img/icons.svg: decoration beside a word, never alone."""
    return format_html(
        '<svg class="icon{}" width="20" height="20" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        " icon-pointing" if name in POINTING else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def this_page_in(context, language, *, with_query=True):
    """The address of the page being shown, in another language, with its query string."""
    request = context["request"]
    parts = request.path.split("/", 2)
    if len(parts) < 3 or parts[1] not in dict(settings.LANGUAGES):
        return f"/{language}/"
    query = iri_to_uri(request.META.get("QUERY_STRING", "")) if with_query else ""
    return conditional_escape(f"/{language}/{escape_uri_path(parts[2])}{'?' + query if query else ''}")


@register.simple_tag(takes_context=True)
def permanent_address(context, language):
    """The page's full address in a language, without its query: for search engines and citations."""
    return settings.SITE_URL + this_page_in(context, language, with_query=False)


@register.simple_tag
def stylesheet_address():
    return reverse("stylesheet", args=[stylesheet().digest])


@register.simple_tag
def national_channels():
    """[{"name", "url", "what"}]: linked, never replaced."""
    return settings.NATIONAL_CHANNELS


@register.simple_tag
def municipal_logo():
    """{"address", "width", "height"} of the municipality's emblem, or None."""
    emblem = logo()
    return emblem and {"address": f"/{emblem.name}", "width": emblem.width, "height": HEIGHT}


@register.simple_tag
def portal_opened_on():
    """The day on which the Commune opens the portal; None until it says so."""
    return settings.PORTAL_OPENED_ON


@register.simple_tag
def municipality():
    """{"email", "website", "cndp_reference", "cndp_decision"}, each empty until the Commune states it."""
    return settings.MUNICIPALITY
