"""Said when a command starts, before a reader meets it."""

from typing import Any

from django.core.checks import CheckMessage, Error

from tetouan_portal.lib.logo import logo


def logo_can_be_shown(**kwargs: Any) -> list[CheckMessage]:
    try:
        logo()
    except ValueError as error:
        return [Error(str(error), id="tetouan_portal.E001")]
    return []
