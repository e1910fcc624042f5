"""Exact money: currencies of ISO 4217, their decimals, and decimals as JSON numbers.

Amounts are `Decimal` from the first character read to the last one written; no binary float is
ever in between. At most 15 significant digits, which every JSON reader keeps.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from iso4217 import Currency

from config.rules import Problem

MAX_DIGITS = 15
UNIT_PRICE_DECIMALS = 12
# Of any currency there is, and of the columns that amounts are stored in.
MAX_DECIMALS = 4


@cache
def exponents() -> dict[str, int]:
    """Decimals of each currency that money can be priced in, by its upper-case code (USD 2, JPY 0, KWD 3)."""
    return {c.code: c.exponent for c in Currency if c.exponent is not None}


def exponent(currency: str) -> int | None:
    """The decimals of a currency; None for a code that is not one."""
    return exponents().get(currency)


def decimals(amount: Decimal) -> int:
    """How many decimals an amount really has: 0 for 10 and for 10.00."""
    return max(0, -int(amount.normalize().as_tuple().exponent))


def minor(amount: Decimal | None, currency: str) -> int | None:
    """An amount in the smallest unit of its currency (14.99 USD is 1499); None where there is none."""
    places = exponent(currency)
    if amount is None or places is None:
        return None
    return int(amount.scaleb(places))


def number_text(amount: Decimal) -> str:
    """An amount as the text of a JSON number, in its shortest exact form: 14.9, 0, 1000."""
    if amount == 0:
        return "0"
    return format(amount.normalize(), "f")


def typed_amount(amount: Decimal | None, currency: str) -> Decimal | None:
    """An amount as somebody would type it: with the decimals of its currency (14.90), or those that it needs."""
    places = exponent(currency)
    if amount is None or places is None or decimals(amount) > places:
        return amount if amount is None else Decimal(number_text(amount))
    # Written out: `quantize` fails at amounts of more digits than anybody means, and people type anything.
    return Decimal(f"{amount:.{places}f}")


def digit_problems(amount: Decimal, pointer: str) -> list[Problem]:
    """Whether an amount has more digits than every reader of JSON keeps."""
    if not amount.is_finite():
        return [Problem(pointer, "invalid", "Give a number.")]
    shown = amount.normalize().as_tuple()
    if len(shown.digits) + max(0, int(shown.exponent)) > MAX_DIGITS:
        return [Problem(pointer, "too_many_digits", f"Use at most {MAX_DIGITS} digits.")]
    return []


def amount_problems(amount: Decimal, currency: str, pointer: str) -> list[Problem]:
    """Whether an amount is one that can be paid in its currency."""
    problems = digit_problems(amount, pointer)
    known = exponent(currency)
    places = MAX_DECIMALS if known is None else known
    if not problems and decimals(amount) > places:
        allowed = f"at most {places} decimals" if places else "no decimals"
        whose = "A currency" if known is None else currency
        return [Problem(pointer, "too_many_decimals", f"{whose} has {allowed}; round the amount.")]
    return problems
