"""Every address that the portal answers, with values in it that lead somewhere."""

import re
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils import translation

KEY = "0a8d4b1e-5f43-4c58-9f0e-3d6a1c2b7e90"
BY_NAME = {
    "digest": "0" * 8,
    "filename": "file.pdf",
    "kind": "complaint",
    "language": "fr",
    "model": "commitment",
    "number": "1",
    "path": "1/0.1",
    "reference": "2026-98765",
    "side": "revenue",
    "slug": "budget",
    "verb": "submit",
    "year": "2026",
}
BY_TYPE = {
    "IntConverter": "1",
    "UUIDConverter": KEY,
    "SlugConverter": "x",
    "StringConverter": "x",
    "PathConverter": "1",
}
EXPRESSIONS = {  # of those few addresses that are written as such
    r"^evidence/(?P<key>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/small/(?P<tag>[0-9a-f]{16})\.webp$": (
        f"evidence/{KEY}/small/{'0' * 16}.webp"
    ),
    r"^password/reset/(?P<uidb36>[0-9a-z]+)-(?P<key>[^/]+)/$": "password/reset/1-outdated/",
    r"(?P<url>.*)$": "nowhere",
}


class Address(NamedTuple):
    name: str  # with its namespace; "" where it has none
    path: str
    view: Callable


def addresses(language):
    """In that language, those outside the languages too."""
    with translation.override(language):
        return [*below(get_resolver().url_patterns, "/")]


def everywhere():
    """The paths in all languages."""
    return sorted({one.path for code, _name in settings.LANGUAGES for one in addresses(code)})


def public_addresses():
    """Those that a stranger may ask for something of; the style guide is staff's."""
    staffs = re.compile(r"/\w+/(?:admin|style-guide)/")
    return [one for one in addresses(settings.LANGUAGE_CODE) if not staffs.match(one.path)]


def doors_for_files():
    """{path in French: what it takes} of those that take files."""
    return {one.path: one.view.takes_files for one in addresses("fr") if hasattr(one.view, "takes_files")}


def below(patterns, start, spaces=()):
    for one in patterns:
        path = start + example(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from below(one.url_patterns, path, (*spaces, one.namespace) if one.namespace else spaces)
        else:
            yield Address(":".join([*spaces, one.name or ""]), path, one.callback)


def example(pattern):
    if isinstance(pattern, RegexPattern):
        if pattern._regex.startswith("^(?P<app_label>"):
            return "commitments/"
        return EXPRESSIONS[pattern._regex]
    if not isinstance(pattern, RoutePattern):
        return str(pattern)  # the language
    route = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__
        value = BY_NAME.get(name, BY_TYPE[kind])
        before, _start, rest = route.partition("<")
        route = before + value + rest.partition(">")[2]
    return route
