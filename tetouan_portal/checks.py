"""Said when a command starts, before a reader meets it: what the machine or the settings lack."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice
from django.utils import translation

from tetouan_portal.health.findings import State, readiness
from tetouan_portal.lib import queue
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


TAKEN_UP_WITHIN = timedelta(minutes=1)
REDELIVERED_AFTER = 3600  # seconds: of a broker that speaks Redis' protocol, where no other time is set
LOOK = "tetouan_portal.tasks.wake_waiting"


@register()
def work_is_taken_up_in_time(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What a killed worker leaves is another's within a minute, and nothing is done twice while its worker lives."""
    soft, hard = settings.CELERY_TASK_SOFT_TIME_LIMIT, settings.CELERY_TASK_TIME_LIMIT
    redelivered = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("visibility_timeout", REDELIVERED_AFTER)
    looks = [one["schedule"] for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == LOOK]
    longest = max((one.longest for one in queue.all_queues() if one.longest), default=timedelta())
    wrong = {
        f"CELERY_TASK_SOFT_TIME_LIMIT ({soft} s) must be shorter than CELERY_TASK_TIME_LIMIT ({hard} s): "
        "a task that is stopped says why.": soft >= hard,
        f"CELERY_TASK_TIME_LIMIT ({hard} s) must be shorter than the broker's visibility_timeout ({redelivered} s): "
        "it would hand out the message of a task that goes on.": hard >= redelivered,
        f"The longest work on one row ({longest}) must be shorter than CELERY_TASK_SOFT_TIME_LIMIT ({soft} s).": (
            longest.total_seconds() >= soft
        ),
        f"A lease ({queue.LEASE}) must last for three beats ({queue.BEAT}): one that comes late loses no row.": (
            queue.LEASE < 3 * queue.BEAT
        ),
        f"A lease ({queue.LEASE}) must be shorter than CELERY_TASK_TIME_LIMIT ({hard} s).": (
            queue.LEASE.total_seconds() >= hard
        ),
        f"A lease ({queue.LEASE}) and the time between two looks at what waits ({LOOK} in CELERY_BEAT_SCHEDULE) must "
        f"be shorter than {TAKEN_UP_WITHIN} together.": (not looks or queue.LEASE + max(looks) >= TAKEN_UP_WITHIN),
    }
    return [Error(sentence, id="tetouan_portal.E002") for sentence, is_wrong in wrong.items() if is_wrong]


@register(Tags.database)
def keys_open_what_is_stored(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """With other keys pages of the desk and doors of staff stay shut: better not to start than to write under both."""
    if "default" not in (databases or ()):
        return []
    with translation.override(None):
        found = readiness(["data_keys", "second_factors"])
    wrong = {State.DOWN: (Error, "tetouan_portal.E003"), State.UNWELL: (Advice, "tetouan_portal.W002")}
    told = [(*wrong[one.state], one) for one in found if one.name != "database" and one.state in wrong]
    return [kind(one.said, id=code) for kind, code, one in told]
