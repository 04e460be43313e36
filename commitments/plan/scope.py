"""Which plans a list of commitments is about: the current one, unless another or all are asked for."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import ActionPlan, Commitment, PlanKind
from tetouan_portal.lib.languages import LANGUAGE_CODES, best_text, columns

ALL = "all"  # in an address


def name_in(row: Mapping[str, Any], field: str, language: str) -> str:
    return best_text({code: row[f"{field}_{code}"] or "" for code in LANGUAGE_CODES}, language)[0]


class PlanScope:
    """`asked`: as in an address. `only`: the plan it is about, None for all of them; `current`: its slug, or None."""

    def __init__(self, asked: str, language: str):
        published = ActionPlan.objects.filter(commitments__in=Commitment.objects.public())
        rows = published.distinct().order_by("-is_current", "kind", "-ends_on", "slug")
        found = list(rows.values("slug", "kind", "is_current", "ends_on", *columns("title")))
        self.found = {row["slug"]: name_in(row, "title", language) for row in found}
        self.current = next((row["slug"] for row in found if row["is_current"] and row["kind"] == PlanKind.OGP), None)
        self.slug = None if asked == ALL else asked or self.current
        row = next((row for row in found if row["slug"] == self.slug), None)
        self.only = row and {"slug": row["slug"], "title": {code: row[f"title_{code}"] for code in LANGUAGE_CODES}}

    @property
    def choices(self) -> list[tuple[str, Any]]:
        usual = [("", _("the current plan"))] if self.current else [("", _("all plans"))]
        return [*usual, *self.found.items(), (ALL, _("all plans"))]

    def narrow(self, commitments: QuerySet) -> QuerySet:
        return commitments.filter(plan__slug=self.slug) if self.only else commitments
