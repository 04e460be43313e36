"""Who sees and writes which rows: nobody writes in the name of another.

Permissions (`tetouan_portal.roles`) say what a role does at all; this module says with which rows. The
independent monitor's words belong to whoever is affiliated with it, and an administrator never is: neither by being a
superuser, nor by an affiliation from before that rule. What the municipality declares belongs to the institution that
answers for it, and to whoever stands in for somebody absent of it (`tetouan_portal.deputies`). Whoever is tied to both
sides speaks for neither, until one tie is taken away.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from commitments.models import (
    INDEPENDENT_KINDS,
    ActionPlan,
    Affiliation,
    Amendment,
    AnnualReport,
    Axis,
    Body,
    CoCreationFigure,
    Commitment,
    DateConfirmation,
    Edition,
    Endorsement,
    Event,
    Evidence,
    Finding,
    InceptionAssessment,
    Indicator,
    Institution,
    InstitutionAlias,
    Milestone,
    NarrativeSection,
    NextEdition,
    OgpValue,
    PlanAttachment,
    PlanNote,
    PlanPromise,
    PolicyArea,
    ProgressUpdate,
    ProposedReading,
    PublicationState,
    Publishable,
    Reading,
    Recommendation,
    ReportPdf,
    ReportStatus,
    Responsibility,
    Sector,
    Side,
    Source,
    Statement,
    Theme,
    is_torn,
)
from tetouan_portal.deputies.standing_in import absent_ones
from tetouan_portal.journal.models import By
from tetouan_portal.own_words.writers import may_publish_own

DECLARES = "commitments.declare_statement"


class Voice:
    """For whom a member of staff speaks; asked once a request."""

    def __init__(self, user):
        away = absent_ones(user, DECLARES)
        ties = Affiliation.objects.filter(Q(user=user) | Q(user__in=away))
        found = list(ties.values_list("user", "institution", "institution__kind"))
        kinds = {institution: kind for person, institution, kind in found if person == user.pk}
        self.institutions = set(kinds)
        self.is_of_monitor = not INDEPENDENT_KINDS.isdisjoint(kinds.values())
        self.administers = user.is_superuser and not self.is_of_monitor
        self.is_torn = is_torn(kinds.values(), is_superuser=user.is_superuser)
        self.monitor = self.is_of_monitor and not self.is_torn and user.has_perm("commitments.assess_statement")
        self.municipality = not self.is_of_monitor
        self.sees_all = self.municipality and user.has_perm("commitments.view_dashboard")
        self.declares = self.municipality and user.has_perm(DECLARES)
        if self.declares:  # for whom they stand in; nothing of an independent institution is handed over
            self.institutions |= {institution for _person, institution, kind in found if kind not in INDEPENDENT_KINDS}


def voice_of(user) -> Voice:
    if not hasattr(user, "voice"):
        user.voice = Voice(user)
    return user.voice


# --- which rows are seen -----------------------------------------------------


def visible(user, rows: QuerySet) -> QuerySet:
    """Of `rows` those that `user` may see in the admin. A model that no rule names is shown to nobody."""
    scope = rule_of(rows.model, SCOPES)
    return rows.filter(scope(user, voice_of(user)))


def rule_of(model, rules):
    """Raises ImproperlyConfigured: a new model stands in both tables, if only as everybody's, before it is shown."""
    if model not in rules:
        raise ImproperlyConfigured(f"commitments.access says nothing of {model.__name__}")
    return rules[model]


def answered_by(institutions, commitment="pk"):
    """Rows whose `commitment` one of the institutions is responsible for, as a whole or for a milestone."""
    mine = {"commitment": OuterRef(commitment), "institution__in": institutions}
    return Q(Exists(Responsibility.objects.filter(**mine))) | Q(Exists(Milestone.objects.filter(**mine)))


def commitments_seen(user, voice):
    return Q() if voice.sees_all or voice.monitor else answered_by(voice.institutions)


def under_commitment(user, voice):
    return Q() if voice.sees_all or voice.monitor else answered_by(voice.institutions, "commitment")


def confirmations_seen(user, voice):
    return under_commitment(user, voice) | Q(milestone__in=seen_of(user, Milestone))


def axes_seen(user, voice):
    return Q() if voice.sees_all or voice.monitor else Q(pk__in=seen_of(user, Commitment, "axis"))


def plans_seen(user, voice):
    return Q() if voice.sees_all or voice.monitor else Q(pk__in=seen_of(user, Commitment, "plan"))


def seen_of(user, model, column="pk"):
    return visible(user, model._default_manager.order_by()).values(column)


def milestones_seen(user, voice):
    """Its own; where no institution is named, those of the commitments it is responsible for."""
    if voice.sees_all or voice.monitor:
        return Q()
    mine = Responsibility.objects.filter(commitment=OuterRef("commitment"), institution__in=voice.institutions)
    return Q(institution__in=voice.institutions) | Q(Exists(mine), institution__isnull=True)


def statements_seen(user, voice):
    published = Q(state=PublicationState.PUBLISHED)
    if voice.monitor:
        return Q(side=Side.MONITOR) & (Q(institution__in=voice.institutions) | Q(institution__isnull=True)) | published
    own = Q(side=Side.MUNICIPALITY, institution__in=voice.institutions)
    if voice.is_torn:
        return published
    if voice.administers:
        return Q(side=Side.MUNICIPALITY) | published
    if voice.sees_all:
        return Q(side=Side.MUNICIPALITY) & ~Q(state=PublicationState.DRAFT) | published | own
    return own


def updates_seen(user, voice):
    own = Q(institution__in=voice.institutions)
    if voice.administers:
        return Q()
    if voice.is_of_monitor:
        return Q(state=PublicationState.PUBLISHED)
    return ~Q(state=PublicationState.DRAFT) | own if voice.sees_all else own


def evidence_seen(user, voice):
    return (
        Q(statement__in=seen_of(user, Statement))
        | Q(update__in=seen_of(user, ProgressUpdate))
        | Q(reading__in=seen_of(user, Reading))
        | Q(milestone__in=seen_of(user, Milestone))
    )


def readings_seen(user, voice):
    return Q(indicator__in=seen_of(user, Indicator))


def amendments_seen(user, voice):
    if voice.sees_all or voice.monitor:
        return Q()
    return (
        Q(commitment__in=seen_of(user, Commitment))
        | Q(milestone__in=seen_of(user, Milestone))
        | Q(indicator__in=seen_of(user, Indicator))
    )


def reports_seen(user, voice):
    if voice.monitor:
        return Q(author__in=voice.institutions)
    if not voice.sees_all:
        return Q(pk__in=[])
    # The words of a next edition stand in the row of the published one, and stay there when that is withdrawn: whoever
    # is not its monitor reads the editions.
    published = Q(status=ReportStatus.PUBLISHED) & ~Q(next_edition=NextEdition.DRAFTING)
    return Q(status=ReportStatus.FINAL) | published


def under_report(user, voice):
    return Q(report__in=seen_of(user, AnnualReport))


def proposals_seen(user, voice):
    return Q(statement__in=seen_of(user, Statement))


def institutions_seen(user, voice):
    return Q() if voice.sees_all or voice.monitor else Q(pk__in=voice.institutions)


# Public words, vocabularies, what is chosen from: seen by whoever has the model's permission at all.
EVERYBODYS = (
    *(Body, CoCreationFigure, Edition, Endorsement, Event, InceptionAssessment, InstitutionAlias, NarrativeSection),
    *(OgpValue, PlanAttachment, PlanNote, PlanPromise, PolicyArea, ReportPdf, Responsibility, Sector, Source, Theme),
)
SCOPES = dict.fromkeys(EVERYBODYS, lambda _user, _voice: Q()) | {
    ActionPlan: plans_seen,
    Amendment: amendments_seen,
    AnnualReport: reports_seen,
    Axis: axes_seen,
    Commitment: commitments_seen,
    DateConfirmation: confirmations_seen,
    Evidence: evidence_seen,
    Finding: under_report,
    Indicator: under_commitment,
    Institution: institutions_seen,
    Milestone: milestones_seen,
    ProgressUpdate: updates_seen,
    ProposedReading: proposals_seen,
    Reading: readings_seen,
    Recommendation: under_report,
    Statement: statements_seen,
}


MONITORS = (AnnualReport, Finding, InceptionAssessment, Recommendation)  # its own, whatever stands in them


def sees(user, row) -> bool:
    return visible(user, type(row)._base_manager.filter(pk=row.pk)).exists()


def reads_history(user, row) -> bool:
    """Former drafts stand in a row's history: they are for the side that wrote them."""
    voice = voice_of(user)
    if isinstance(row, Evidence) and (row.statement or row.update):
        return reads_history(user, row.statement or row.update)
    if isinstance(row, MONITORS) or is_monitors(row):
        return voice.monitor
    return not (voice.is_of_monitor and isinstance(row, Publishable))


def responsible_for(subject) -> QuerySet:
    """The institutions that answer for a commitment or a milestone."""
    if isinstance(subject, Milestone) and subject.institution_id:
        return Institution.objects.filter(pk=subject.institution_id)
    commitment = subject.commitment if isinstance(subject, Milestone) else subject
    led = Q(responsibilities__commitment=commitment)
    if isinstance(subject, Commitment):
        led |= Q(milestones__commitment=commitment)
    return Institution.objects.filter(led).distinct().order_by("slug")


# --- which rows are written --------------------------------------------------


def may_write(user, row) -> bool:
    """Whether `user` may write `row` with the values it has now, so that a form is checked before it is saved."""
    rule = rule_of(type(row), WRITERS)
    return rule(user, voice_of(user), row)


def writes_statement(user, voice, statement):
    if statement.side == Side.MONITOR:
        speaks = statement.institution_id in voice.institutions or statement.institution_id is None
        return voice.monitor and speaks
    if voice.administers:
        return True
    subject = statement.milestone or statement.commitment
    return (
        voice.declares and statement.institution_id in voice.institutions and (subject is None or sees(user, subject))
    )


def writes_update(user, voice, update):
    """What was published stays as it was checked, for everybody: another tells more, or it is withdrawn."""
    if update.state == PublicationState.PUBLISHED or not voice.municipality:
        return False
    return voice.administers or (update.institution_id in voice.institutions and sees(user, update.commitment))


def writes_evidence(user, voice, evidence):
    """What proves something published is settled with it.

    A public milestone's or value's proof is public with its first word: where nobody publishes what they wrote, it
    comes with a statement or news.
    """
    parent = evidence.statement or evidence.update
    if parent is None:
        proved = evidence.milestone or (evidence.reading and evidence.reading.indicator)
        is_public = bool(proved) and proved.commitment.is_published
        return voice.sees_all and (not is_public or may_publish_own(By.MUNICIPALITY))
    return parent.state != PublicationState.PUBLISHED and may_write(user, parent)


def writes_reading(user, voice, reading):
    """Values of what is public come with published statements; by hand only before."""
    return voice.municipality and not (reading.indicator_id and reading.indicator.commitment.is_published)


def writes_plan(user, voice, row):
    """What was promised and its values are the municipality's."""
    return voice.municipality


def writes_report(user, voice, report):
    """What was declared final or published stands still, for its author too."""
    return report.is_being_written and may_conclude(user, report)


def writes_finding(user, voice, finding):
    return writes_report(user, voice, finding.report)


def may_conclude(user, report) -> bool:
    """Whether `user` speaks for the monitor whose report it is."""
    voice = voice_of(user)
    return voice.monitor and report.author_id in voice.institutions


def may_declare_final(user, report) -> bool:
    return user.has_perm("commitments.conclude_annualreport") and may_conclude(user, report)


def may_publish_report(user, report) -> bool:
    """A publisher; once it has let the time for it pass, the report's own monitor too."""
    return publishes_for_municipality(user) or publishes_for_monitor(user, report)


def publishes_for_municipality(user) -> bool:
    return voice_of(user).municipality and user.has_perm("commitments.publish_annualreport")


def publishes_for_monitor(user, report) -> bool:
    return report.is_left_lying(timezone.localdate()) and may_declare_final(user, report)


def writes_recommendation(user, voice, recommendation):
    """The monitor its text, the municipality its answer to what is there; which fields, the form decides."""
    is_there = not recommendation._state.adding
    return writes_finding(user, voice, recommendation) or (is_there and answers(user, recommendation))


def answers(user, recommendation) -> bool:
    """Whether `user` may give the municipality's answer, once the monitor has finished its text."""
    is_read = recommendation.report_id and recommendation.report.status in (ReportStatus.FINAL, ReportStatus.PUBLISHED)
    return bool(is_read) and voice_of(user).municipality and user.has_perm("commitments.answer_recommendation")


def is_monitors(row) -> bool:
    return getattr(row, "side", "") == Side.MONITOR


def may_submit(user, row) -> bool:
    """The monitor publishes its own words without handing them in."""
    changes = user.has_perm(f"commitments.change_{row._meta.model_name}")
    return changes and not is_monitors(row) and may_write(user, row)


def may_publish(user, row) -> bool:
    """The monitor publishes its own words, a publisher the municipality's; nobody the other's."""
    if is_monitors(row):
        return may_write(user, row)
    return voice_of(user).municipality and user.has_perm("commitments.publish_statement")


def may_send_back(user, row) -> bool:
    return not is_monitors(row) and voice_of(user).municipality and user.has_perm("commitments.return_statement")


def may_take_up(user, evidence) -> bool:
    """Whoever publishes what it proves says why hidden contents go with it; of the plan's evidence, a publisher."""
    return may_publish(user, evidence.statement or evidence.update)


def may_withdraw_update(user, update) -> bool:
    """News are the municipality's."""
    return voice_of(user).municipality and user.has_perm("commitments.publish_statement")


def may_withdraw(user, evidence) -> bool:
    """Each side takes its own evidence back."""
    of_monitor = bool(evidence.statement and is_monitors(evidence.statement))
    speaks = voice_of(user).monitor if of_monitor else voice_of(user).municipality
    return speaks and user.has_perm("commitments.withdraw_evidence")


def may_publish_promise(user, row) -> bool:
    """A plan, or what is promised in it: made public and taken back by the municipality."""
    return voice_of(user).municipality and user.has_perm("commitments.publish_commitment")


PLAN = (ActionPlan, Axis, Commitment, Milestone, Indicator)
# Nobody's words: whoever has the model's permission writes them; of rows inside another, whoever writes that one.
ANYBODYS = (
    *(Amendment, Body, CoCreationFigure, DateConfirmation, Edition, Endorsement, Event, Institution, InstitutionAlias),
    *(NarrativeSection, OgpValue, PlanAttachment, PlanNote, PlanPromise, PolicyArea, ProposedReading, ReportPdf),
    *(Responsibility, Sector, Source, Theme),
)
WRITERS = (
    dict.fromkeys(ANYBODYS, lambda _user, _voice, _row: True)
    | dict.fromkeys(PLAN, writes_plan)
    | {
        AnnualReport: writes_report,
        Evidence: writes_evidence,
        Finding: writes_finding,
        InceptionAssessment: lambda _user, voice, _row: voice.monitor,
        ProgressUpdate: writes_update,
        Reading: writes_reading,
        Recommendation: writes_recommendation,
        Statement: writes_statement,
    }
)
