import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from commitments.models import Commitment
from participation.published.similar import rank
from tests.factories import people
from tests.factories.commitments import CommitmentFactory
from tetouan_portal import roles
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.synonyms.models import Synonym

pytestmark = pytest.mark.django_db
EMPTY = {f"title_{code}": None for code in ("ar", "fr", "es")}


def titled(**texts):
    return CommitmentFactory(**EMPTY | {f"title_{code}": text for code, text in texts.items()})


def found(text):
    return list(Commitment.objects.search(text).order_by("pk"))


@pytest.fixture
def rubbish():
    return Synonym.objects.create(word="ordures ménagères", means="propreté, النظافة؛ limpieza urbana")


@pytest.mark.parametrize(
    "typed", ["ordures ménagères", "Ordures Menageres", "ordure ménagère", "des ordures ménagères"]
)
@pytest.mark.parametrize("title", [{"fr": "La propreté"}, {"ar": "مدينة ونظافة"}, {"es": "Limpieza urbana"}])
def test_an_everyday_word_finds_what_the_texts_call_it_in_each_language(rubbish, typed, title):
    commitment = titled(**title)
    titled(fr="Le climat", ar="المناخ", es="El clima")
    titled(es="Zona urbana")
    assert found(typed) == [commitment]


def test_the_word_itself_is_still_found_and_others_beside_it_are_still_asked_for(rubbish):
    commitments = [titled(fr="Ordures ménagères de la ville"), titled(fr="Propreté de la ville")]
    titled(fr="Propreté des plages")
    assert found("ordures ménagères ville") == commitments


def test_an_arabic_word_is_compared_as_arabic_is_searched(rubbish):
    Synonym.objects.create(word="أزبال", means="propreté")
    commitment = titled(fr="Propreté")
    assert found("الأزبال") == found("ازبال") == [commitment]


def test_what_the_texts_say_is_no_beginning_of_another_word_and_leads_no_further(rubbish):
    Synonym.objects.create(word="boue", means="ordures ménagères")
    titled(fr="Propretérisation")
    commitment = titled(fr="Propreté")
    assert found("ordures ménagères") == [commitment]
    assert found("boue") == []


def test_where_some_word_is_enough_the_meaning_is_enough(rubbish):
    commitment = titled(fr="La propreté de la plage")
    assert list(rank(Commitment.objects.all(), "ordures ménagères partout")) == [commitment]


@pytest.mark.parametrize("word", ["le", "؟", "a.ma/b'c", "& | !", "x" * 60])
def test_no_word_of_the_list_breaks_a_search(word):
    Synonym.objects.create(word=word, means="l'eau, le; ' & |, (x")
    commitment = titled(fr="Une fontaine")
    assert found("fontaine") == [commitment]
    assert found(word) == []


def test_a_search_asks_the_list_in_the_same_statement(rubbish, django_assert_num_queries):
    titled(fr="Propreté")
    with django_assert_num_queries(1):
        assert len(found("ordures ménagères")) == 1


@pytest.mark.parametrize("means", ["", " , ، "])
def test_a_row_that_means_nothing_is_refused(means):
    with pytest.raises(ValidationError) as error:
        Synonym(word="ordures", means=means).full_clean()
    assert error.value.error_dict["means"][0].code == ("means_nothing" if means else "blank")


def test_the_database_refuses_an_empty_word(rubbish):
    with pytest.raises(IntegrityError, match="synonym_means_something"):
        Synonym.objects.filter(pk=rubbish.pk).update(word="")


@pytest.mark.parametrize(("role", "may"), [("technical_team", True), ("desk_officer", True), ("publisher", False)])
def test_those_who_hear_citizens_keep_the_list_and_every_change_is_recorded(client, role, may):
    roles.sync()
    client.force_login(people.holding(role))
    response = client.post("/fr/admin/tetouan_portal/synonym/add/", {"word": "ordures", "means": "propreté"})
    assert response.status_code == (302 if may else 403)
    assert Synonym.objects.filter(word="ordures").exists() is may
    assert AuditEntry.objects.filter(table_name="tetouan_portal_synonym").exists() is may


def test_the_functions_are_asked_once_and_not_for_each_row():
    plan = Commitment.objects.search("budget").order_by().explain()
    assert "InitPlan" in plan
    with connection.cursor() as cursor:
        cursor.execute("select provolatile from pg_proc where proname = 'portal_query'")
        assert cursor.fetchone() == ("s",)
