"""Invented cases on the real desk, every row marked `is_demo`, lived through by the real process functions.

The words are in `data/demo/`. Nobody is named, nobody has an address, no mail is written.
"""

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from participation.case import author_acts, desk_acts, filing
from participation.models import (
    Case,
    CaseEvent,
    Category,
    Channel,
    District,
    OtherBody,
    Outcome,
    Photo,
    PublishedCase,
    RefusalGround,
)
from tetouan_portal.lib.demonstration import DemonstrationError, delete_marked, mark_what_hangs_on
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

HANGS_ON = {Case: ("duplicate_of",), CaseEvent: ("case",)}
GROUND_SLUG = "demo-exception"
GROUND = {
    "ar": "استثناء (نموذج تجريبي: لا تُذكر أي مادة)",
    "fr": "Exception (démonstration : aucun article n’est cité)",
    "es": "Excepción (demostración: no se cita ningún artículo)",
}
FILE = Path(__file__).parent / "data" / "demo" / "cases.json"


def load() -> Counter:
    """Create the demonstration, whole or not at all; nothing when it is there. Returns how many of each model.

    Raises DemonstrationError in production.
    """
    if settings.PRODUCTION:
        raise DemonstrationError("Demonstration data puts invented words in real mouths: production refuses it.")
    with transaction.atomic():
        if Case.objects.filter(is_demo=True).exists():
            return Counter()
        for told in json.loads(FILE.read_text(encoding="utf-8")):
            for number, time in enumerate(told["times"]):
                live(told, time, is_first=number == 0)
    counted = {
        "Case": Case.objects.filter(is_demo=True),
        "CaseEvent": CaseEvent.objects.filter(is_demo=True),
        "PublishedCase": PublishedCase.objects.filter(case__is_demo=True),
    }
    return Counter({name: rows.count() for name, rows in counted.items()})


def live(told: Mapping[str, Any], time: Mapping[str, Any], *, is_first: bool) -> None:
    """One life of a story; what would happen after today has not happened. Only the first is published."""
    now = timezone.now()
    received = moment(time, now=now)
    case = Case(
        kind=told["kind"],
        language=told["language"],
        subject=told["subject"],
        text=told["text"],
        category=Category.objects.filter(slug=told["category"]).first(),
        district=District.objects.filter(slug=time["district"]).first(),
        may_be_published=bool(told["published"]),
        is_formal=told.get("is_formal", False),
        channel=time.get("channel", Channel.WEB),
        is_demo=True,
    )
    case = filing.file_case(case, now=received).case
    at = received
    for act in told["acts"]:
        at = received + datetime.timedelta(days=act["after"])
        if at > now:
            return
        do(case, act, now=at)
    if told["published"] and is_first:
        desk_acts.publish(case, told["published"], by=None, now=at)


def moment(time: Mapping[str, Any], *, now: datetime.datetime) -> datetime.datetime:
    """A morning in the years that the invented reports are about, or so many days ago: the desk is always at work."""
    if "on" in time:
        return timezone.make_aware(datetime.datetime.fromisoformat(f"{time['on']}T10:00"))
    return now - datetime.timedelta(days=time["days_ago"])


def do(case: Case, act: Mapping[str, Any], *, now: datetime.datetime) -> None:
    what, text = act["what"], act["text"]
    if what == "take_up":
        desk_acts.take_up(case, by=None, now=now)
    elif what == "close":
        body = OtherBody.objects.filter(slug=act.get("other_body", "")).first()
        ground = invented_ground() if act["outcome"] == Outcome.REFUSED else None
        if act["outcome"] != Outcome.NOT_OURS or body:
            desk_acts.close(case, act["outcome"], text, by=None, now=now, other_body=body, ground=ground)
    elif what == "rate":
        author_acts.rate(case, act["satisfaction"], text, now=now)
    elif what in {"reply", "not_solved"}:
        getattr(author_acts, what)(case, text, now=now)
    else:
        getattr(desk_acts, what)(case, text, by=None, now=now)


def invented_ground() -> RefusalGround:
    """No article of the law is put in anybody's mouth: the ground says that it is invented."""
    names = {f"name_{code}": name for code, name in GROUND.items()}
    values = {"article": "–", "is_offered": False, **names}
    return RefusalGround.objects.get_or_create(slug=GROUND_SLUG, defaults=values)[0]


@transaction.atomic
def remove() -> Counter:
    """Take every marked row away, and have its photos' files destroyed. Returns how many of each model."""
    mark_what_hangs_on(HANGS_ON)
    doom((photo.file for photo in Photo.objects.filter(case__is_demo=True)), Reason.DEMONSTRATION)
    removed = delete_marked(PublishedCase.objects.filter(case__is_demo=True))
    removed += delete_marked(Case.objects.filter(is_demo=True, duplicates__isnull=True))
    if not Case.objects.filter(ground__slug=GROUND_SLUG).exists():
        RefusalGround.objects.filter(slug=GROUND_SLUG).delete()
    return removed
