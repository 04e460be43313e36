from datetime import date

import pytest
from django.utils import translation

from commitments.models import Commitment, Edition
from commitments.standing.dossier import dossier_of
from commitments.standing.overview import overview_of, standing_of
from commitments.standing.share_cards import commitment_card, plan_card, report_card, standing_card
from tests.factories.commitments import ActionPlanFactory, CommitmentFactory, StatementFactory
from tests.factories.reports import published_report
from tetouan_portal.lib.share_card import Row, portal_card

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


def card_of(commitment, on=TODAY):
    return commitment_card(dossier_of(commitment.slug, on=on))


def standing():
    rows = overview_of(Commitment.objects.live(), on=TODAY)
    return standing_card(standing_of(rows), rows)


def test_beside_another_plan_with_commitments_a_card_names_its_own():
    plan = ActionPlanFactory(slug="own", title_fr="Plan 2022-2026")
    commitment = CommitmentFactory(number=4, axis__number=2, axis__plan=plan)
    other = CommitmentFactory(axis__plan=ActionPlanFactory(slug="other"), is_published=False)
    assert card_of(commitment).kicker == "Engagement 4 · Axe 2"
    Commitment.objects.filter(pk=other.pk).update(is_published=True)
    assert card_of(commitment).kicker == "Engagement 4 · Plan 2022-2026"
    type(plan).objects.filter(pk=plan.pk).update(title_fr="Un plan au nom fort long " * 5)
    assert len(card_of(commitment).kicker) < 70


def test_a_commitment_says_its_number_and_what_either_side_states():
    commitment = CommitmentFactory(number=4, axis__number=2)
    StatementFactory(commitment=commitment, level="substantial", dated_on=date(2026, 1, 31))
    card = card_of(commitment)
    assert card.title.text == "Publier le budget"
    assert card.kicker == "Engagement 4 · Axe 2"
    assert [(side.heading, side.level, side.word) for side in card.columns] == [
        ("Déclaré par la Commune", "substantial", "substantiel"),
        ("Évaluation indépendante", "", "aucune déclaration à ce jour"),
    ]
    assert card.foot == "Dernière mise à jour\u00a0: 31 janvier 2026"
    assert card.warning == "attente depuis le 31 mai 2026, rien de reçu ici"
    assert card_of(commitment, on=date(2026, 5, 31)).warning == ""


def test_a_late_commitment_says_by_how_much():
    for ends_on, warning in ((date(2026, 3, 31), "2 mois de retard"), (date(2026, 6, 1), "moins d’un mois de retard")):
        commitment = CommitmentFactory(starts_on=None, ends_on=ends_on)
        StatementFactory(commitment=commitment, level="limited", dated_on=date(2026, 1, 31))
        assert card_of(commitment).warning == warning


def test_a_date_that_passed_without_a_word_makes_no_card_say_late(settings):
    commitment = CommitmentFactory(starts_on=None, ends_on=date(2026, 3, 31))
    assert card_of(commitment).warning == "aucune déclaration reçue ici"
    settings.PORTAL_OPENED_ON = date(2026, 5, 1)
    assert card_of(commitment).warning == "attente depuis le 31 mars 2026, rien de reçu ici"


def test_a_commitment_without_any_fact_says_so():
    assert card_of(CommitmentFactory()).foot == "Aucune déclaration ni aucune mesure n’a encore été reçue ici."


def test_a_title_missing_in_the_readers_language_keeps_its_own():
    card = card_of(CommitmentFactory(title_fr="", title_ar="نشر الميزانية"))
    assert (card.title.text, card.title.language) == ("نشر الميزانية", "ar")


def test_a_commitment_changes_its_picture_with_its_facts_and_not_with_the_day():
    commitment = CommitmentFactory(ends_on=date(2030, 1, 1))
    StatementFactory(commitment=commitment, dated_on=date(2026, 1, 31))
    assert card_of(commitment) == card_of(commitment, on=date(2026, 6, 16))


def test_invented_facts_are_marked():
    commitment = CommitmentFactory()
    assert card_of(commitment).demonstration == ""
    StatementFactory(commitment=commitment, is_demo=True)
    assert card_of(commitment).demonstration == standing().demonstration == "Données de démonstration"


def test_the_standing_counts_each_side_apart_and_leaves_out_empty_levels():
    for declared, assessed in (("complete", "limited"), ("complete", "no_evidence"), ("limited", "")):
        commitment = CommitmentFactory()
        StatementFactory(commitment=commitment, level=declared)
        if assessed:
            StatementFactory(commitment=commitment, level=assessed, by_monitor=True)
    assert standing().rows == (
        Row("complete", "achevé", (2, 0)),
        Row("limited", "limité", (1, 1)),
        Row("no_evidence", "aucune preuve disponible", (None, 1)),
        Row("", "aucune déclaration à ce jour", (0, 1)),
    )


def test_before_the_first_commitment_the_portal_speaks_for_itself():
    assert standing() == portal_card()


def test_a_plan_says_its_kind_its_period_and_how_many_commitments():
    card = plan_card(ActionPlanFactory(), 12)
    assert card.kicker == "Plan d’action PGO"
    assert card.facts == ("12 engagements", "janvier 2023 – décembre 2026")
    assert plan_card(ActionPlanFactory(starts_on=None, ends_on=None), 0).facts == ()


def test_a_report_says_its_year_and_its_own_figures():
    published_report()
    card = report_card(Edition.objects.get())
    assert card.title.text.endswith(" 2025")
    assert card.rows == (
        Row("substantial", "substantiel", (1, 0)),
        Row("limited", "limité", (0, 1)),
    )
    assert card.foot == "Situation de 1 engagement au 31 décembre 2025"
