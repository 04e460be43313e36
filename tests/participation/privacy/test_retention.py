from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from participation.models import Case, Contact, Draft, Photo, RetentionReport, Term
from participation.privacy import retention
from tests.factories import participation as make
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db


def closed(now, days, **values):
    return make.CaseFactory(closed=True, closed_at=now - timedelta(days=days), **values)


def photo(**owner):
    row = Photo(content_type="image/jpeg", width=1, height=1, size=3, sha256="a" * 64, **owner)
    row.file.save("x", ContentFile(b"jpg"))
    return row


def test_contact_data_go_before_the_words_and_both_are_counted(now):
    old, older = closed(now, 200), closed(now, 800)
    for case in (old, older):
        make.ContactFactory(case=case)
    photo(case=older)
    report = retention.forget(now=now)
    assert (report.contacts, report.cases, report.photos) == (2, 1, 1)
    assert not Contact.objects.exists()
    assert Case.objects.get(pk=old.pk).text
    assert not Case.objects.get(pk=older.pk).text


def test_photos_that_come_meanwhile_are_not_counted_against_those_that_went(now, monkeypatch):
    for _each in range(2):
        photo(case=closed(now, 800))
    open_case, erase = make.CaseFactory(), retention.erase

    def while_others_send(case, **values):
        photo(case=open_case)
        return erase(case, **values)

    monkeypatch.setattr(retention, "erase", while_others_send)
    assert retention.forget(now=now).photos == 2


def test_requests_are_kept_as_long_as_requests_are(now):
    request = closed(now, 800, kind="request", outcome="provided")
    retention.forget(now=now)
    assert Case.objects.get(pk=request.pk).text
    assert retention.forget(now=now + timedelta(days=1200)).cases == 1


def test_an_open_case_is_never_too_old(now):
    case = make.CaseFactory(received_at=now - timedelta(days=4000))
    make.ContactFactory(case=case)
    report = retention.forget(now=now)
    assert (report.contacts, report.cases) == (0, 0)


def test_staff_decide_how_long(now):
    make.ContactFactory(case=closed(now, 40))
    Term.objects.create(use="keep_contact", amount=30, unit="days")
    assert retention.forget(now=now).contacts == 1


def test_a_forgotten_draft_takes_its_photos_with_it(now):
    draft = Draft.objects.create(key_hash="a" * 64, content="{}")
    kept = Draft.objects.create(key_hash="b" * 64, content="{}")
    Draft.objects.filter(pk=draft.pk).update(updated_at=now - timedelta(days=3))
    Draft.objects.filter(pk=kept.pk).update(updated_at=now)
    lost, stays = photo(draft=draft), photo(draft=kept)
    assert retention.forget(now=now).drafts == 1
    destroy_waiting()
    assert not lost.file.storage.exists(lost.file.name)
    assert stays.file.storage.exists(stays.file.name)


def test_a_second_run_finds_nothing_left(now):
    make.ContactFactory(case=closed(now, 800))
    retention.forget(now=now)
    again = retention.forget(now=now + timedelta(minutes=1))
    assert (again.contacts, again.cases) == (0, 0)
    assert RetentionReport.objects.count() == 2


def test_more_than_one_batch_goes_in_one_night(now, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for _each in range(5):
        closed(now, 800)
    assert retention.forget(now=now).cases == 5
