from datetime import date

import pytest

from tests.commitments.models.refusals import (
    Rule,
    named,
    nothing_in,
    the_database_refuses_to_insert,
    the_database_refuses_to_update,
    the_form_refuses,
)
from tests.factories.commitments import (
    AffiliationFactory,
    BodyFactory,
    EventFactory,
    InstitutionFactory,
    OgpValueFactory,
    PolicyAreaFactory,
    SectorFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.factories.narrative import InstitutionAliasFactory

pytestmark = pytest.mark.django_db

RULES = [
    Rule(
        "affiliated_once",
        AffiliationFactory,
        {"user": "first.user", "institution": "first.institution"},
        "This person already speaks for the institution.",
        beside={},
    ),
    Rule("institution_kind_is_known", InstitutionFactory, {"kind": "club"}),
    Rule("institution_has_a_name", InstitutionFactory, nothing_in("name"), "Write the name in at least one language."),
    Rule(
        "institution_alias_once",
        InstitutionAliasFactory,
        {"institution": "first.institution", "name": "first.name"},
        "This institution already has that name.",
        beside={},
    ),
    Rule("source_has_a_title", SourceFactory, nothing_in("title"), "Write the title in at least one language."),
    Rule("theme_has_a_name", ThemeFactory, nothing_in("name"), "Write the name in at least one language."),
    Rule("ogpvalue_has_a_name", OgpValueFactory, nothing_in("name"), "Write the name in at least one language."),
    Rule("policyarea_has_a_name", PolicyAreaFactory, nothing_in("name"), "Write the name in at least one language."),
    Rule("sector_has_a_name", SectorFactory, nothing_in("name"), "Write the name in at least one language."),
    Rule("body_has_a_name", BodyFactory, nothing_in("name"), "Write the name in at least one language."),
    Rule("event_has_a_title", EventFactory, nothing_in("title"), "Write the title in at least one language."),
    Rule(
        "event_days_in_order",
        EventFactory,
        {"ends_on": date(2022, 10, 12)},
        "The last day comes after the first; of a single day leave it empty.",
    ),
    Rule(
        "event_month_is_its_first_day",
        EventFactory,
        {"is_month": True},
        "Of a month alone give its first day, and no last day.",
    ),
    Rule("source_trust_is_known", SourceFactory, {"trust": "rumour"}),
]


@pytest.mark.parametrize("rule", named(RULES))
def test_the_form_says_what_is_wrong(rule):
    the_form_refuses(rule)


@pytest.mark.parametrize("rule", named(RULES))
def test_no_such_row_is_inserted(rule):
    the_database_refuses_to_insert(rule)


@pytest.mark.parametrize("rule", named(RULES))
def test_no_row_is_updated_to_such(rule):
    the_database_refuses_to_update(rule)


def test_two_institutions_may_share_another_name():
    first = InstitutionAliasFactory()
    InstitutionAliasFactory(name=first.name).full_clean()


def test_an_institution_is_called_by_its_name_or_else_its_identifier():
    assert str(InstitutionFactory(name_ar="", name_fr="", name_es="Archivo")) == "Archivo"
    assert str(InstitutionFactory.build(slug="archive", name_ar="", name_fr="", name_es="")) == "archive"
