"""A case: one submission or one request for information, from its filing to its end.

What the author wrote is for the desk alone; what the public reads is `PublishedCase`, how the author can be
reached is `Contact`, what happened is `CaseEvent`. The state changes in `participation/case/desk_acts.py` and
`author_acts.py` alone, the due date also in `moved_dates.py`; that it passed is recorded in `silence.py`.

That cases are not deleted holds in SQL too: `participation/migrations/0002_guards.py`.
"""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models.law import RefusalGround
from participation.models.lists import Category, District, OtherBody
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.personal_data import PersonalData
from tetouan_portal.lib.search import holding, words_column
from tetouan_portal.lib.standing import State, has_passed, standing


class CaseKind(models.TextChoices):
    """Decree 2-17-265 names the first three; law 31-13 the last."""

    OBSERVATION = "observation", _("observation")
    SUGGESTION = "suggestion", _("suggestion")
    COMPLAINT = "complaint", _("complaint")
    REQUEST = "request", _("request for information")


class SortOfCase(models.TextChoices):
    """As people are told and cases are counted: a question without identity is none of the law's requests."""

    OBSERVATION = "observation", _("observation")
    SUGGESTION = "suggestion", _("suggestion")
    COMPLAINT = "complaint", _("complaint")
    QUESTION = "question", _("question, without identity")
    FORMAL_REQUEST = "formal_request", _("formal request for information")


def sort_of(kind, is_formal):
    if kind != CaseKind.REQUEST:
        return SortOfCase(kind)
    return SortOfCase.FORMAL_REQUEST if is_formal else SortOfCase.QUESTION


SUBMISSIONS = (CaseKind.OBSERVATION, CaseKind.SUGGESTION, CaseKind.COMPLAINT)


class Channel(models.TextChoices):
    WEB = "web", _("portal")
    COUNTER = "counter", _("counter")
    PHONE = "phone", _("telephone")
    POST = "post", _("letter")
    EMAIL = "email", _("e-mail")


class CaseState(models.TextChoices):
    RECEIVED = "received", _("received")
    IN_PROGRESS = "in_progress", _("being handled")
    ASKED = "asked", _("waiting for the author’s reply")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


OPEN = (CaseState.RECEIVED, CaseState.IN_PROGRESS, CaseState.ASKED)
ENDED = (CaseState.CLOSED, CaseState.WITHDRAWN)


class Outcome(models.TextChoices):
    """How a case was closed. Closed is not solved: only the first says so."""

    SOLVED = "solved", _("solved")
    PROVIDED = "provided", _("information provided")
    PARTLY = "partly", _("information provided in part")
    REFUSED = "refused", _("refused")
    NOT_OURS = "not_ours", _("for another body")
    NOT_POSSIBLE = "not_possible", _("not possible")
    DUPLICATE = "duplicate", _("joined to another case")
    ABUSE = "abuse", _("not a message to the Commune")


OUTCOMES_OF_SUBMISSIONS = (
    Outcome.SOLVED,
    Outcome.NOT_OURS,
    Outcome.NOT_POSSIBLE,
    Outcome.DUPLICATE,
    Outcome.ABUSE,
)
OUTCOMES_OF_REQUESTS = (
    Outcome.PROVIDED,
    Outcome.PARTLY,
    Outcome.REFUSED,
    Outcome.NOT_OURS,
    Outcome.NOT_POSSIBLE,
    Outcome.DUPLICATE,
    Outcome.ABUSE,
)


class Satisfaction(models.TextChoices):
    YES = "yes", _("satisfied")
    PARTLY = "partly", _("partly satisfied")
    NO = "no", _("not satisfied")


SEARCHED = ("subject", "text", "place", "national_reference")  # never what tells how an author is reached
# Ended, and their authors agreed to publication.
TO_DECIDE_ON = Q(state=CaseState.CLOSED, may_be_published=True, erased_at__isnull=True)
ABOUT = ("commitment", "milestone", "document", "report")  # what of the portal it is about: at most one


def about_at_most_one():
    condition = Q()
    for chosen in ABOUT:
        condition |= Q(**{f"{other}__isnull": True for other in ABOUT if other != chosen})
    return condition


class CaseQuerySet(models.QuerySet):
    def saying(self, words):
        """Whose author wrote every one of the words, in any language, spelt as people spell."""
        return self.filter(holding(words, "search"))

    def open(self):
        return self.filter(state__in=OPEN)

    def overdue(self, *, on):
        return self.open().filter(has_passed("due_on", on))

    def lapsed_unrecorded(self, *, on):
        """Past their due date on that day, which is not recorded for this due date yet; held ones wait.

        A date that passed is recorded on a later day: only a case that was reopened since can lapse again.
        """
        unrecorded = Q(lapsed_on__isnull=True) | Q(lapsed_on__lte=F("due_on"))
        return self.overdue(on=on).filter(unrecorded, is_held=False)

    def submissions(self):
        return self.filter(kind__in=SUBMISSIONS)

    def requests(self):
        return self.filter(kind=CaseKind.REQUEST)

    def with_reference(self, text):
        """As people type it: 2026-00042, with or without the year's part and zeros; none for anything else."""
        year, _dash, number = text.strip().rpartition("-")
        if not (number.isascii() and number.isdigit() and len(number) < 16):
            return self.none()
        found = self.filter(pk=int(number))
        return (
            found.filter(received_at__year=int(year)) if year.isascii() and year.isdigit() and len(year) == 4 else found
        )


class CaseManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().defer("search")


class Case(Demonstrable):
    kind = models.CharField(_("kind"), max_length=12, choices=CaseKind)
    channel = models.CharField(_("came by"), max_length=8, choices=Channel, default=Channel.WEB)
    language = models.CharField(_("language of the author"), max_length=2, choices=settings.LANGUAGES)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("category")
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("district")
    )
    commitment = models.ForeignKey(
        "commitments.Commitment",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("commitment"),
    )
    milestone = models.ForeignKey(
        "commitments.Milestone",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("milestone"),
    )
    document = models.ForeignKey(
        "budget_docs.BudgetDocument",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("budget document"),
    )
    report = models.ForeignKey(
        "commitments.AnnualReport",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("annual report"),
    )
    place = models.CharField(_("place in words"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    text = models.TextField(_("message"), max_length=5000, blank=True)
    is_formal = models.BooleanField(_("formal request"), default=False)
    national_reference = models.CharField(_("reference on a national portal"), max_length=40, blank=True)
    may_be_published = models.BooleanField(_("the author agrees to publication"), default=False)

    received_at = models.DateTimeField(_("received on"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of kind and words: finds the same twice
    is_held = models.BooleanField(_("held for checking"), default=False)  # came in a flood: kept out of the inbox
    tracking_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)

    state = models.CharField(_("state"), max_length=12, choices=CaseState, default=CaseState.RECEIVED)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("assigned to"),
    )
    due_on = models.DateField(_("due on"))
    due_facts = models.JSONField(default=dict, editable=False)  # how the date was computed: `due_dates.Due.facts`
    is_urgent = models.BooleanField(_("urgent: life, safety or freedom"), default=False)
    extended_on = models.DateField(_("extended on"), null=True, blank=True)
    # The day on which `silence.py` recorded that the due date had passed, the last time; taken back where a holiday
    # that was entered later moves the date beyond it.
    lapsed_on = models.DateField(_("deadline recorded as passed on"), null=True, blank=True)

    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    # The first answer or closing, whichever outcome: reopening leaves it, so that a late first answer stays one.
    first_answered_at = models.DateTimeField(_("first answered on"), null=True, blank=True)
    reopen_until = models.DateField(_("can be reopened until"), null=True, blank=True)
    reopened_count = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    ground = models.ForeignKey(
        RefusalGround, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ground for refusal")
    )
    other_body = models.ForeignKey(
        OtherBody, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("other body")
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=_("joined to")
    )
    satisfaction = models.CharField(_("satisfaction"), max_length=6, choices=Satisfaction, blank=True)
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True)

    search = words_column(*SEARCHED)  # never read: only searched in

    objects = CaseManager.from_queryset(CaseQuerySet)()

    personal_data = PersonalData(
        fields=(
            "subject",
            "text",
            "place",
            "national_reference",
        ),
        whose=_("authors of submissions and requests"),
        purpose=_("To handle the case and answer it."),
        seen_by=_("the desk’s officers for this kind of case, and the author with the tracking code"),
        kept=_("%(keep_text)s after closing; of requests, %(keep_request)s; at once when the author erases it"),
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["due_on", "pk"]
        permissions = [
            ("handle_submissions", "Can handle observations, suggestions and complaints"),
            ("handle_requests", "Can handle requests for information"),
        ]
        # In the order of the inbox's lists; `include`: what their counts ask besides, without reading the rows.
        indexes = [
            models.Index(name="cases_open_by_due", fields=["due_on", "id"], condition=Q(state__in=OPEN)),
            models.Index(name="cases_by_due", fields=["due_on", "id"], include=["kind"]),
            models.Index(name="cases_by_state", fields=["state", "-received_at"]),
            models.Index(
                name="cases_that_ended",
                fields=["-closed_at", "-id"],
                include=["kind", "state"],
                condition=Q(state__in=ENDED),
            ),
            models.Index(
                name="cases_to_decide_on", fields=["-closed_at", "-id"], include=["kind"], condition=TO_DECIDE_ON
            ),
            models.Index(
                name="cases_by_fingerprint", fields=["fingerprint", "received_at"], condition=~Q(fingerprint="")
            ),
            GinIndex(name="cases_by_words", fields=["search"]),
            models.Index(name="cases_to_forget", fields=["closed_at"], condition=Q(erased_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(name="case_kind_is_known", condition=Q(kind__in=CaseKind.values)),
            models.CheckConstraint(name="case_channel_is_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(name="case_state_is_known", condition=Q(state__in=CaseState.values)),
            models.CheckConstraint(name="case_outcome_is_known", condition=Q(outcome__in=["", *Outcome.values])),
            models.CheckConstraint(
                name="case_satisfaction_is_known", condition=Q(satisfaction__in=["", *Satisfaction.values])
            ),
            models.CheckConstraint(
                name="case_about_at_most_one_thing",
                condition=about_at_most_one(),
                violation_error_message=_(
                    "A case is about one thing at most: a commitment, a milestone, a document or a report."
                ),
            ),
            models.CheckConstraint(
                name="case_says_something_until_erased",
                condition=~Q(text="") | Q(erased_at__isnull=False),
                violation_error_message=_("Write the message."),
            ),
            models.CheckConstraint(
                name="case_outcome_fits_its_kind",
                condition=Q(outcome="")
                | Q(kind=CaseKind.REQUEST, outcome__in=OUTCOMES_OF_REQUESTS)
                | Q(~Q(kind=CaseKind.REQUEST), outcome__in=OUTCOMES_OF_SUBMISSIONS),
            ),
            models.CheckConstraint(
                name="case_closed_iff_outcome",
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | Q(state=CaseState.WITHDRAWN, closed_at__isnull=False, outcome="")
                | Q(state__in=OPEN, closed_at__isnull=True, outcome=""),
            ),
            models.CheckConstraint(
                name="case_refused_iff_ground",
                condition=Q(outcome=Outcome.REFUSED, ground__isnull=False)
                | Q(~Q(outcome=Outcome.REFUSED), ground__isnull=True),
                violation_error_message=_("A refusal names the article it rests on."),
            ),
            models.CheckConstraint(
                name="case_not_ours_iff_body",
                condition=Q(outcome=Outcome.NOT_OURS, other_body__isnull=False)
                | Q(~Q(outcome=Outcome.NOT_OURS), other_body__isnull=True),
                violation_error_message=_("Say which body answers for it."),
            ),
            models.CheckConstraint(
                name="case_duplicate_iff_other_case",
                condition=Q(outcome=Outcome.DUPLICATE, duplicate_of__isnull=False)
                | Q(~Q(outcome=Outcome.DUPLICATE), duplicate_of__isnull=True),
                violation_error_message=_("Say which case it is joined to."),
            ),
            models.CheckConstraint(
                name="case_is_not_its_own_duplicate",
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("pk")),
            ),
            models.CheckConstraint(
                name="case_only_requests_are_formal_urgent_or_extended",
                condition=Q(kind=CaseKind.REQUEST) | Q(is_formal=False, is_urgent=False, extended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="case_erased_keeps_no_words",
                condition=Q(erased_at__isnull=True)
                | Q(text="", subject="", place="", national_reference="", tracking_hash__isnull=True),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """What people quote; says nothing about the author and opens nothing."""
        return f"{timezone.localtime(self.received_at).year}-{self.pk:05d}"

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_request(self):
        return self.kind == CaseKind.REQUEST

    @property
    def sort(self):
        return sort_of(self.kind, self.is_formal)

    @property
    def is_question(self):
        """Asked without identity: its date is the Commune's own promise, and silence is no refusal."""
        return self.sort == SortOfCase.QUESTION

    def is_overdue(self, *, on):
        return self.is_open and standing(due_on=self.due_on, on=on).state == State.OVERDUE
