"""Personal words go, the counts stay. Files are doomed with their rows."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from participation.case.history import record
from participation.case.publication import take_off
from participation.models import Case, CaseEvent, Contact, EventKind, Photo, PublishedCase, Teller
from tetouan_portal.journal.models import By
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason


@transaction.atomic
def erase_contact(case: Case, *, now: datetime, by: Teller = Teller.SYSTEM) -> bool:
    """Whether there was any."""
    gone, _by_model = Contact.objects.filter(case=case).delete()
    if gone:
        record(case, EventKind.CONTACT_ERASED, at=now, by=by)
    return bool(gone)


@transaction.atomic
def erase(case: Case, *, now: datetime, by: Teller = Teller.SYSTEM) -> Case:
    """Contact, message, photos and every word of the history; kind, dates and outcome stay for the counts.

    The code opens nothing afterwards. What the desk published in its own words goes when the author asks, and stays
    when only time has passed.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.erased_at:
        return case
    Contact.objects.filter(case=case).delete()
    photos = Photo.objects.filter(case=case)
    if by == Teller.AUTHOR:
        delete_photos(photos, Reason.ERASED)
    else:
        delete_photos(photos.filter(is_public=False), Reason.TIME_OVER)
    CaseEvent.objects.filter(case=case).update(text="", words_erased=True)
    PublishedCase.objects.filter(case=case, published_at__isnull=True).delete()  # prepared, and never public
    if by == Teller.AUTHOR:
        take_off(case, by=By.AUTHOR, now=now)
        PublishedCase.objects.filter(case=case).delete()
        case.may_be_published = False
    case.subject = case.text = case.place = case.national_reference = case.fingerprint = ""
    case.tracking_hash, case.erased_at = None, now
    case.save()
    record(case, EventKind.ERASED, at=now, by=by)
    return case


@transaction.atomic
def delete_photos(photos: QuerySet[Photo], why: Reason) -> int:
    """The rows now, their files once that is certain. How many."""
    gone = list(photos.select_for_update())  # one that passes into a case at this moment is no draft's any more
    doom((photo.file for photo in gone), why)
    Photo.objects.filter(pk__in=[photo.pk for photo in gone]).delete()
    return len(gone)
