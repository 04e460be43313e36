"""What each side says about a milestone stands on the commitment's page, and nothing of what is not published."""

from datetime import date

import pytest
from modeltranslation.translator import translator

from commitments.models import Statement
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    InstitutionFactory,
    MilestoneFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "es")
TEXTS = sorted(translator.get_options_for_model(Statement).fields)


@pytest.fixture
def milestone():
    return MilestoneFactory(commitment__slug="budget", number=3)


def said(milestone, **values):
    return StatementFactory(commitment=None, milestone=milestone, **values)


def milestones_of(client, language="fr"):
    text = client.get(f"/{language}/commitments/budget/").text
    return text[text.index('id="milestones"') : text.index('id="indicators"')]


def sides_of(part):
    """(what the municipality declares, what the monitor finds) of the only milestone."""
    municipality, monitor = part[part.index("statement-municipality") :].split("statement-monitor")
    return municipality, monitor


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_both_sides_and_their_proofs_are_read_in_every_language(client, milestone, language):
    for side in ("municipality", "monitor"):
        texts = {f"{name}_{code}": f"{side}·{name}·{code}" for name in TEXTS for code in LANGUAGES}
        EvidenceFactory(statement=said(milestone, side=side, **texts), url=f"https://www.example.org/{side}")
    found = dict(zip(("municipality", "monitor"), sides_of(milestones_of(client, language)), strict=True))
    assert TEXTS == ["next_steps", "obstacles", "summary"]
    for side, part in found.items():
        for name in TEXTS:
            assert f"{side}·{name}·{language}" in part
        assert f'href="https://www.example.org/{side}"' in part


def test_each_side_says_when_through_whom_which_level_and_what_is_invented(client, milestone):
    institution = InstitutionFactory(name_fr="Division des grands projets")
    said(milestone, level="complete", dated_on=date(2026, 1, 5), institution=institution, is_demo=True)
    said(milestone, level="no_evidence", dated_on=date(2026, 2, 3), by_monitor=True)
    part = milestones_of(client)
    municipality, monitor = sides_of(part)
    for mark in ("level-complete", 'datetime="2026-01-05"', "Division des grands projets", "demo-mark"):
        assert mark in municipality
        assert mark not in monitor
    for mark in ("level-no_evidence", 'datetime="2026-02-03"'):
        assert mark in monitor
    assert "agreement-differ" in part


def test_a_text_in_another_language_says_so(client, milestone):
    said(milestone, summary_ar="نُشر الدليل", summary_fr="", summary_es="")
    assert '<div lang="ar" dir="rtl">' in sides_of(milestones_of(client))[0]


def test_what_was_corrected_stays_readable_beside_its_correction(client, milestone):
    wrong = said(milestone, level="complete", summary_fr="Tout est fait.")
    said(milestone, level="limited", summary_fr="Un guide sur deux.", dated_on=date(2026, 1, 20), supersedes=wrong)
    said(milestone, by_monitor=True, summary_fr="Vu par le suivi.")
    newest, _list, earlier = milestones_of(client).partition('class="history"')
    assert "Tout est fait." in earlier
    assert f'id="statement-{wrong.pk}"' in earlier
    assert '<time datetime="2026-01-20">' in earlier  # of its correction
    assert "Tout est fait." not in newest
    for text in ("Un guide sur deux.", "Vu par le suivi."):
        assert (newest.count(text), earlier.count(text)) == (1, 0)


def test_what_is_not_published_not_dated_yet_or_not_examined_is_not_there(client, milestone):
    published = said(milestone, summary_fr="Public.")
    hidden = [
        said(milestone, draft=True, summary_fr="SECRET brouillon", institution=InstitutionFactory()),
        said(milestone, submitted=True, summary_fr="SECRET soumis", institution=InstitutionFactory()),
        said(
            milestone,
            state="returned",
            return_reason="SECRET motif",
            summary_fr="SECRET retourné",
            institution=InstitutionFactory(),
        ),
        said(milestone, draft=True, by_monitor=True, summary_fr="SECRET suivi"),
        said(milestone, draft=True, supersedes=published, summary_fr="SECRET correction"),
        said(milestone, dated_on=date(2999, 1, 1), summary_fr="SECRET demain"),
    ]
    for statement in hidden:
        EvidenceFactory(statement=statement, title_fr="SECRET preuve", url="https://www.example.org/secret")
    EvidenceFactory(statement=published, title_fr="SECRET preuve", scan="waiting")
    EvidenceFactory(
        statement=published,
        title_fr="Retirée",
        url="https://www.example.org/secret",
        withdrawn_at="2026-01-01T00:00Z",
        withdrawal_reason_fr="Un nom s’y lisait",
    )
    text = client.get("/fr/commitments/budget/").text
    assert "Public." in text
    assert "Un nom s’y lisait" in text
    assert "SECRET" not in text
    assert "example.org/secret" not in text


def test_of_a_milestone_on_which_nobody_spoke_there_is_nothing_to_open(client, milestone):
    part = milestones_of(client)
    assert 'id="milestone-3"' in part
    assert "<details" not in part


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_fourteen_queries_however_many_milestones_have_their_statements(
    client, django_assert_num_queries, count
):
    commitment = CommitmentFactory(slug="budget")
    for number in range(1, count + 1):
        milestone = MilestoneFactory(commitment=commitment, number=number, institution=InstitutionFactory())
        for side in ("municipality", "monitor"):
            first = said(milestone, side=side, institution=InstitutionFactory())
            EvidenceFactory(statement=first)
            EvidenceFactory(statement=said(milestone, side=side, supersedes=first))
    with django_assert_num_queries(14):
        text = client.get("/ar/commitments/budget/").text
    assert text.count('class="milestone-said"') == count


def test_news_about_a_milestone_lead_to_its_place(client, milestone):
    statement = said(milestone)
    EvidenceFactory(statement=statement)
    EvidenceFactory(statement=StatementFactory(commitment=milestone.commitment))
    text = client.get("/fr/").text
    news = text[text.index('id="news"') :]
    assert news.count('href="/fr/commitments/budget/#milestone-3"') == 2  # the statement and its proof
    assert news.count('href="/fr/commitments/budget/"') == 2
    assert 'id="milestone-3"' in client.get("/fr/commitments/budget/").text
