"""The facts of a promise as an amendment keeps them: plain data that says the same when everything else has changed.

Words: {"fr": …}, in the languages that were touched. Amounts: decimals as strings. Codes: as they are. Institutions:
a list of {"slug", "role", "name" in every language}; a milestone's, of none or one, has no role.
"""

from decimal import Decimal
from typing import Any

from commitments.models.indicators import Indicator
from commitments.models.plan import Commitment, Milestone
from commitments.models.promised_fields import AMOUNTS, WORDS
from tetouan_portal.lib.languages import texts

Promise = Commitment | Milestone | Indicator
FOUR_PLACES = Decimal("0.0001")  # as the columns


def value_of(row: Promise, field: str) -> Any:
    """The fact as it is now, as an amendment would keep it (a date as a date)."""
    if field == "institutions":
        return institutions_of(row)
    if field in WORDS:
        return texts(row, field)
    value = getattr(row, field)
    return amount(value) if field in AMOUNTS else value


def amount(value: Decimal | None) -> str | None:
    return None if value is None else str(value.quantize(FOUR_PLACES))


def institutions_of(row: Promise) -> list[dict[str, Any]]:
    if isinstance(row, Milestone):
        return [institution_data(row.institution, "")] if row.institution else []
    rows = row.responsibilities.select_related("institution").order_by("role", "institution__slug")
    return [institution_data(one.institution, one.role) for one in rows]


def institution_data(institution: Any, role: str) -> dict[str, Any]:
    return {"slug": institution.slug, "role": role, "name": texts(institution, "name")}
