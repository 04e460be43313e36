import pytest
from django.http import QueryDict

from commitments.forms import CommitmentFilterForm
from commitments.models import Commitment, Responsibility, Theme
from tests.factories.commitments import AxisFactory, CommitmentFactory, InstitutionFactory, StatementFactory

pytestmark = pytest.mark.django_db


def form(query):
    return CommitmentFilterForm(QueryDict(query), language="fr")


def found(query, today):
    filters = form(query)
    assert filters.is_valid(), filters.errors
    rows = filters.narrow(Commitment.objects.live(), on=today)
    return sorted(rows.values_list("slug", flat=True))


@pytest.fixture
def four(today):
    """One that differs, one that is late, one that nobody spoke about, one with a theme and an institution."""
    axis = AxisFactory(slug="transparency")
    differs = CommitmentFactory(slug="differs", axis=axis)
    StatementFactory(commitment=differs, level="complete")
    StatementFactory(commitment=differs, level="limited", by_monitor=True)
    late = CommitmentFactory(slug="late", late=True)
    StatementFactory(commitment=late, level="limited")
    CommitmentFactory(slug="silent")
    themed = CommitmentFactory(slug="themed", title_fr="Créer l’observatoire du climat en 2024")
    themed.themes.add(Theme.objects.create(slug="climate", name_fr="Climat"))
    Responsibility.objects.create(commitment=themed, institution=InstitutionFactory(slug="environment"))
    StatementFactory(commitment=themed, level="limited", by_monitor=True)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["differs", "late", "silent", "themed"]),
        ("axis=transparency", ["differs"]),
        ("declared=limited", ["late"]),
        ("declared=silent", ["silent", "themed"]),
        ("assessed=limited", ["differs", "themed"]),
        ("assessed=silent", ["late", "silent"]),
        ("declared=complete&assessed=limited", ["differs"]),
        ("late=1", ["late"]),
        ("disagreement=1", ["differs"]),
        ("late=1&disagreement=1", []),
        ("theme=climate", ["themed"]),
        ("institution=environment", ["themed"]),
        ("q=observatoire", ["themed"]),
        ("q=OBSERVATOIRE+climat", ["themed"]),
        ("q=%D9%A2%D9%A0%D9%A2%D9%A4", ["themed"]),  # ٢٠٢٤
        ("q=%E2%80%AEobservatoire%01", ["themed"]),
        ("q=+++", ["differs", "late", "silent", "themed"]),
        ("unknown=parameter", ["differs", "late", "silent", "themed"]),
    ],
)
def test_each_filter_narrows_the_list(four, today, query, slugs):
    assert found(query, today) == slugs


@pytest.mark.parametrize(
    "query", ["axis=none", "declared=no_evidence", "assessed=63%25", "late=maybe", "q=%00", "q=" + "a" * 201]
)
def test_an_unknown_value_is_refused_with_a_message_on_its_field(four, query):
    filters = form(query)
    assert list(filters.errors) == [query.partition("=")[0]]


def test_filters_in_force_are_named_and_each_has_the_address_without_it(four):
    filters = form("axis=transparency&declared=limited&theme=")
    assert filters.is_valid()
    assert [(str(f["value"]), f["query"]) for f in filters.active()] == [
        ("Transparence financière", "?declared=limited"),
        (str(dict(filters.fields["declared"].choices)["limited"]), "?axis=transparency"),
    ]


def test_removing_the_only_filter_leads_to_the_whole_list(four):
    filters = form("q=climat")
    assert filters.is_valid()
    assert [f["query"] for f in filters.active()] == ["?"]


def test_a_choice_that_has_no_name_in_the_readers_language_is_shown_in_another(four):
    Theme.objects.filter(slug="climate").update(name_fr="", name_es="Clima")
    assert ("climate", "Clima") in form("").fields["theme"].choices


def test_names_stand_in_the_alphabet_of_the_reader(four):
    themes = [("aa", "ة", "Zone"), ("bb", "آثار", "Égalité"), ("cc", "بيئة", "Eau")]
    for slug, arabic, french in themes:
        theme = Theme.objects.create(slug=slug, name_ar=f"{arabic}ق", name_fr=french, name_es=french)
        Commitment.objects.get(slug="late").themes.add(theme)
    offered = {
        code: [slug for slug, _name in CommitmentFilterForm({}, language=code).fields["theme"].choices]
        for code in ("ar", "fr")
    }
    assert [slug for slug in offered["fr"] if slug in {"aa", "bb", "cc"}] == ["cc", "bb", "aa"]
    assert [slug for slug in offered["ar"] if slug in {"aa", "bb", "cc"}] == ["bb", "cc", "aa"]
