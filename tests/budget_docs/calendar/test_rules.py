"""A rule is confirmed, or put in doubt, by an act with its day and its reason; nobody ticks it."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from budget_docs.calendar import rules
from budget_docs.models import DocumentType, RuleChange
from tests.budget_docs import rows
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)
SOURCE = {"reason_fr": "Loi organique 113-14, article 185"}


def test_a_rule_is_confirmed_from_a_day_on_and_doubted_again_and_all_of_it_is_kept():
    kind = rows.kind(is_confirmed=False)
    rules.confirm(kind, DAY, **SOURCE)
    kind.refresh_from_db()
    assert (kind.confirmed_on, kind.is_confirmed) == (DAY, True)
    rules.doubt(kind, reason_fr="L’article a été abrogé.")
    kind.refresh_from_db()
    assert (kind.confirmed_on, kind.is_confirmed, kind.confirmation_changes) == (None, False, 2)
    told = list(kind.rule_changes.values_list("confirmed_on", "reason_fr"))
    assert told == [(DAY, SOURCE["reason_fr"]), (None, "L’article a été abrogé.")]


def test_nothing_is_confirmed_or_doubted_without_a_reason_twice_or_for_a_day_to_come():
    kind, sure = rows.kind("unsure", is_confirmed=False), rows.kind("sure", confirmed_on=DAY)
    for code, act in {
        "blank": lambda: rules.confirm(kind, DAY),
        "future": lambda: rules.confirm(kind, timezone.localdate() + timedelta(days=1), **SOURCE),
        "unchanged": lambda: rules.doubt(kind, **SOURCE),
    }.items():
        codes = [code, "rule_change_has_a_reason"] if code == "blank" else [code]
        with refused(*codes):
            act()
    with refused("unchanged"):
        rules.confirm(sure, DAY, **SOURCE)
    assert RuleChange.objects.count() == 1


def test_the_database_refuses_a_rule_that_changes_without_its_reason():
    kind, sure = rows.kind("unsure", is_confirmed=False), rows.kind("sure", confirmed_on=DAY)
    for one, day in ((kind, DAY), (sure, None), (sure, date(2026, 1, 1))):
        with pytest.raises(DatabaseError, match="with its reason"), transaction.atomic():
            connection.cursor().execute(
                "update budget_docs_documenttype set confirmed_on = %s where id = %s; set constraints all immediate",
                [day, one.pk],
            )


def test_the_history_of_a_rule_is_not_rewritten():
    change = rules.confirm(rows.kind(is_confirmed=False), DAY, **SOURCE)
    for act in (lambda: RuleChange.objects.update(reason_fr="autre"), change.delete):
        with pytest.raises(DatabaseError, match="history is not rewritten"), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("language", "confirmed", "doubted"),
    [
        ("ar", "أكدته الجماعة", "وضعته الجماعة موضع شك"),
        ("fr", "confirmée par la Commune", "mise en doute par la Commune"),
        ("es", "confirmado por la Comuna", "puesto en duda por la Comuna"),
    ],
)
def test_readers_find_both_with_their_reasons(client, language, confirmed, doubted):
    document = rows.document(slot=rows.slot())
    rules.doubt(document.slot.type, reason_ar="لسبب", reason_fr="Un motif", reason_es="Un motivo")
    page = client.get(f"/{language}{document.get_absolute_url()[3:]}").text
    assert confirmed in page
    assert doubted in page
    assert {"ar": "لسبب", "fr": "Un motif", "es": "Un motivo"}[language] in page


def test_a_rule_that_was_ticked_before_begins_its_history_with_what_nobody_kept():
    sure, unsure = rows.kind("sure", confirmed_on=DAY), rows.kind("unsure", is_confirmed=False)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("delete from budget_docs_rulechange")
        cursor.execute("set local session_replication_role = origin")
    import_module("budget_docs.migrations.0020_rule_changes").begin_their_history(apps, None)
    change = RuleChange.objects.get()
    assert (change.type, change.confirmed_on, change.is_from_before) == (sure, DAY, True)
    assert "aucun n’a été conservé" in change.reason_fr
    assert not unsure.rule_changes.exists()
    connection.check_constraints()
    assert DocumentType.objects.count() == 2
