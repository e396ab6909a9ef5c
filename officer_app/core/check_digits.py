"""Check digits: what an air waybill, a container and a Thai 13-digit number prove about themselves.

Real and even official samples fail them, so a failure warns and wants a reason; it never blocks (design §6).
Every function is total: a text of another shape is simply not right.
"""

import re

# ISO 6346: A is 10; the multiples of 11 (11, 22, 33) are left out, so that no letter counts as 0 modulo 11.
_LETTER_VALUES = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True))
_SYMBOL_VALUES = {**{str(digit): digit for digit in range(10)}, **_LETTER_VALUES}

_MAWB = re.compile(r"[0-9]{11}")
_CONTAINER = re.compile(r"[A-Z]{4}[0-9]{7}")
_THAI_13 = re.compile(r"[0-9]{13}")


def mawb_check_digit(serial: str) -> str:
    """The check digit of a 7-digit air waybill serial: the serial modulo 7 (IATA Resolution 600a)."""
    return str(int(serial) % 7)


def mawb_is_right(number: str) -> bool:
    """Whether an 11-digit air waybill number (3 airline, 7 serial, 1 check) ends in its check digit."""
    return bool(_MAWB.fullmatch(number)) and mawb_check_digit(number[3:10]) == number[10]


def container_check_digit(code: str) -> str:
    """Check digit of a container's 10 characters (ISO 6346: weights 2^i, modulo 11, 10 counts as 0)."""
    return str(sum(_SYMBOL_VALUES[symbol] << place for place, symbol in enumerate(code)) % 11 % 10)


def container_is_right(number: str) -> bool:
    """Whether an 11-character container number ends in its check digit, whatever its category letter."""
    return bool(_CONTAINER.fullmatch(number)) and container_check_digit(number[:10]) == number[10]


def container_category_is_known(number: str) -> bool:
    """Whether the fourth letter is U (freight container), J (equipment) or Z (trailer): ISO 6346."""
    return bool(_CONTAINER.fullmatch(number)) and number[3] in "UJZ"


def thai_13_check_digit(digits: str) -> str:
    """The check digit of 12 digits of a Thai citizen or tax number: last digit of 11 minus (sum modulo 11).

    Weights run from 13 down to 2 (domain §4; the same rule for persons, companies and state bodies).
    """
    weighted = sum(int(digit) * (13 - place) for place, digit in enumerate(digits))
    return str((11 - weighted % 11) % 10)


def thai_13_is_right(number: str) -> bool:
    """Whether a 13-digit Thai citizen or tax number ends in its check digit."""
    return bool(_THAI_13.fullmatch(number)) and thai_13_check_digit(number[:12]) == number[12]
