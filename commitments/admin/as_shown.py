"""What the public will read of a change before it is made."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from commitments.models import Amendment
from commitments.standing.dossier_parts import amendment_data
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction

PUBLIC = "commitments/standing/amendment.html"


def as_shown(amendments: Iterable[Amendment]) -> Iterator[dict[str, Any]]:
    """Each language, and in it the parts of the promise's page that will tell of them."""
    told = [{"amendment": amendment_data(one), "whole": False} for one in amendments]
    for code in LANGUAGE_CODES:
        with override(code):
            yield {
                "language": code,
                "direction": direction(code),
                "parts": [render_to_string(PUBLIC, one) for one in told],
            }
