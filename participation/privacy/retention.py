"""Every night: what has had its time is erased, and a report says how much went. Safe to run twice, or late."""

from collections.abc import Callable
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from participation.case.erasure import delete_photos, erase, erase_contact
from participation.law import due_dates
from participation.models import Case, CaseKind, Contact, Draft, Photo, RetentionReport, TermUse
from tetouan_portal.stored_files.models import Reason

AT_ONCE = 200


def forget(*, now: datetime) -> RetentionReport:
    """Rows that somebody is using at this moment wait for the next night."""
    report = RetentionReport(at=now)
    reachable = ended_before(TermUse.KEEP_CONTACT, now).filter(pk__in=Contact.objects.values("case"))
    report.contacts = each(reachable, lambda row: erase_contact(row, now=now))
    submissions = ended_before(TermUse.KEEP_TEXT, now).exclude(kind=CaseKind.REQUEST)
    requests = ended_before(TermUse.KEEP_REQUEST, now).filter(kind=CaseKind.REQUEST)
    for ended in (submissions, requests):
        report.cases += each(ended.filter(erased_at=None), lambda row: forget_words(row, report))
    outdated = Draft.objects.filter(updated_at__lt=now - settings.DRAFTS_KEPT_FOR)
    report.drafts = each(outdated, lambda row: forget_draft(row, report))
    report.save()
    return report


def ended_before(use: TermUse, now: datetime) -> QuerySet[Case]:
    """Cases that ended longer ago than staff keep them; none that is open, however old."""
    day = due_dates.day_before(use, timezone.localdate(now))
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    return Case.objects.filter(~Q(closed_at=None), closed_at__lt=midnight)


def each(rows: QuerySet, forget_one: Callable) -> int:
    """In transactions of their own, a few hundred each; how many."""
    done, after = 0, 0
    while True:
        with transaction.atomic():
            batch = list(
                rows.filter(pk__gt=after).order_by("pk").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE]
            )
            after = batch[-1].pk if batch else after  # a deleted row no longer knows its own
            for row in batch:
                forget_one(row)
        if not batch:
            return done
        done += len(batch)


def forget_words(case: Case, report: RetentionReport) -> None:
    """Nobody adds a photo meanwhile: the case is locked."""
    photos = Photo.objects.filter(case=case)
    before = photos.count()
    erase(case, now=report.at)
    report.photos += before - photos.count()


def forget_draft(draft: Draft, report: RetentionReport) -> None:
    report.photos += delete_photos(draft.photos.all(), Reason.TIME_OVER)
    draft.delete()
