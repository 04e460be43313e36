import pytest

from participation import demonstration
from participation.models import Case, CaseEvent, CaseLetter, Contact, PublishedCase, RefusalGround
from tests.factories import participation as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(rows_of_a_module):
    make.OtherBodyFactory(slug="delegated-water")
    return demonstration.load()


def test_every_state_of_a_case_is_shown(loaded):
    assert loaded["Case"] == Case.objects.count() > 20
    assert {"received", "in_progress", "asked", "closed"} <= set(Case.objects.values_list("state", flat=True))
    assert {"solved", "not_ours", "not_possible", "provided", "partly", "refused"} <= set(
        Case.objects.values_list("outcome", flat=True)
    )


def test_some_come_to_the_counter_by_telephone_or_by_letter(loaded):
    assert set(Case.objects.values_list("channel", flat=True)) == {"web", "counter", "phone", "post"}


def test_the_invented_ground_of_a_refusal_names_no_article_and_goes_with_it(loaded):
    ground = RefusalGround.objects.get()
    assert ("démonstration" in ground.name_fr, ground.article, ground.is_offered) == (True, "–", False)

    demonstration.remove()

    assert not RefusalGround.objects.exists()


def test_every_row_is_marked_and_nobody_is_named_or_written_to(loaded):
    assert not Case.objects.filter(is_demo=False).exists()
    assert not CaseEvent.objects.filter(is_demo=False).exists()
    assert not Contact.objects.exists()
    assert not CaseLetter.objects.exists()


def test_what_the_desk_did_is_told_as_the_desks(loaded):
    tellers = CaseEvent.objects.filter(kind__in=["question", "answer", "closed"]).values_list("by", flat=True)
    assert set(tellers) == {"desk"}


def test_a_second_load_changes_nothing(loaded):
    assert not demonstration.load()


def test_removing_takes_the_invented_alone(loaded, officer, now):
    real = make.CaseFactory()
    tried = Case.objects.filter(is_demo=True, state="received").first() or Case.objects.filter(is_demo=True).first()
    make.CaseFactory(closed=True, outcome="duplicate", duplicate_of=tried)
    demonstration.remove()
    assert list(Case.objects.all()) == [real]
    assert not PublishedCase.objects.exists()


def test_production_refuses_it(settings):
    settings.PRODUCTION = True
    with pytest.raises(demonstration.DemonstrationError):
        demonstration.load()
