"""The year's counts as tables for the page and as rows for the file, in the reader's words."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from participation.law.standings import AnswerStanding
from participation.models import CaseState, Category, Channel, District, Outcome, Satisfaction, SortOfCase
from participation.statistics.small_groups import ALL, TOTAL, Hidden
from participation.statistics.year_counts import Counts, Row
from tetouan_portal.lib.languages import best_text, texts
from tetouan_portal.lib.spreadsheets import Value

HEADER = ["year", "table", "group", "subgroup", "group_label", "subgroup_label", "cases", "note", "median_days"]
VOCABULARIES = {
    "state": (gettext_lazy("How they stand"), CaseState),
    "outcome": (gettext_lazy("How closed cases ended"), Outcome),
    "channel": (gettext_lazy("How they came"), Channel),
    "satisfaction": (gettext_lazy("What authors said of the answer"), Satisfaction),
}
Named = tuple[str, dict[str, str]]  # slug and names by language
FULL = 100  # a bar's length


class Bar(NamedTuple):
    slug: str
    label: dict[str, str]  # by language
    cases: int | Hidden
    length: int  # of FULL; 0 where the count is not told


class Table(NamedTuple):
    name: str
    title: str
    bars: list[Bar]


def bars(rows: list[tuple[str, dict[str, str], int | Hidden]]) -> list[Bar]:
    most = max((count for _slug, _label, count in rows if isinstance(count, int)), default=0) or 1
    return [
        Bar(slug, label, count, round(FULL * count / most) if isinstance(count, int) else 0)
        for slug, label, count in rows
    ]


def tables(counts: Counts) -> list[Table]:
    found = []
    for name, (title, choices) in VOCABULARIES.items():
        rows = [(value, in_this_language(label), counts.of(name, value).cases) for value, label in choices.choices]
        found.append(Table(name, str(title), bars([row for row in rows if row[2]])))
    return found


def kinds(counts: Counts) -> list[dict[str, Any]]:
    """A row for each kind that came in: {"slug", "label", "received", "days", "standings": [(name, label, count)]}."""
    return [kind(counts, one) for one in SortOfCase if counts.of("kind", one).cases]


def kind(counts: Counts, one: SortOfCase) -> dict[str, Any]:
    found, row = counts.by["kind", "standing"], counts.of("kind", one)
    cells = [(name, label, found.get((one, name), Row()).cases) for name, label in AnswerStanding.choices]
    return {"slug": one.value, "label": one.label, "received": row.cases, "days": row.days, "standings": cells}


def all_kinds(counts: Counts) -> dict[str, Any]:
    cells = [(name, label, counts.of("standing", name).cases) for name, label in AnswerStanding.choices]
    total = counts.total
    return {"slug": "", "label": _("Total"), "received": total.cases, "days": total.days, "standings": cells}


class Places(NamedTuple):
    """`pairs`: (category, district, count), in the order of the categories."""

    categories: list[Bar]
    districts: list[Bar]
    pairs: list[tuple[Named, Named, int | Hidden]]

    @property
    def hides(self) -> bool:
        return any(isinstance(count, Hidden) for _category, _district, count in self.pairs)


def places(counts: Counts) -> Places:
    names = [names_by_id(Category, _("without a category")), names_by_id(District, _("without a district"))]
    told, ordered = counts.places, [list(one) for one in names]
    categories = [(*names[0][one], told[one, TOTAL]) for one in ordered[0] if (one, TOTAL) in told]
    districts = [(*names[1][one], told[TOTAL, one]) for one in ordered[1] if (TOTAL, one) in told]
    pairs = [
        (names[0][category], names[1][district], told[category, district])
        for category in ordered[0]
        for district in ordered[1]
        if (category, district) in told
    ]
    return Places(bars(categories), bars(districts), pairs)


def names_by_id(model: Any, without: str) -> dict[int | None, Named]:
    """{id: (slug, names)} in the order of the desk; None for cases that have none."""
    found: dict[int | None, Named] = {row.pk: (row.slug, texts(row, "name")) for row in model.objects.all()}
    return found | {None: ("", in_this_language(without))}


def in_this_language(text: Any) -> dict[str, str]:
    return {get_language() or "": str(text)}


def is_too_small(counts: Counts) -> bool:
    """Whether so few came in that categories and districts are not told at all."""
    return bool(counts.total.cases) and counts.places.keys() == {ALL}


def file_rows(counts: Counts, language: str) -> Iterator[list[Value]]:
    """One count a row; where it is not told `note` says why, and the count is empty."""
    total = counts.total
    yield row_of(counts, "total", count=total.cases, days=total.days)
    yield row_of(counts, "reopened", count=total.reopened)
    yield row_of(counts, "deadline_passed", count=total.overdue)
    yield row_of(counts, "held", count=counts.held)
    yield row_of(counts, "abuse", count=counts.abuse)
    for one in kinds(counts):
        yield row_of(counts, "kind", (one["slug"], one["label"]), count=one["received"], days=one["days"])
        for name, label, count in one["standings"]:
            yield row_of(counts, "kind_standing", (one["slug"], one["label"]), (name, label), count=count)
    for table in tables(counts):
        for bar in table.bars:
            yield row_of(counts, table.name, (bar.slug, best_text(bar.label, language)[0]), count=bar.cases)
    found = places(counts)
    for name, rows in (("category", found.categories), ("district", found.districts)):
        for bar in rows:
            yield row_of(counts, name, (bar.slug, best_text(bar.label, language)[0]), count=bar.cases)
    for (category, category_names), (district, district_names), count in found.pairs:
        pair = (category, best_text(category_names, language)[0]), (district, best_text(district_names, language)[0])
        yield row_of(counts, "category_district", *pair, count=count)


def row_of(
    counts: Counts,
    table: str,
    group: tuple[str, Any] = ("", ""),
    subgroup: tuple[str, Any] = ("", ""),
    *,
    count: int | Hidden,
    days: int | None = None,
) -> list[Value]:
    told, note = ("", str(count)) if isinstance(count, Hidden) else (count, "")
    return [counts.year, table, group[0], subgroup[0], str(group[1]), str(subgroup[1]), told, note, days]
