"""Said when a command starts, before a reader meets it: what the machine or the settings lack."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Advice

from tetouan_portal.lib.logo import logo
from tetouan_portal.lib.share_card import can_shape


@register()
def logo_can_be_shown(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        logo()
    except ValueError as error:
        return [Error(str(error), id="tetouan_portal.E001")]
    return []


@register()
def letters_can_be_joined(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without FriBiDi Pillow would draw Arabic letters apart and from left to right: no card is drawn instead."""
    if can_shape():
        return []
    return [
        Advice(
            "Shared addresses have no picture: FriBiDi is missing on this machine.",
            hint="Install pango, which brings it along: apt-get install libpangoft2-1.0-0",
            id="tetouan_portal.W001",
        )
    ]
