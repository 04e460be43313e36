from datetime import date

import pytest
from django.utils import translation

from participation.case import desk_acts
from participation.law import due_dates
from participation.law.explanations import Explanation, explain, remedy_in_words, sentence
from participation.law.remedies import remedies_of
from participation.models import Holiday, Term, TermUse
from tests.factories import participation as make
from tests.participation.clock_cases import open_request, request_received

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


def facts(use="request", day=date(2026, 6, 1)):
    return due_dates.due(TermUse(use), day).facts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "أجل 20 يوم عمل بعد تاريخ 1 يونيو 2026، دون احتساب أيام السبت والأحد، ينتهي في 29 يونيو 2026."),
        ("fr", "20 jours ouvrables après le 1er juin 2026, sans les samedis et les dimanches\u00a0: le 29 juin 2026."),
        (
            "es",
            "20 días hábiles después del 1 de junio de 2026, sin contar sábados ni domingos: el 29 de junio de 2026.",
        ),
    ],
)
def test_working_days_are_explained_in_the_readers_language(language, text):
    with translation.override(language):
        assert sentence(facts()) == text


def test_days_are_explained_without_any_calendar():
    assert sentence(facts("submission")) == "60 jours après le 1er juin 2026\u00a0: le 31 juillet 2026."


def test_one_holiday_and_several_are_named_with_their_dates():
    assert sentence(facts(day=date(2026, 7, 10))) == (
        "20 jours ouvrables après le 10 juillet 2026, sans les samedis, les dimanches et 1 jour férié "
        "(Fête du Trône, 30 juillet 2026)\u00a0: le 10 août 2026."
    )
    with translation.override("ar"):
        assert sentence(facts(day=date(2026, 7, 20))) == (
            "أجل 20 يوم عمل بعد تاريخ 20 يوليوز 2026، دون احتساب أيام السبت والأحد ويومي عطلة "
            "(عيد العرش، 30 يوليوز 2026؛ ذكرى استرجاع إقليم وادي الذهب، 14 غشت 2026)، ينتهي في 19 غشت 2026."
        )


def test_a_holiday_without_a_name_in_the_readers_language_is_set_apart():
    make.HolidayFactory(date=date(2026, 6, 16), name_ar="فاتح محرم", name_fr="", name_es="", kind="religious")
    assert "(\u2068فاتح محرم\u2069, 16 juin 2026)" in sentence(facts())


def test_what_was_told_stays_told_when_the_calendar_has_changed_since():
    make.HolidayFactory(date=date(2026, 6, 16), name_fr="1er Moharram", kind="religious")
    told = facts()
    Holiday.objects.all().delete()
    assert "1 jour férié (16 juin 2026)\u00a0: le 30 juin 2026." in sentence(told)


def test_an_extension_is_told_after_the_time_from_which_it_counts(officer, now):
    extended = desk_acts.extend(open_request(), "Archives", by=officer, now=now)
    first, later = sentence(extended.due_facts).split(" Délai prolongé\u00a0: ")
    assert first.endswith("le 29 juin 2026.")
    assert later.startswith("20 jours ouvrables après le 29 juin 2026")
    assert later.endswith("le 27 juillet 2026.")


def test_the_law_is_named_and_marked_until_it_is_confirmed():
    case = open_request()
    told = explain(case)
    assert told[:3] == (sentence(case.due_facts), "Loi n°\u00a031-13", True)
    assert (told.site, told.read_on) == ("cdai.ma", date(2026, 11, 29))
    limit = Term.objects.create(use="request", amount=20, unit="working_days", source="Loi 31-13", article="art. 16")
    assert explain(case) == Explanation(sentence(case.due_facts), "Loi 31-13, art. 16")
    limit.confirmed_by, limit.confirmed_on = "Me Alaoui", date(2026, 5, 4)
    limit.save()
    assert explain(case).is_confirmed


def test_a_time_limit_that_was_changed_since_confirms_nothing_about_an_old_date():
    read = {"confirmed_by": "Me Alaoui", "confirmed_on": date(2026, 5, 4)}
    Term.objects.create(use="request", amount=10, unit="days", source="Loi", **read)
    case = open_request()
    assert explain(case)[1:3] == ("Loi", True)
    Term.objects.update(amount=15)
    assert explain(case)[1:3] == ("", False)


def test_a_date_of_which_nobody_kept_the_computation_has_no_sentence():
    assert explain(make.CaseFactory()) == Explanation("")


def test_the_sentence_costs_one_reading_of_the_calendar_at_most(django_assert_max_num_queries, officer, now):
    case = desk_acts.extend(request_received(date(2026, 6, 29)), "Archives", by=officer, now=now)
    with django_assert_max_num_queries(3):
        assert "4 jours fériés" in explain(case).sentence


def test_a_remedy_says_from_when_until_when_and_that_it_is_to_be_confirmed():
    head, cdai, _court = remedies_of(open_request())
    assert remedy_in_words(head) == (
        "réclamation auprès du président du Conseil communal, chef de l’organisme\u00a0: "
        "du 30 juin 2026 au 27 juillet 2026"
    )
    assert remedy_in_words(cdai).endswith(
        "du 12 août 2026 au 10 septembre 2026, plus tôt si l’étape précédente s’est terminée plus tôt"
        " (délai à confirmer)"
    )
    assert "confirmer" not in remedy_in_words(cdai._replace(is_confirmed=True))


def test_a_remedy_without_dates_is_named_alone():
    assert [remedy_in_words(one) for one in remedies_of(make.CaseFactory())] == [
        "réclamation sur le portail national chikaya.ma",
        "réclamation auprès du Médiateur du Royaume (Wassit)",
    ]
