"""Buttons that change a state stand in the form of the row they are about: what was typed there goes with them."""

from html.parser import HTMLParser

import pytest
from django.contrib import admin

from tests.budget_docs import rows as budget
from tests.commitments.admin.pages import page_of
from tests.factories import commitments as make
from tests.factories import people
from tetouan_portal.lib.admin.forms import row_version
from tetouan_portal.lib.admin.verbs import Verbs

pytestmark = pytest.mark.django_db
WITH_VERBS = sorted((model._meta.model_name for model, page in admin.site._registry.items() if isinstance(page, Verbs)))
# A row of each on which a superuser who also speaks for the monitor has a button to press.
ROWS = {
    "annualreport": make.AnnualReportFactory,
    "budget": lambda: budget.budget(publish_at=None),
    "budgetdocument": lambda: budget.document(publish_at=None),
    "documentfile": lambda: budget.file(budget.document(publish_at=None)),
    "evidence": make.EvidenceFactory,
    "fiscalyear": lambda: (budget.kind(), budget.fiscal_year())[1],
    "lineimport": budget.line_import,
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
    make.AffiliationFactory(user=user, institution__kind="monitor")
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
    for verb in admin.site._registry[type(row)].known_verbs:
        assert client.post(page_of(row).replace("/change/", f"/do/{verb}/")).status_code in {301, 302, 404}
    assert row_version(row) == before
