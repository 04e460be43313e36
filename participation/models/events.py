"""The history of a case, append-only: what happened, by whom, with which words.

Never rewritten, which holds in SQL too: `participation/migrations/0002_guards.py`.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.models.cases import Case, Outcome
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.personal_data import PersonalData


class EventKind(models.TextChoices):
    FILED = "filed", _("received")
    TAKEN_UP = "taken_up", _("taken up")
    ASSIGNED = "assigned", _("assigned")
    SORTED = "sorted", _("sorted")
    NOTE = "note", _("internal note")
    QUESTION = "question", _("question to the author")
    REPLY = "reply", _("message from the author")
    ANSWER = "answer", _("answer")
    EXTENDED = "extended", _("time extended")
    URGENT = "urgent", _("urgency decided")
    RECOMPUTED = "recomputed", _("due date recomputed")
    LAPSED = "lapsed", _("deadline passed")
    LAPSE_UNDONE = "lapse_undone", _("deadline had not passed: the record is taken back")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened: not solved")
    RATED = "rated", _("satisfaction given")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")
    PUBLISHED = "published", _("published")
    UNPUBLISHED = "unpublished", _("taken off the public pages")
    CONSENT = "consent", _("agreement to publication changed")
    NEW_CODE = "new_code", _("new tracking code")
    CONTACT_ERASED = "contact_erased", _("contact data erased")
    CONTACT_EDITED = "contact_edited", _("contact data changed")
    MAIL_ASKED = "mail_asked", _("confirmation of the e-mail address asked for")
    MAIL_CONFIRMED = "mail_confirmed", _("e-mail address confirmed")
    ERASED = "erased", _("texts erased")
    JOINED = "joined", _("another case was joined to this one")
    RELEASED = "released", _("checked and released")


INTERNAL = (EventKind.NOTE, EventKind.ASSIGNED, EventKind.SORTED, EventKind.RELEASED)
TOLD_BY_MAIL = (
    EventKind.FILED,
    EventKind.QUESTION,
    EventKind.ANSWER,
    EventKind.EXTENDED,
    EventKind.URGENT,
    EventKind.RECOMPUTED,
    EventKind.LAPSED,
    EventKind.LAPSE_UNDONE,
    EventKind.CLOSED,
    EventKind.PUBLISHED,
    EventKind.UNPUBLISHED,
)
BY_THE_DESK = (
    *INTERNAL,
    EventKind.TAKEN_UP,
    EventKind.QUESTION,
    EventKind.ANSWER,
    EventKind.EXTENDED,
    EventKind.URGENT,
    EventKind.CLOSED,
    EventKind.JOINED,
    EventKind.PUBLISHED,
    EventKind.UNPUBLISHED,
    EventKind.NEW_CODE,
    EventKind.CONTACT_EDITED,
)
NEED_WORDS = (
    EventKind.NOTE,
    EventKind.QUESTION,
    EventKind.REPLY,
    EventKind.ANSWER,
    EventKind.EXTENDED,
    EventKind.CLOSED,
    EventKind.REOPENED,
)
SAID_BY_AUTHOR = (EventKind.REPLY, EventKind.REOPENED)
SAID_BY_DESK = (EventKind.QUESTION, EventKind.ANSWER, EventKind.CLOSED)
SPOKEN = Q(kind__in=(*SAID_BY_AUTHOR, *SAID_BY_DESK))
ASKS_URGENCY = Q(kind=EventKind.REPLY, details__asks_urgency=True)
DECIDES_URGENCY = Q(kind=EventKind.URGENT)


RESTS_ON = {Outcome.REFUSED: "ground", Outcome.NOT_OURS: "other_body", Outcome.DUPLICATE: "joined_to"}
SAY_WHY = _("Write the reason: the author reads it.")


def keeps_what_it_decided():
    """The outcome with what it rested on, or that this was not kept at the time."""
    condition = Q(details__has_key="outcome")
    for outcome, name in RESTS_ON.items():
        condition &= ~Q(details__outcome=outcome.value) | Q(details__has_key=name) | Q(details__has_key="not_kept")
    return condition


class Teller(models.TextChoices):
    AUTHOR = "author", _("author")
    DESK = "desk", _("desk")
    SYSTEM = "system", _("portal")


class CaseEventQuerySet(models.QuerySet):
    def for_author(self):
        return self.exclude(kind__in=INTERNAL)


class CaseEvent(Demonstrable):
    """Never changed; its words alone go when the case's words are erased."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events", verbose_name=_("case"))
    kind = models.CharField(_("what happened"), max_length=14, choices=EventKind)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=6, choices=Teller)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("officer")
    )
    text = models.TextField(_("words"), max_length=5000, blank=True)
    # What was decided, so that nothing later changes it: codes, dates, texts of the desk's lists as they were (of a
    # closing: `law.closings`); never a person's words.
    details = models.JSONField(default=dict, blank=True)
    words_erased = models.BooleanField(default=False, editable=False)

    objects = CaseEventQuerySet.as_manager()

    personal_data = PersonalData(
        fields=("text",),
        whose=_("authors of submissions and requests, and officers"),
        purpose=_("To know what was said and done."),
        seen_by=_("the desk’s officers for this kind of case, and the author with the tracking code"),
        kept=_("as long as the case’s message"),
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(name="events_by_which_one_spoke", fields=["case", "-id"], include=["kind"], condition=SPOKEN),
            models.Index(name="events_that_ask_for_urgency", fields=["case"], condition=ASKS_URGENCY),
            models.Index(name="events_that_decide_urgency", fields=["case"], condition=DECIDES_URGENCY),
        ]
        constraints = [
            models.CheckConstraint(name="case_event_kind_is_known", condition=Q(kind__in=EventKind.values)),
            models.CheckConstraint(name="case_event_teller_is_known", condition=Q(by__in=Teller.values)),
            models.CheckConstraint(
                name="case_event_says_why",
                condition=~Q(kind__in=NEED_WORDS) | ~Q(text="") | Q(words_erased=True),
                violation_error_message=SAY_WHY,
            ),
            models.CheckConstraint(
                name="case_event_closing_keeps_what_it_decided",
                condition=~Q(kind=EventKind.CLOSED) | keeps_what_it_decided(),
            ),
            models.CheckConstraint(
                name="case_event_erased_keeps_no_words", condition=Q(words_erased=False) | Q(text="")
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_internal(self):
        return self.kind in INTERNAL
