"""One save of the desk: everything an officer decided about a case, in one transaction or not at all."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from participation.case import desk_acts
from participation.models import Case, Outcome, Photo


class Act(models.TextChoices):
    """What the author is told."""

    ASK = "ask", _("Ask the author")
    ANSWER = "answer", _("Answer, and go on")
    CLOSE = "close", _("Answer and close")
    EXTEND = "extend", _("Extend the time")


class Publication(models.TextChoices):
    PREPARE = "prepare", _("Hand this version to another officer, who publishes it")
    PUBLISH = "publish", _("Publish this version")
    TAKE_OFF = "take_off", _("Take it off the public pages")


@dataclass
class Decision:
    """What is not said stays as it is."""

    sorting: dict[str, Any] = field(default_factory=dict)  # category, district, what it is about, national_reference
    assigned_to: User | None = None
    reassigns: bool = False
    note: str = ""
    releases: bool = False
    is_urgent: bool | None = None
    act: str = ""
    text: str = ""
    outcome: str = ""
    because: dict[str, Any] = field(default_factory=dict)  # of closing: ground, other_body, duplicate_of
    publication: str = ""
    why_taken_off: str = ""
    public_words: dict[str, str] = field(default_factory=dict)
    public_photos: list[Photo] = field(default_factory=list)


@transaction.atomic
def carry_out(case: Case, wanted: Decision, *, by: User, now: datetime) -> list[str]:
    """What was done, in codes. Raises ValidationError, and nothing of it is done.

    Nobody else writes into the case's history from here to the end: what is new in it was done here.
    """
    who: Any = {"by": by, "now": now}
    desk_acts.lock_case(case)
    before = set(case.events.values_list("pk", flat=True))
    desk_acts.sort(case, **wanted.sorting, **who)
    if wanted.reassigns:
        desk_acts.assign(case, wanted.assigned_to, **who)
    if wanted.note.strip():
        desk_acts.note(case, wanted.note, **who)
    if wanted.releases or (case.is_held and wanted.act and wanted.outcome != Outcome.ABUSE):
        desk_acts.release(case, **who)
    if wanted.is_urgent is not None:
        desk_acts.decide_urgency(case, is_urgent=wanted.is_urgent, **who)
    act_on(case, wanted, **who)
    if wanted.publication == Publication.PUBLISH:
        desk_acts.publish(case, wanted.public_words, wanted.public_photos, **who)
    elif wanted.publication == Publication.PREPARE:
        desk_acts.prepare(case, wanted.public_words, wanted.public_photos, **who)
    elif wanted.publication == Publication.TAKE_OFF:
        desk_acts.unpublish(case, wanted.why_taken_off, **who)
    return list(case.events.exclude(pk__in=before).order_by("pk").values_list("kind", flat=True))


def act_on(case: Case, wanted: Decision, *, by: User, now: datetime) -> None:
    if wanted.act == Act.ASK:
        desk_acts.ask(case, wanted.text, by=by, now=now)
    elif wanted.act == Act.ANSWER:
        desk_acts.answer(case, wanted.text, by=by, now=now)
    elif wanted.act == Act.EXTEND:
        desk_acts.extend(case, wanted.text, by=by, now=now)
    elif wanted.act == Act.CLOSE:
        desk_acts.close(case, Outcome(wanted.outcome), wanted.text, by=by, now=now, **wanted.because)
