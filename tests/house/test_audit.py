"""Every table is recorded, or stands here with the reason why not; nothing is recorded that must not be."""

import pytest
from django.apps import apps
from django.db import connection
from modeltranslation.translator import NotRegistered, translator

from tests.house.personal_columns import TELLING
from tetouan_portal.audit.tables import owner_of, tracked_tables

pytestmark = pytest.mark.django_db

NOT_RECORDED = {
    "tetouan_portal_auditentry": "the record itself, which nobody changes",
    "tetouan_portal_correction": "a record itself, append-only, written with the change that it tells of",
    "tetouan_portal_doomedfile": "files on their way out; what let go of them is recorded",
    "tetouan_portal_journalline": "a record itself, public and chained, which nobody changes",
    "tetouan_portal_missingfile": "what the daily sweep found; nobody's act",
    "tetouan_portal_removedplace": "a record itself: which columns a removal touched, never changed",
    "tetouan_portal_heartbeat": "signs of life, written over every minute; nobody's act",
    "auth_permission": "made from the code by migrate",
    "django_content_type": "made from the code by migrate",
    "django_migrations": "what migrate did; the code's history says the same",
    "django_session": "expires, and is personal",
    "django_admin_log": "a record too, by pages of the admin alone",
    "portal_cache": "what processes share for minutes",
    "tetouan_portal_guesses": "counts wrong passwords and codes, and expires",
    "tetouan_portal_knownbrowser": "expires, and is personal",
    "tetouan_portal_securityevent": "a record itself, which only counts further",
    "tetouan_portal_alarm": "when a mail went; nobody's act",
    "tetouan_portal_letter": "mails that wait to be sent; what they tell is recorded where it happened",
    "account_emailconfirmation": "not used: invitations prove addresses",
    "usersessions_usersession": "expires, and is personal",
    "budget_docs_budgetline": "never changed: a budget is replaced whole, and its version is recorded",
    "budget_docs_budgetheading": "as the lines under it",
    "budget_docs_filepage": "made from its file, whose change is recorded",
    "budget_docs_reminder": "a record itself: who was told of which date",
    "participation_caseevent": "a record itself, append-only; an author's words in it can be erased",
    "participation_caseletter": "mails that wait to be sent; what they tell is the case's event",
    "participation_draft": "what nobody has sent yet; personal, and expires",
    "commitments_thumbnail": "made by a worker from its file, whose change is recorded; made again at any time",
    "commitments_linkcheck": "what a server answered a worker; nobody's act",
    "commitments_evidencework": "what workers have to do; nobody's act",
    "commitments_keptfilework": "what workers have to do; nobody's act",
    "budget_docs_documentfilework": "what workers have to do; nobody's act",
    "commitments_keptfile": "holds a file between two attempts at one form, then expires",
}


def tables():
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def columns_of(table):
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def test_every_table_is_recorded_or_named_with_a_reason():
    assert tables() - set(tracked_tables()) == set(NOT_RECORDED) & tables()


def test_no_reason_outlives_its_table():
    assert set(NOT_RECORDED) <= tables()


def test_a_trigger_speaks_of_columns_that_exist():
    for table, (left_out, masked, key) in tracked_tables().items():
        named = {*left_out.split(","), *masked.split(","), key} - {""}
        assert named <= columns_of(table), table


def test_columns_that_tell_of_a_person_are_masked_or_left_out():
    told = {}
    for table, (left_out, masked, _key) in tracked_tables().items():
        open_columns = columns_of(table) - set(left_out.split(",")) - set(masked.split(","))
        told |= {(table, column): "" for column in open_columns if column in TELLING}
    assert told == {}


def test_rows_of_a_join_table_belong_to_the_one_that_declares_it():
    for table, (_left_out, _masked, key) in tracked_tables().items():
        model, owner = apps_model(table), owner_of(table)
        expected = "id"
        if model is not owner:
            expected = next(field.column for field in model._meta.local_fields if field.related_model is owner)
        assert key == expected, table


def test_what_only_copies_a_translation_is_left_out():
    for table, (left_out, _masked, _key) in tracked_tables().items():
        assert translated(apps_model(table)) <= set(left_out.split(",")), table


def apps_model(table):
    return next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)


def translated(model):
    try:
        return set(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        return set()
