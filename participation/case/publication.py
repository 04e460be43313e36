"""What the public journal is told of a published case, and how a case is taken off the public pages."""

from datetime import datetime

from django.db import transaction

from participation.models import Case, PublishedCase
from tetouan_portal.journal.becoming import enter_change, enter_public
from tetouan_portal.journal.forgetting import forget_former_texts, forget_texts
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.journal.subjects import Told


def enter_published(row: PublishedCase, was: Told) -> None:
    """Words that stood there before go from the journal too: they may have named somebody."""
    if enter_public(row):
        return
    enter_change(Kind.CORRECTED, row, was=was)
    forget_former_texts(row)


@transaction.atomic
def take_off(case: Case, *, by: By, now: datetime) -> bool:
    """From the public pages, the words from the journal too; whether it was there."""
    row = PublishedCase.objects.live().filter(case=case).first()
    if row is None:
        return False
    enter_change(Kind.WITHDRAWN, row, by=by)
    PublishedCase.objects.filter(pk=row.pk).update(unpublished_at=now)
    forget_texts(row)
    case.photos.update(is_public=False)
    return True
