"""Personal words go, the counts stay. Files go after the commit."""

from datetime import datetime

from django.db import transaction

from participation.case.history import record
from participation.models import Case, CaseEvent, Contact, EventKind, Photo, PublishedCase, Teller


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
    for photo in photos if by == Teller.AUTHOR else photos.filter(is_public=False):
        delete_photo(photo)
    CaseEvent.objects.filter(case=case).update(text="", words_erased=True)
    if by == Teller.AUTHOR:
        PublishedCase.objects.filter(case=case).delete()
        case.may_be_published = False
    case.subject = case.text = case.place = case.national_reference = case.fingerprint = ""
    case.tracking_hash, case.erased_at = None, now
    case.save()
    record(case, EventKind.ERASED, at=now, by=by)
    return case


def delete_photo(photo: Photo) -> None:
    """The row now, its file when that is certain."""
    storage, name = photo.file.storage, photo.file.name
    photo.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)
