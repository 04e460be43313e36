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


@pytest.mark.parametrize("lacking", ["amount", "fiscal_year"])
def test_a_figure_without_an_amount_or_a_year_says_in_its_note_what_is_told(lacking):
    figure = rows.figure()
    StatedFigure.objects.filter(pk=figure.pk).update(**{lacking: None}, note_fr="Voté de nouveau.")
    with pytest.raises(IntegrityError, match="stated_figure_whole_or_explained"), transaction.atomic():
        StatedFigure.objects.filter(pk=figure.pk).update(note_fr="")


@pytest.mark.parametrize(
    ("page", "told", "source"),
    [
        ("/fr/budget/2021/", "le budget a été voté de nouveau en session extraordinaire", "achamal24.ma"),
        ("/fr/budget/2023/", "Recouvrement de 40", "halainfo.ma"),
        ("/fr/budget/2024/", "Recettes en hausse de 7", "tetouan44.ma"),
        ("/fr/budget/", "de centimes. L’année n’est pas", "yabiladi.com"),
    ],
)
def test_what_the_press_told_without_amount_or_year_stands_with_its_source_and_trust(client, page, told, source):
    load(newest=2026)
    row = next(row for row in client.get(page).text.split("<tr>") if told in row)
    assert source in row
    assert "trust-press" in row


def test_a_day_that_is_not_known_is_told_so(client):
    load(newest=2026)
    assert "Le jour du refus n’est pas relevé ici." in client.get("/fr/budget/2021/").text
    assert "L’année n’est pas relevée ici." in client.get("/fr/budget/").text


def test_amounts_that_the_press_rounded_are_marked():
    """Exact are those that go down to the hundred; of those in millions the press says "about", or "more than"."""
    load(newest=2026)
    exact = StatedFigure.objects.filter(is_approximate=False).exclude(amount=None)
    rounded = [figure for figure in exact if figure.amount % 10_000 == 0]
    assert len(exact) > len(rounded)
    assert [figure.amount for figure in rounded if not figure.note_fr.startswith("Plus que ce montant")] == []
