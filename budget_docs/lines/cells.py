"""What one cell says: a text, or an amount in dirhams."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tetouan_portal.lib.numbers import INVISIBLE, parse_decimal, western_digits

CURRENCY = re.compile(r"\s*(?:DH|DHS|MAD|درهم|د\.م\.)\s*$", re.IGNORECASE)
LARGEST = Decimal(10) ** 13
CENT = Decimal("0.01")
NOISE = Decimal("0.000001")  # what a spreadsheet program calculated is a binary fraction: 0.1 + 0.2


class Wrong(Exception):  # noqa: N818 -- becomes a Problem with a place
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def text_of(value: Any) -> str:
    """A cell as text: 10.0 is the code 10."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str) and value.isascii():
        return value.strip()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return western_digits(INVISIBLE.sub("", str(value))).strip()


def amount_of(value: Any, divisor: int = 1, mark: str = "") -> Decimal | None:
    """None: the cell says nothing. Raises Wrong."""
    if isinstance(value, float) and divisor == 1 and 0 <= value < 1e13:  # as nearly all are
        rounded = round(value, 2)
        if abs(value - rounded) < 1e-6:
            return Decimal(f"{rounded:.2f}")
    amount = decimal_of(value, mark)
    if amount is None:
        return None
    if divisor != 1:
        amount /= divisor
    if abs(amount) >= LARGEST:
        raise Wrong("too_large")
    if amount < 0:
        raise Wrong("negative")
    exact = amount.quantize(CENT, ROUND_HALF_UP)
    if abs(exact - amount) > NOISE:
        raise Wrong("too_precise")
    return exact


def decimal_of(value: Any, mark: str = "") -> Decimal | None:
    """`mark`: what stands before decimals where a text can be read in two ways. Raises Wrong."""
    if isinstance(value, bool):
        raise Wrong("bad_number", value=str(value))
    if isinstance(value, (int, float)):
        number = Decimal(str(value))
        if not number.is_finite():
            raise Wrong("bad_number", value=str(value))
        return number
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        raise Wrong("date_in_amount")
    text = CURRENCY.sub("", str(value).strip())
    if text in {"", "-", "–", "—"}:
        return None
    if text.startswith("#"):
        raise Wrong("error_value", value=text[:60])
    try:
        return parse_decimal(text, mark)
    except ValueError as error:
        raise Wrong("ambiguous_number" if str(error) == "ambiguous" else "bad_number", value=text[:60]) from error


def pieces_of(code: str) -> list[str]:
    """The codes of a whole code, from the part down: 1.0.1.10 is part 1, section 0.1, chapter 10."""
    pieces = [piece for piece in re.split(r"[\s/|–-]+", code) if piece]
    if len(pieces) > 1:
        return pieces
    pieces = code.replace(",", ".").split(".")
    if len(pieces) > 2 and pieces[1] == "0":
        pieces[1:3] = [f"0.{pieces[2]}"]
    return pieces
