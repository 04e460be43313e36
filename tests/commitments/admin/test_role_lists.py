"""The role table, list by list: what is listed, found, filtered, exported and offered in fields."""

import csv
import io
import re

import pytest
from django.apps import apps
from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter, site
from django.urls import reverse

from tests.commitments.admin.pages import address, registered
from tests.commitments.admin.readers import text_of
from tests.commitments.admin.role_table import MATRIX, PAGE_CELLS, ROW_CELLS, differences, model_name, rows_seen
from tests.factories.town import OF_ANOTHER

pytestmark = [pytest.mark.django_db, MATRIX]
STRANGERS = {"focal_point", "publisher", "technical_team", "translator", "clerk"}  # to every draft of another


def lists_of(person):
    return [model for model in registered() if "l" in PAGE_CELLS[model, person]]


def listed(town, answer):
    changelist = answer.context["cl"]
    keys = {row.pk for row in changelist.result_list}
    return {name for name, row in town.of(changelist.opts.model_name).items() if row.pk in keys}


def years_in(answer):
    return {int(year) for year in re.findall(r"\b20\d\d\b", answer.text)}


def test_a_list_shows_the_rows_of_the_table_and_no_other(town, reader, person):
    found, wanted = {}, {}
    for model in registered():
        answer = reader.get(address(model))
        has_list = answer.status_code == 200
        has_add = reader.get(address(model, "add")).status_code == 200
        assert has_list or answer.status_code == 403
        found[model] = ("l" * has_list + "a" * has_add, listed(town, answer) if has_list else set())
        letters = "".join(letter for letter in "la" if letter in PAGE_CELLS[model, person])
        wanted[model] = (letters, rows_seen(person, model))
        assert person not in STRANGERS or OF_ANOTHER.year not in years_in(answer), model
    assert differences(found, wanted) == {}
    assert reader.leaks == {}


@pytest.mark.parametrize("person", ["technical_team", "focal_point", "publisher", "monitor"], indirect=True)
def test_no_search_finds_a_row_by_words_of_another(town, reader, person):
    hidden = [name for name in town.rows if name not in reader.may_read]
    one_of_each = {model_name(name): name for name in hidden}.values()
    found = {}
    for model in lists_of(person):
        for name in one_of_each if registered()[model].search_fields else ():
            answer = reader.client.get(address(model), {"q": f"zq_{name}_qz"})
            if listed(town, answer):
                found[model, name] = listed(town, answer)
    assert hidden
    assert found == {}


@pytest.mark.parametrize("person", ["focal_point"], indirect=True)
def test_every_choice_among_rows_and_of_our_own_finds_only_what_is_seen(town, reader, person):
    for model in lists_of(person):
        changelist = reader.get(address(model)).context["cl"]
        ours = (RelatedFieldListFilter, SimpleListFilter)
        for choices in [choices for choices in changelist.filter_specs if isinstance(choices, ours)]:
            for choice in choices.choices(changelist):
                answer = reader.get(address(model) + choice["query_string"])
                assert listed(town, answer) <= rows_seen(person, model)
    assert reader.leaks == {}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_has_the_rows_of_the_list_and_no_other(town, reader, person, kind):
    for model in set(registered()) - {"edition", "reportpdf"}:
        answer = reader.get(f"{address(model)}export/{kind}/")
        if "l" not in PAGE_CELLS[model, person]:
            assert answer.status_code == 403, model
            continue
        assert answer.status_code == 200
        if kind == "csv":
            exported = list(csv.reader(io.StringIO(text_of(answer))))
            assert len(exported) - 1 == len(rows_seen(person, model)), model
    assert reader.leaks == {}


def foreign_keys():
    """Of every model, to rows that the table speaks of; the budget's have tests of their own."""
    for model in apps.get_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.remote_field and field.remote_field.model
            if target in site._registry and target._meta.app_label != "budget_docs":
                yield model, field


def test_no_field_completes_to_a_row_that_is_not_seen(town, reader, person):
    """Asked for every foreign key of every model, those that no page offers too."""
    url = f"/fr{reverse('admin:autocomplete')[3:]}"
    for model, field in foreign_keys():
        target = field.remote_field.model._meta.model_name
        query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field.name}
        answer = reader.get(url, **query)
        may_ask = person == "superuser" or "l" in PAGE_CELLS.get((target, person), ())
        assert may_ask or answer.status_code in {403, 404}, query  # 404: what is never offered by typing
        if answer.status_code == 200:
            offered = {result["id"] for result in answer.json()["results"]}
            names = {name for name, row in town.of(target).items() if str(row.pk) in offered}
            assert names <= rows_seen(person, target), query
    assert reader.leaks == {}


def test_no_form_shows_a_stranger_whose_number_is_filled_in(town, reader, person):
    """The add pages take values from the address, and a field names what it holds."""
    for model in registered():
        if "a" not in PAGE_CELLS[model, person]:
            continue
        for field in [field for field in registered()[model].model._meta.fields if field.remote_field]:
            for name, row in town.of(field.remote_field.model._meta.model_name).items():
                if "v" not in ROW_CELLS[name, person]:
                    reader.get(address(model, "add"), **{field.name: row.pk})
    assert reader.leaks == {}
