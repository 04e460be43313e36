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
    InstitutionFactory,
    OgpValueFactory,
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
