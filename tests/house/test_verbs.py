"""Buttons that change a state stand in the form of the row they are about: what was typed there goes with them."""

from html import unescape
from html.parser import HTMLParser
from inspect import isfunction, signature

import pytest
from django.contrib import admin

from tests.budget_docs import rows as budget
from tests.commitments.admin.pages import page_of, pressing
from tests.factories import commitments as make
from tests.factories import people
from tetouan_portal.accounts import people_verbs as accounts
from tetouan_portal.lib.admin.forms import row_version
from tetouan_portal.lib.admin.verbs import CHANGED_MEANWHILE, Verbs

pytestmark = pytest.mark.django_db
WITH_VERBS = sorted((model._meta.model_name for model, page in admin.site._registry.items() if isinstance(page, Verbs)))
# A row of each on which an administrator has a button to press.
ROWS = {
    "actionplan": make.ActionPlanFactory,
    "annualreport": lambda: make.AnnualReportFactory(status="final"),
    "budget": lambda: budget.budget(publish_at=None),
    "budgetdocument": lambda: budget.document(publish_at=None),
    "commitment": make.CommitmentFactory,
    "documentfile": lambda: budget.file(budget.document(publish_at=None)),
    "documenttype": budget.kind,
    "evidence": make.EvidenceFactory,
    "fiscalyear": lambda: (budget.kind(), budget.fiscal_year())[1],
    "indicator": make.IndicatorFactory,
    "lineimport": budget.line_import,
    "milestone": make.MilestoneFactory,
    "progressupdate": lambda: make.ProgressUpdateFactory(draft=True),
    "publicationdate": budget.slot,
    "statement": lambda: make.StatementFactory(submitted=True),
}


class Page(HTMLParser):
    """`forms`: the forms of the page in their order, each with its attributes and its submit buttons."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.depth = [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            assert self.depth == 0, "forms cannot nest"
            self.depth = 1
            self.forms.append((found, []))
        is_button = tag == "button" and found.get("type", "submit") == "submit"
        if is_button or (tag == "input" and found.get("type") in {"submit", "image"}):
            assert not {"form", "formaction"} & set(found)
            if self.depth:
                self.forms[-1][1].append((found.get("name"), found.get("value", "")))

    def handle_endtag(self, tag):
        self.depth -= tag == "form"


def test_every_kind_of_record_with_verbs_is_looked_at():
    assert set(ROWS) == set(WITH_VERBS)


@pytest.mark.parametrize("name", WITH_VERBS)
def test_each_verb_is_a_button_of_the_rows_own_form_and_enter_is_never_one(client, name):
    user = people.superuser()
    client.force_login(user)
    row = ROWS[name]()
    answer = client.get(page_of(row))
    offered = [verb.name for verb in answer.context["verbs"]]
    assert offered
    elsewhere = [found for found, _buttons in Page(answer.text).forms if found.get("id") != f"{name}_form"]
    assert not [found for found in elsewhere if page_of(row)[3:] in found.get("action", page_of(row))]
    [buttons] = [buttons for found, buttons in Page(answer.text).forms if found.get("id") == f"{name}_form"]
    assert [value for key, value in buttons if key == "_do" and value] == offered
    # The first of a form is what Enter presses in a browser.
    assert buttons[0] == (("_save", "") if answer.context["has_change_permission"] else ("_do", ""))


@pytest.mark.parametrize("name", WITH_VERBS)
def test_no_address_beside_the_rows_own_carries_out_a_verb(client, name):
    client.force_login(people.superuser())
    row = ROWS[name]()
    before = row_version(row)
    for verb in admin.site._registry[type(row)].verbs:
        assert client.post(page_of(row).replace("/change/", f"/do/{verb.name}/")).status_code in {301, 302, 404}
    assert row_version(row) == before


@pytest.mark.parametrize("name", WITH_VERBS)
def test_no_verb_is_carried_out_on_a_row_that_was_not_read_as_it_is_now(client, name):
    """Neither by a page that was shown before somebody else changed the row, nor by one that says nothing of it."""
    user = people.superuser()
    client.force_login(user)
    row = ROWS[name]()
    shown = client.get(page_of(row))
    before = row_version(row)
    for verb in shown.context["verbs"]:
        for read in ({"_read": "1 (0,1)"}, {"_read": ""}, {"_read": None}):
            sent = pressing(shown, row, verb.name) | read
            answer = client.post(page_of(row), {key: value for key, value in sent.items() if value is not None})
            assert answer.status_code == 400, verb.name
            assert str(CHANGED_MEANWHILE) in unescape(answer.text), verb.name
            assert row_version(row) == before, verb.name


def test_each_verb_names_the_process_that_it_calls():
    """A function outside the admin, found by grep where the verb is declared; a row first, the rest by name."""
    verbs = [verb for page in admin.site._registry.values() if isinstance(page, Verbs) for verb in page.verbs]
    for verb in (*verbs, *accounts.VERBS):
        assert isfunction(verb.act), verb.name
        assert "admin" not in verb.act.__module__.split("."), verb.name
        first, *others = signature(verb.act).parameters.values()
        assert not first.name.endswith("_id"), verb.name
        assert verb.signed == ("by" in {one.name for one in others}), verb.name


@pytest.mark.parametrize("name", WITH_VERBS)
def test_a_table_names_each_verb_once(name):
    [page] = [page for model, page in admin.site._registry.items() if model._meta.model_name == name]
    names = [verb.name for verb in page.verbs]
    assert names
    assert len(set(names)) == len(names)
