from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from participation.case import filing, tracking_code
from participation.models import Case, CaseLetter, Contact
from tests.factories import participation as make
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def complaint(**values):
    return Case(**{"kind": "complaint", "language": "fr", "text": "La rue est sombre.", **values})


def test_a_filed_case_is_received_due_and_found_by_its_code_alone(now):
    filed = filing.file_case(complaint(), now=now)
    case = Case.objects.get(tracking_hash=tracking_code.hash_of(filed.code))
    assert (case.state, case.channel, case.due_on) == ("received", "web", date(2026, 8, 14))  # 60 days
    assert filed.code not in "".join(map(str, Case.objects.values_list().get()))
    assert [(event.kind, event.by) for event in case.events.all()] == [("filed", "author")]


def test_a_request_is_due_after_working_days(now):
    make.HolidayFactory(date=date(2026, 6, 17))
    filed = filing.file_case(complaint(kind="request"), now=now)
    assert filed.case.due_on == date(2026, 7, 14)  # 20 working days, one holiday
    assert filed.case.due_facts["holidays"] == ["2026-06-17"]


def test_who_gives_no_address_leaves_no_contact_and_gets_no_mail(now):
    filing.file_case(complaint(), contact={"name": " ", "email": ""}, now=now)
    assert not Contact.objects.exists()
    assert not CaseLetter.objects.exists()


def test_contact_data_are_unreadable_in_the_database(now):
    filing.file_case(complaint(), contact={"name": "Salma", "email": "salma@example.org", "phone": "0612"}, now=now)
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(c)::text from participation_contact c")
        stored = cursor.fetchone()[0]
    assert "Salma" not in stored
    assert "salma@" not in stored
    assert Contact.objects.get().email == "salma@example.org"


def test_an_address_gets_one_letter_for_the_receipt(now):
    filed = filing.file_case(complaint(), contact={"email": "salma@example.org"}, now=now)
    assert CaseLetter.objects.get().event.case == filed.case


def test_nothing_is_filed_of_a_case_that_is_refused(now):
    with refused("invalid_choice"):
        filing.file_case(complaint(language="de"), contact={"email": "salma@example.org"}, now=now)
    with refused("no_words"):
        filing.file_case(complaint(text=""), now=now)
    assert not Case.objects.exists()
    assert not Contact.objects.exists()


def test_an_officer_files_for_somebody_at_the_counter(officer, now):
    filed = filing.file_case(complaint(channel="counter"), now=now, officer=officer)
    assert (filed.case.channel, filed.case.entered_by) == ("counter", officer)
    assert filed.case.events.get().by == "desk"


def test_a_new_code_ends_the_former_one(officer, now):
    filed = filing.file_case(complaint(), now=now)
    code = filing.new_code(filed.case, now=now, officer=officer)
    assert Case.objects.get(tracking_hash=tracking_code.hash_of(code)) == filed.case
    assert not Case.objects.filter(tracking_hash=tracking_code.hash_of(filed.code)).exists()


def test_the_same_words_have_the_same_fingerprint_whatever_their_dress():
    same = [complaint(text=text) for text in ("École fermée !", "ecole  FERMEE", "école fermée…")]
    assert len({filing.fingerprint(case) for case in same}) == 1
    assert filing.fingerprint(complaint(text="École ouverte")) != filing.fingerprint(same[0])


def test_a_reference_is_found_as_people_type_it(now):
    case = filing.file_case(complaint(), now=now).case
    for typed in (case.reference, f" {case.reference} ", str(case.pk), f"{case.pk:05d}"):
        assert Case.objects.with_reference(typed).get() == case
    for typed in ("", "2025-" + str(case.pk), "x", "9" * 30, "2026-", "٢٠٢٦-١"):
        assert not Case.objects.with_reference(typed).exists()


def test_a_case_is_never_deleted():
    case = make.CaseFactory()
    with pytest.raises(IntegrityError, match="is erased, never deleted"), transaction.atomic():
        Case.objects.filter(pk=case.pk).delete()
    demo = make.CaseFactory(is_demo=True)
    Case.objects.filter(pk=demo.pk).delete()


def test_filing_costs_a_handful_of_queries(now, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):  # savepoints among them
        filing.file_case(complaint(), contact={"email": "salma@example.org"}, now=now)
