"""The life of the annual report: final, published in numbered editions, withdrawn. Its PDFs wait in `pdf_queue`.

Every edition, the first and each further one, comes from words that the monitor declared final.

Each function locks the row, refuses with a ValidationError (code and sentence), saves what it changed.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.models import AnnualReport, Commitment, Edition, NextEdition, ReportStatus
from commitments.report import pdf_queue
from commitments.report.gaps import gaps_data, require_independence, require_noted, take_note
from commitments.report.level_words import level_words
from tetouan_portal.journal.becoming import enter_change, enter_public
from tetouan_portal.journal.chain import head
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.lib.languages import columns, texts
from tetouan_portal.lib.line_ends import unified_all
from tetouan_portal.own_words.writers import holding, require_another

FORMAT = 2  # of the snapshot; editions of an older format keep theirs
STANDING = ("status", "next_edition")
Publisher = Mapping[str, str]
BY_THE_MUNICIPALITY: Publisher = {"side": By.MUNICIPALITY.value}
NO_REASONS: Mapping[str, str] = {}
REPORT_TEXTS = ("title", "summary", "context", "method", "independence", "conclusion")


@transaction.atomic
def finalise(
    report: AnnualReport, *, gaps_seen: Collection[str] = (), reasons: Mapping[str, str] = NO_REASONS
) -> AnnualReport:
    """Declare the text final, of the report or of its next edition, with the gaps that were seen (`keys_of`).

    Raises `not_drafting`, `no_independence`, `unseen_gaps`, `unexplained`.
    """
    report = move(report, "drafting", "final", "not_drafting")
    require_independence(report)
    take_note(report, seen=gaps_seen, reasons=reasons)
    report.lacks_independence = False
    report.save(update_fields=[*STANDING, "gaps_seen", *columns("gaps_reason"), "lacks_independence"])
    return report


@transaction.atomic
def reopen(report: AnnualReport) -> AnnualReport:
    """Return a final text to drafting. Raises `not_final`."""
    report = move(report, "final", "drafting", "not_final")
    report.save(update_fields=STANDING)
    return report


@transaction.atomic
def revise(report: AnnualReport) -> AnnualReport:
    """Take up the words of a further edition; the published one stays as it is. Raises `not_published`, `begun`."""
    report = lock_report(report)
    require(report, ReportStatus.PUBLISHED, "not_published")
    if report.next_edition:
        raise ValidationError(_("The next edition has been taken up already."), code="begun")
    report.next_edition = NextEdition.DRAFTING
    report.save(update_fields=["next_edition"])
    return report


@transaction.atomic
def publish(report: AnnualReport, *, by: Any = None) -> Edition:
    """Make a final report public as edition 1 and queue its PDFs. `by`: whoever does, for one of the two sides.

    Raises `not_final`, `own_words`, `plan_not_published`, `no_independence`, `gaps_changed`, or a constraint when the
    year's address is taken.
    """
    report = lock_report(report)
    require(report, ReportStatus.FINAL, "not_final")
    publisher = publisher_of(report, by)
    require_another_publisher(report, publisher)
    if not report.plan.is_published:
        raise ValidationError(_("Publish the action plan first."), code="plan_not_published")
    report.status = ReportStatus.PUBLISHED
    report.validate_constraints()
    report.save(update_fields=STANDING)
    return new_edition(report, publisher)


@transaction.atomic
def publish_new_edition(report: AnnualReport, *, by: Any = None) -> Edition:
    """Take a new snapshot of what the monitor declared final; earlier editions stay.

    Raises `not_published`, `not_final`, `own_words`, `no_independence`, `gaps_changed`, `unchanged`.
    """
    report = lock_report(report)
    require(report, ReportStatus.PUBLISHED, "not_published")
    if report.next_edition != NextEdition.FINAL:
        raise ValidationError(_("The monitor has not declared a further edition final."), code="not_final")
    publisher = publisher_of(report, by)
    require_another_publisher(report, publisher)
    report.next_edition = NextEdition.NONE
    report.save(update_fields=STANDING)
    return new_edition(report, publisher)


def publisher_of(report: AnnualReport, by: Any) -> Publisher:
    """For whom it is published. Of a monitor that publishes itself, by which day the municipality had not."""
    if by is None or access.publishes_for_municipality(by):
        return BY_THE_MUNICIPALITY
    return {"side": By.MONITOR.value, "municipality_had_until": report.publisher_until.isoformat()}


def require_another_publisher(report: AnnualReport, publisher: Publisher) -> None:
    """Than who wrote the municipality's answers in it; of a monitor that publishes itself, than who wrote the report.

    Raises `own_words`.
    """
    answers = list(report.recommendations.all())
    if publisher["side"] == By.MONITOR:
        among = holding("commitments.conclude_annualreport").filter(affiliations__institution=report.author_id)
        require_another(By.MONITOR, report, *report.findings.all(), *answers, among=among)
    else:
        require_another(By.MUNICIPALITY, *answers, among=holding("commitments.publish_annualreport"))


@transaction.atomic
def withdraw(report: AnnualReport, reasons: Mapping[str, str]) -> AnnualReport:
    """Take a published report back, saying why: {"ar": …} in one language or more.

    Raises `not_published`, `unexplained`.
    """
    report = lock_report(report)
    require(report, ReportStatus.PUBLISHED, "not_published")
    explained = report.explain_withdrawal(reasons)
    report.status, report.next_edition = ReportStatus.WITHDRAWN, NextEdition.NONE
    report.save(update_fields=[*STANDING, *explained])
    enter_change(Kind.WITHDRAWN, report, reason=reasons)
    return report


def lock_report(report: AnnualReport) -> AnnualReport:
    return AnnualReport.objects.select_for_update(of=["self"]).select_related("plan", "author").get(pk=report.pk)


def require(report: AnnualReport, status: str, code: str) -> None:
    if report.status != status:
        raise ValidationError(
            _("The %(year)s report is “%(status)s”; for this it must be “%(wanted)s”."),
            code=code,
            params={
                "year": report.year,
                "status": report.get_status_display(),
                "wanted": ReportStatus(status).label,
            },
        )


def move(report: AnnualReport, before: str, after: str, code: str) -> AnnualReport:
    """Of a published report it is the next edition that is written or final. Saves nothing."""
    report = lock_report(report)
    if report.status == ReportStatus.PUBLISHED and report.next_edition == before:
        report.next_edition = after
    else:
        require(report, before, code)
        report.status = after
    return report


def new_edition(report: AnnualReport, publisher: Publisher = BY_THE_MUNICIPALITY) -> Edition:
    last = report.editions.first()
    number = last.number + 1 if last else 1
    published_at = timezone.now()
    require_independence(report)
    content = snapshot_of(report)
    require_noted(report)
    if last and unified_all(content) == unified_all({name: last.snapshot.get(name) for name in content}):
        raise ValidationError(
            _("Nothing has changed since edition %(number)s."), code="unchanged", params={"number": last.number}
        )
    published_on = timezone.localdate(published_at).isoformat()
    snapshot = {
        "edition": {
            "number": number,
            "published_at": published_at.isoformat(),
            "published_on": published_on,
            "published_by": publisher,
            "journal": journal_head(),
        },
        "level_words": level_words(),
        **content,
    }
    edition = Edition(
        report=report,
        number=number,
        published_at=published_at,
        snapshot=snapshot,
        is_demo=shows_demo(report, content),
    )
    edition.sha256 = hashlib.sha256(edition.canonical_json()).hexdigest()
    edition.save()
    pdf_queue.queue_pdfs(edition)
    enter_public(report, edition)
    return edition


def journal_head() -> dict[str, Any] | None:
    """Of the public journal before this edition: the copy proves what it said until then."""
    last = head()
    return last and last._asdict()


def snapshot_of(report: AnnualReport) -> dict:
    """The whole report as plain JSON in every language: nothing in it points at a row that may change."""
    content = {
        "format": FORMAT,
        "report": report_data(report),
        "gaps": gaps_data(report),
        "sections": [import_string(path)(report) for path in settings.ANNUAL_REPORT_SECTIONS],
        "recommendations": [
            recommendation_data(r) for r in report.recommendations.select_related("commitment__plan").order_by("number")
        ],
    }
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def report_data(report: AnnualReport) -> dict:
    plan, author = report.plan, report.author
    return {
        "year": report.year,
        "covers_from": report.covers_from,
        "covers_to": report.covers_to,
        "author": {"slug": author.slug, "name": texts(author, "name")},
        "plan": {
            "slug": plan.slug,
            "title": texts(plan, "title"),
            "starts_on": plan.starts_on,
            "ends_on": plan.ends_on,
        },
        **{name: texts(report, name) for name in REPORT_TEXTS},
        "is_demo": report.is_demo,
    }


def recommendation_data(recommendation) -> dict:
    return {
        "number": recommendation.number,
        "text": texts(recommendation, "text"),
        "commitment": commitment_reference(recommendation.commitment),
        "answer": recommendation.answer,
        "answer_reason": texts(recommendation, "answer_reason"),
        "answered_on": recommendation.answered_on,
        "due_on": recommendation.due_on,
        "is_demo": recommendation.is_demo,
    }


def commitment_reference(commitment: Commitment | None) -> dict | None:
    """None also for a commitment that is not published: its title is not for the public."""
    if commitment is None or not (commitment.is_published and commitment.plan.is_published):
        return None
    return {"slug": commitment.slug, "number": commitment.number, "title": texts(commitment, "title")}


def shows_demo(report: AnnualReport, content: dict) -> bool:
    return (
        report.is_demo
        or any(section.get("shows_demo") for section in content["sections"])
        or any(recommendation["is_demo"] for recommendation in content["recommendations"])
    )
