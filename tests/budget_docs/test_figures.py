import pytest
from django.db import IntegrityError, transaction

from budget_docs.loading import load
from budget_docs.models import StatedFigure
from tests.budget_docs import rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("is_demo", "trust"), [(True, "document"), (True, "press"), (False, "invented")])
def test_an_invented_figure_is_called_so_and_no_other(is_demo, trust):
    with pytest.raises(IntegrityError, match="stated_figure_invented_iff_demonstration"), transaction.atomic():
        rows.figure(is_demo=is_demo, trust=trust)


def test_amounts_that_the_press_rounded_are_marked():
    """Exact are those alone that go down to the hundred; the press gives the others in millions."""
    load(newest=2026)
    exact = StatedFigure.objects.filter(is_approximate=False).values_list("amount", flat=True)
    assert exact
    assert [amount for amount in exact if amount % 10_000 == 0] == []
