"""Said when a command starts: whether citizens can write through the portal, and on which ground."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as Advice


@register()
def citizens_can_write(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    told: dict[str, Any] = settings.MUNICIPALITY
    if not settings.CITIZEN_FORM_IS_OPEN:
        return [
            Advice(
                "The form for citizens is closed: the data protection commission (CNDP) is not known to be notified.",
                hint="State CNDP_REFERENCE, or CNDP_DECISION: the date and who decided to open without it.",
                id="participation.W001",
            )
        ]
    if settings.PRODUCTION and not told["cndp_reference"]:
        decided = told["cndp_decision"]
        if not decided:
            return [
                Advice(
                    "Citizens write, but neither CNDP_REFERENCE nor CNDP_DECISION says on which ground.",
                    hint="State one of them; until then the form has to be closed.",
                    id="participation.W003",
                )
            ]
        return [
            Advice(
                f"Citizens write without CNDP_REFERENCE, as decided on {decided['on']} by {decided['by']}.",
                id="participation.W002",
            )
        ]
    return []
