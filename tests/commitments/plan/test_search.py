from datetime import UTC, date, datetime

import pytest

from commitments.models import Commitment, Responsibility
from commitments.plan import search
from tests.factories import commitments as make
from tests.factories.drafts import SECRETS, drafts_around
from tetouan_portal.lib.languages import LANGUAGE_CODES

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
AFTER = date(2026, 6, 2)


@pytest.fixture
def commitment():
    make.CommitmentFactory(slug="other", number=8)
    return make.CommitmentFactory(slug="wanted", number=7, ogp_id="MATET0007")


def found(words, on=TODAY):
    told = search.look(words, on=on)
    rows = Commitment.objects.live().filter(pk__in=Commitment.objects.filter(told.condition).values("pk"))
    return sorted(rows.values_list("slug", flat=True))


def a_milestone(commitment, **words):
    return make.MilestoneFactory(commitment=commitment, **words)


def a_statement(commitment, **words):
    return make.StatementFactory(commitment=commitment, dated_on=TODAY, **words)


def about_a_milestone(commitment, **words):
    milestone = make.MilestoneFactory(commitment=commitment)
    return make.StatementFactory(commitment=None, milestone=milestone, by_monitor=True, dated_on=TODAY, **words)


def an_indicator(commitment, **words):
    return make.IndicatorFactory(commitment=commitment, **words)


def a_reading(commitment, **words):
    return make.ReadingFactory(indicator=make.IndicatorFactory(commitment=commitment), dated_on=TODAY, **words)


def an_update(commitment, **words):
    return make.ProgressUpdateFactory(commitment=commitment, dated_on=TODAY, **words)


def an_amendment(commitment, **words):
    return make.AmendmentFactory(commitment=commitment, decided_on=TODAY, **words)


def evidence(commitment, **words):
    statement = make.StatementFactory(commitment=commitment, dated_on=TODAY)
    return make.EvidenceFactory(statement=statement, dated_on=TODAY, **words)


def evidence_of_a_milestone(commitment, **words):
    milestone = make.MilestoneFactory(commitment=commitment)
    return make.EvidenceFactory(statement=None, milestone=milestone, dated_on=TODAY, **words)


PARTS = [
    (a_milestone, ["title", "expected_output"], "milestone"),
    (a_statement, ["summary", "obstacles", "next_steps"], "municipality"),
    (about_a_milestone, ["summary", "obstacles", "next_steps"], "monitor"),
    (an_indicator, ["title", "definition"], "indicator"),
    (a_reading, ["note"], "reading"),
    (an_update, ["title", "body"], "update"),
    (an_amendment, ["reason", "decision"], "amendment"),
    (evidence, ["title"], "evidence"),
    (evidence_of_a_milestone, ["title"], "evidence"),
]
FIELDS = [(part, field, kind) for part, fields, kind in PARTS for field in fields]


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@pytest.mark.parametrize(("part", "field", "kind"), FIELDS)
def test_a_commitment_is_found_by_every_text_of_its_page_which_is_named(commitment, part, field, kind, code):
    part(commitment, **{f"{field}_{code}": "zellige bleu"})
    assert found("zellige") == found("bleu zellige") == ["wanted"]
    places = search.look("zellige", on=TODAY).places
    assert {pk: [place["kind"] for place in named] for pk, named in places.items()} == {commitment.pk: [kind]}
    assert found("zellige cuivre") == []


@pytest.mark.parametrize("typed", ["MATET0007", "matet0007", "MATET"])
def test_a_commitment_is_found_by_its_ogp_identifier(commitment, typed):
    assert found(typed) == ["wanted"]
    assert found("MATET0008") == []


def test_a_commitment_is_found_by_what_it_is_filed_under(commitment):
    commitment.themes.add(make.ThemeFactory(slug="zellige", name_fr="Zellige"))
    institution = make.InstitutionFactory(slug="school", name_fr="École des arts")
    Responsibility.objects.create(commitment=commitment, institution=institution)
    assert found("zellige") == found("école des arts") == ["wanted"]


@pytest.mark.parametrize("words", [*SECRETS.values(), "SECRET", "brouillon"])
def test_nothing_is_found_by_the_words_of_a_draft(commitment, words):
    drafts_around(commitment)
    assert found(words) == []
    assert commitment.pk not in search.look(words, on=TODAY).places


@pytest.mark.parametrize("part", [a_statement, about_a_milestone, a_reading, an_update, an_amendment, evidence])
def test_what_is_dated_later_is_not_found_before_that_day(commitment, part):
    fields = {named: fields for named, fields, _kind in PARTS}
    row = part(commitment, **{f"{fields[part][0]}_fr": "zellige"})
    assert found("zellige", on=TODAY) == ["wanted"]
    assert found("zellige", on=date(2026, 5, 31)) == []
    assert row.pk


@pytest.mark.parametrize(
    "values",
    [
        {"withdrawn_at": datetime(2026, 1, 1, tzinfo=UTC), "withdrawal_reason_fr": "Une adresse."},
        {"scan": "waiting"},
        {"hidden": [{"kind": "sheets", "count": 1, "names": []}], "held_back": True},
    ],
)
def test_evidence_that_nobody_can_open_is_not_found(commitment, values):
    evidence(commitment, title_fr="zellige", **values)
    assert found("zellige") == []


def test_looking_takes_two_queries_before_the_commitments(commitment, django_assert_num_queries):
    for part, fields, _kind in PARTS:
        part(commitment, **{f"{fields[0]}_fr": "zellige"})
    with django_assert_num_queries(3):
        assert found("zellige") == ["wanted"]


def test_no_more_places_are_named_than_a_row_has_room_for(commitment):
    for _n in range(5):
        a_statement(commitment, summary_fr="zellige")
    assert len(search.look("zellige", on=TODAY).places[commitment.pk]) == search.PLACES


def test_the_list_says_where_the_words_stand(client, commitment):
    a_milestone(commitment, title_fr="Rampes pour fauteuils")
    text = client.get("/fr/commitments/?q=rampes").text
    assert "Jalon" in text
    assert "Rampes pour fauteuils" in text
    assert "Rampes" not in client.get("/fr/commitments/").text
