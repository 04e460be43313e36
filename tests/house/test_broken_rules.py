"""Whatever rule of the database a record form breaks is answered with a sentence on that form, never with a fault."""

import threading

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, models
from django.test import Client, RequestFactory
from django.utils import translation

from commitments.models import Statement, Theme
from tests.at_once import together
from tests.commitments.admin.pages import explained, form_on
from tests.factories import commitments as make
from tests.factories import people
from tests.house.broken_rules import ALIKE, CHECKS, ELSEWHERE, INSIDE
from tests.house.record_rows import ROWS, staff_of, who_changes
from tetouan_portal.lib import refusals
from tetouan_portal.lib.admin.forms import VersionedForm

pytestmark = pytest.mark.django_db
MODELS = {model._meta.label_lower: model for model in admin.site._registry if model._meta.label_lower in ROWS}
RULES = {rule.name: model for model in MODELS.values() for rule in model._meta.constraints}
UNIQUE = [
    (label, name, fields)
    for label, model in MODELS.items()
    for name, fields in (
        *(
            (field.name, [field.name])
            for field in model._meta.concrete_fields
            if field.unique and not field.primary_key
        ),
        *((rule.name, [*rule.fields]) for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)),
    )
    if name not in ELSEWHERE
]


@pytest.fixture(params=["asked before", "asked by the database alone"])
def checked(request, monkeypatch):
    """Whether the form finds the broken rule itself; it does not where another was quicker."""
    if request.param != "asked before":
        monkeypatch.setattr(VersionedForm, "validate_constraints", lambda form: None)
        monkeypatch.setattr(VersionedForm, "validate_unique", lambda form: None)
    return request.param == "asked before"


def address(row_or_model, language="fr"):
    meta = row_or_model._meta
    pk = getattr(row_or_model, "pk", None) if isinstance(row_or_model, models.Model) else None
    return f"/{language}/admin/{meta.app_label}/{meta.model_name}/{f'{pk}/change' if pk else 'add'}/"


def forms_of(label):
    """(client, row, the page's text, the form's contents) of each row of the kind that somebody may change."""
    for row in ROWS[label]():
        if person := who_changes(row):
            client = Client()
            client.force_login(person)
            page = client.get(address(row))
            yield client, row, page.text, form_on(page, f"{row._meta.model_name}_form")


def offers(text, fields):
    return all(f'name="{field}"' in text for field in fields)


def typed(contents, values):
    return {name: value for name, value in (contents | values).items() if value is not None}


def errors_of(answer):
    """A form that is refused says why on the page that was sent."""
    assert answer.status_code == 200, f"{answer.status_code} {getattr(answer, 'url', '')}"
    said = [str(error) for errors in answer.context["errors"] for error in errors]
    assert said
    return said


def refused(client, page, contents):
    """What a post of it is answered; nothing is saved of it."""
    before = counts()
    said = errors_of(client.post(page, contents))
    assert counts() == before
    return said


def counts():
    return {model: model._base_manager.count() for model in MODELS.values()}


def sentence(name):
    model = RULES.get(name) or next(one for one in inner_models() if any(c.name == name for c in one._meta.constraints))
    rule = next(one for one in model._meta.constraints if one.name == name)
    with translation.override("fr"):
        return refusals.sentence_of_constraint(model, rule)


def in_french(words):
    with translation.override("fr"):
        return str(words)


def inner_models():
    return {one.model for page in map(admin.site._registry.get, MODELS.values()) for one in page.inlines}


@pytest.mark.parametrize("name", CHECKS)
def test_a_rule_broken_in_a_form_is_said(name, checked):
    model, changes, asked = RULES[name], CHECKS[name], 0
    for client, row, text, contents in forms_of(model._meta.label_lower):
        if not asked and offers(text, changes):
            asked += is_said(name, client, address(row), typed(contents, changes))
    page = client.get(address(model))
    if (checked or not asked) and page.status_code == 200 and offers(page.text, changes):
        asked += is_said(name, client, address(model), typed(for_a_new_row(page, contents), changes))
    assert asked, "no form offers this"


def for_a_new_row(page, contents):
    empty = form_on(page, f"{page.request['PATH_INFO'].split('/')[4]}_form")
    return empty | {one: value for one, value in contents.items() if one in empty and "-" not in one}


def is_said(name, client, page, contents):
    said = refused(client, page, contents)
    assert not any(name in one or "Constraint" in one for one in said)
    return True


def prefixes(row, client):
    page, request = admin.site._registry[type(row)], client.get(address(row)).wsgi_request
    return {
        inline.model._meta.label_lower: formset.get_default_prefix()
        for formset, inline in page.get_formsets_with_inlines(request, row)
    }


@pytest.mark.parametrize(("name", "place"), INSIDE.items(), ids=list(INSIDE))
def test_a_rule_broken_in_a_row_inside_another_is_said(name, place, checked):
    outer, inner, changes = place
    for client, row, text, contents in forms_of(outer):
        prefix = prefixes(row, client)[inner]
        changes = {f"{prefix}-0-{field}": value for field, value in changes.items()}
        if offers(text, changes):
            is_said(name, client, address(row), typed(contents, changes))
            return
    pytest.fail("no form offers this")


@pytest.mark.parametrize("label", [label for label, model in MODELS.items() if admin.site._registry[model].inlines])
def test_a_row_inside_another_that_is_there_already_is_said(label, checked):
    """The same again, of every kind of row that is added inside this one and has a rule that only one may."""
    for client, row, text, contents in forms_of(label):
        for inner, prefix in prefixes(row, client).items():
            again = {one: value for one, value in contents.items() if one.startswith(f"{prefix}-0-")}
            if f"{prefix}-__prefix__-" not in text or not is_unique(inner) or not again:
                continue
            at = int(contents[f"{prefix}-TOTAL_FORMS"])
            new = {one.replace("-0-", f"-{at}-", 1): value for one, value in again.items()}
            new |= {f"{prefix}-{at}-id": "", f"{prefix}-TOTAL_FORMS": at + 1}
            errors_of(client.post(address(row), typed(contents, new)))


def is_unique(label):
    meta = apps.get_model(label)._meta
    return any(isinstance(rule, models.UniqueConstraint) and not rule.condition for rule in meta.constraints)


@pytest.mark.parametrize(("label", "name", "fields"), UNIQUE, ids=[f"{label}-{name}" for label, name, _of in UNIQUE])
def test_what_one_row_alone_may_have_is_refused_to_another(label, name, fields, checked):
    model, alike = MODELS[label], ALIKE.get(name, {})
    first = ROWS[label]()[0]
    model._base_manager.filter(pk=first.pk).update(**{one: value for one, value in alike.items() if value})
    first.refresh_from_db()
    values = {one: sent(model._meta.get_field(one), first) for one in [*fields, *alike]}
    if not all(values.values()):
        return  # nothing is not the same as nothing
    for client, row, text, contents in forms_of(label):
        offered = {one: value for one, value in values.items() if offers(text, [one])}
        if {*offered} & {*fields}:
            kept = {one: getattr(first, one) for one in values if one not in offered or one in alike}
            model._base_manager.filter(pk=row.pk).update(**kept)
            errors_of(client.post(address(row), typed(contents, offered)))
            break
    page = client.get(address(model))
    if checked and page.status_code == 200 and offers(page.text, fields):
        errors_of(client.post(address(model), typed(for_a_new_row(page, contents), values)))


def sent(field, row):
    value = field.value_from_object(row)
    return value.isoformat() if hasattr(value, "isoformat") else "on" if value is True else value


@pytest.mark.parametrize("label", MODELS)
def test_every_rule_has_a_way_to_be_broken_or_no_form_offers_its_fields(label):
    model = MODELS[label]
    offered = fields_offered(model)
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) or not fields_of(rule) & offered or rule.name in CHECKS:
            continue
        is_choice = any(model._meta.get_field(name).choices for name in fields_of(rule))
        assert rule.name in ELSEWHERE or (rule.name.endswith("_is_known") and is_choice), rule.name


def fields_of(rule):
    return {name.split("__")[0] for name, _value in refusals.flat(rule.condition)}


def fields_offered(model):
    page, request = admin.site._registry[model], RequestFactory().get("/")
    found = set()
    for row in ROWS[model._meta.label_lower]():
        for request.user in staff_of(row):
            if page.has_change_permission(request, row):
                found |= set(page.get_form(request, row).base_fields)
            if page.has_add_permission(request):
                found |= set(page.get_form(request).base_fields)
    return found


def test_no_reason_outlives_its_rule():
    inside = {
        rule.name
        for page in admin.site._registry.values()
        for one in page.inlines
        for rule in one.model._meta.constraints
    }
    assert {*CHECKS, *ELSEWHERE, *ALIKE} <= set(RULES)
    assert set(INSIDE) <= inside


def test_a_choice_that_is_none_is_said(checked):
    for label in (
        "commitments.source",
        "commitments.institution",
        "commitments.commitment",
        "budget_docs.statedfigure",
    ):
        client, row, _text, contents = next(forms_of(label))
        for name in [one for one in contents if one in {"trust", "kind"}]:
            is_said(name + "_is_known", client, address(row), typed(contents, {name: "zz"}))


def test_a_second_open_statement_is_said_to_whoever_writes_it(checked):
    own = make.ResponsibilityFactory(institution=make.InstitutionFactory())
    draft = make.StatementFactory(draft=True, commitment=own.commitment, institution=own.institution)
    client = Client()
    client.force_login(people.focal_point(own.institution))
    page = client.get(address(Statement))
    new = form_on(page, "statement_form") | {"commitment": draft.commitment_id, "institution": own.institution_id}
    new |= {"side": "municipality", "level": "limited", "dated_on": "2026-01-31", "summary_fr": "Fait"}
    assert refused(client, address(Statement), new) == [
        sentence("one_open_statement_of_an_institution_on_a_commitment")
    ]


REFUSES = """
create function refuses() returns trigger language plpgsql as $$
begin raise exception 'held' using errcode = 'restrict_violation'; end $$;
create {constraint} trigger refuses {when} on {table} {deferred} for each row execute function refuses();
"""


WHY = {"why_fr": "Une erreur"}


def hold(model, *, at_the_end):
    words = {"constraint": "constraint", "when": "after update or delete", "deferred": "deferrable initially deferred"}
    words = words if at_the_end else {"constraint": "", "when": "before update or delete", "deferred": ""}
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")
        cursor.execute(REFUSES.format(table=model._meta.db_table, **words))


@pytest.mark.parametrize("label", MODELS)
def test_what_a_trigger_holds_is_said_in_every_record_form(label):
    """Also by a trigger that waits for the end of the transaction, and when the row is to be deleted."""
    client, row, _text, contents = next(one for one in forms_of(label) if texts_in(one[3]))
    hold(type(row), at_the_end=type(row)._meta.model_name < "g")
    changed = {name: f"{contents[name]}a" for name in texts_in(contents)[-1:]}
    assert in_french(refusals.HELD) in errors_of(client.post(address(row), explained(contents) | changed))
    deleting = client.post(address(row).replace("/change/", "/delete/"), {"post": "yes", **WHY}, follow=True)
    assert deleting.status_code in {200, 403}
    assert type(row)._base_manager.filter(pk=row.pk).exists()


def texts_in(contents):
    """Names of what can be written into without breaking a rule."""
    ends = ("_es", "article", "means", "population_source", "name", "note")
    return [name for name in contents if name.endswith(ends) and "-" not in name and not name.startswith("why_")]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_name_at_once_one_reads_that_it_is_taken(monkeypatch):
    person, both_asked = people.superuser(), threading.Barrier(2, timeout=20)
    validated, waited = VersionedForm.validate_unique, threading.local()

    def then_wait(form):
        validated(form)
        if not hasattr(waited, "once"):
            waited.once = True
            both_asked.wait()

    monkeypatch.setattr(VersionedForm, "validate_unique", then_wait)
    answers = together(lambda: add_theme(person), lambda: add_theme(person))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert Theme.objects.filter(slug="the-same").count() == 1


def add_theme(person):
    client = Client()
    client.force_login(person)
    values = {"slug": "the-same", "name_ar": "نفسه", "name_fr": "Le même", "name_es": "El mismo"}
    return client.post(address(Theme), values)
