"""Whole budgets are stored line by line as they come, in one transaction."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from budget_docs.lines import budget_versions
from budget_docs.models import Budget, BudgetLine, BudgetSide
from budget_docs.models.lines import LEVELS
from tests.budget_docs import rows

pytestmark = pytest.mark.django_db


def line(number, **values):
    codes = ["1", "0.1", "10", "10", "10", str(number)]
    places = {"side": BudgetSide.REVENUE, "path": "/".join(codes), **dict(zip(LEVELS, codes, strict=True))}
    return {**places, "label_fr": "Taxe\tsur\nles \\ terrains", **values}


def add(lines, headings=()):
    return budget_versions.add_version(
        fiscal_year=rows.fiscal_year(2026), stage="voted", headings=headings, lines=lines
    )


def test_what_is_not_said_is_stored_as_a_row_of_the_model_would_have_it():
    budget = add([line(11, admitted=Decimal("1.50"))], [{"side": "revenue", "path": "1", "label_ar": "الجزء"}])
    made = BudgetLine(budget=budget, **line(11, admitted=Decimal("1.50")))
    fields = [f.attname for f in BudgetLine._meta.concrete_fields if not (f.generated or f.primary_key)]
    stored = BudgetLine.objects.rewrite(False).values(*fields, "search").get()
    assert "terrain" in stored.pop("search")
    assert stored == {name: made.__dict__[name] for name in fields}
    heading = budget.headings.get()
    assert (heading.label_ar, heading.label_fr, heading.side) == ("الجزء", None, "revenue")


def test_lines_are_taken_one_by_one_and_counted():
    budget = add(line(number) for number in range(3000))
    assert (budget.lines_count, budget.lines.count()) == (3000, 3000)


def test_a_line_that_is_there_twice_leaves_nothing_of_its_budget():
    with pytest.raises(IntegrityError, match="budget_line_once"), transaction.atomic():
        add(line(11) for _twice in range(2))
    assert not Budget.objects.exists()


def test_a_column_that_does_not_exist_is_told():
    with pytest.raises(TypeError, match="admited"), transaction.atomic():
        add([line(11, admited=1)])
