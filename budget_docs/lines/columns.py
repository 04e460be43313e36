"""The columns of the import: one definition for the blank template, the reading of files and the data package."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from django.utils.functional import lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from budget_docs.models import BudgetLine, BudgetSide
from tetouan_portal.lib.languages import LANGUAGE_CODES, verbose_name
from tetouan_portal.lib.numbers import western_digits

LABELS = tuple(f"label_{code}" for code in LANGUAGE_CODES)
VOTED = ("previous", "proposed", "admitted")
EXECUTED = {
    BudgetSide.REVENUE: ("net_due", "collected", "to_collect"),
    BudgetSide.EXPENDITURE: ("open_credits", "committed", "ordered", "to_pay"),
}
AMOUNTS = (*VOTED, *EXECUTED[BudgetSide.REVENUE], *EXECUTED[BudgetSide.EXPENDITURE])
SIDE = "side"
TEMPLATE_SHEETS = {"lines": "السطور - Lignes", "columns": "الأعمدة - Colonnes"}


class Column(NamedTuple):
    key: str
    titles: dict[str, str]  # in every language
    meaning: object  # a lazy sentence

    @property
    def headings(self) -> set[str]:
        """What may stand above the column in a file, as `plain` writes it."""
        return {plain(self.key), *(plain(title) for title in self.titles.values())}


MEANINGS = {
    SIDE: _("Revenue or expenditure: “revenue” or “expenditure”, in any of the three languages."),
    "part": _("Part of the budget: 1 for operation, 2 for equipment."),
    "section": _("Code of the section."),
    "chapter": _("Code of the chapter."),
    "article": _("Code of the article."),
    "paragraph": _("Code of the paragraph."),
    "line": _("Code of the line. Empty in a row that only names a part, section, chapter, article or paragraph."),
    "economic_code": _("Code of the economic classification, where there is one."),
    "label_ar": _("Name in Arabic, as in the voted document."),
    "label_fr": _("Name in French, as in the voted document."),
    "label_es": _("Name in Spanish, if there is one."),
    "previous": _("What was admitted for the year before."),
    "proposed": _("What was proposed to the council."),
    "admitted": _("What was admitted: the voted amount."),
    "net_due": _("Revenue alone: what was due, cancellations taken off."),
    "collected": _("Revenue alone: what was collected."),
    "to_collect": _("Revenue alone: what is still to be collected."),
    "open_credits": _("Expenditure alone: the credits that were open."),
    "committed": _("Expenditure alone: what was committed."),
    "ordered": _("Expenditure alone: what was ordered to be paid."),
    "to_pay": _("Expenditure alone: what is still to be paid."),
}


WHOLE_CODE = "code"
MAPPED = {  # what a mapping can name: also a column that only sources have
    WHOLE_CODE: _(
        "The whole code in one column, such as 1.0.1.10.10.10.11, from the part to the line; the section is 0.1."
    ),
    **MEANINGS,
}


def titles(key: str) -> dict[str, str]:
    if key in TITLES:
        return TITLES[key]
    name = verbose_name(BudgetLine, key)
    found = {}
    for code in LANGUAGE_CODES:
        with override(code):
            found[code] = str(name)
    return found


TITLES = {  # of the columns that are no fields, or are called otherwise there
    "code": {"ar": "الرمز الكامل", "fr": "Code complet", "es": "Código completo"},
    "side": {"ar": "مداخيل أو مصاريف", "fr": "Recettes ou dépenses", "es": "Ingresos o gastos"},
    "label_ar": {"ar": "البيان بالعربية", "fr": "Intitulé en arabe", "es": "Denominación en árabe"},
    "label_fr": {"ar": "البيان بالفرنسية", "fr": "Intitulé en français", "es": "Denominación en francés"},
    "label_es": {"ar": "البيان بالإسبانية", "fr": "Intitulé en espagnol", "es": "Denominación en español"},
}


def title(key: str) -> str:
    """The column's name in the reader's language."""
    return titles(key)[(get_language() or "fr")[:2]]


lazy_title = lazy(title, str)


@cache
def all_columns() -> tuple[Column, ...]:
    return tuple(Column(key, titles(key), meaning) for key, meaning in MEANINGS.items())


@cache
def known_headings() -> dict[str, str]:
    """{a heading as `plain` writes it: the key of its column}."""
    return {heading: column.key for column in all_columns() for heading in column.headings}


def plain(text: str) -> str:
    """A heading or a word of a side without what people write in different ways: case, marks, spaces, tashkeel."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", " ", western_digits(bare).replace("ـ", "")).strip().casefold()


@cache
def sides() -> dict[str, str]:
    """{a word for a side, as `plain` writes it: the side}."""
    words = {
        BudgetSide.REVENUE: ["revenue", "revenues", "recette", "recettes", "مداخيل", "المداخيل", "ingreso", "ingresos"],
        BudgetSide.EXPENDITURE: [
            *("expenditure", "expenditures", "depense", "depenses", "gasto", "gastos"),
            *("مصاريف", "المصاريف", "نفقات", "النفقات"),
        ],
    }
    return {plain(word): str(side) for side, several in words.items() for word in several}
