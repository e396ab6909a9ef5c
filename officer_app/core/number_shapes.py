"""Number shapes: the table that tells a normalised number by its look, each row with its source."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from officer_app.core.check_digits import (
    container_category_is_known,
    container_is_right,
    mawb_is_right,
    thai_13_is_right,
)
from officer_app.core.document_types import document_type


class Kind(StrEnum):
    """What a number is (design §14)."""

    PERMIT = "permit"
    MANUAL_PERMIT = "manual_permit"
    DECLARATION = "declaration"
    MANUAL_DECLARATION = "manual_declaration"
    MAWB = "mawb"
    HAWB = "hawb"
    TRANSIT_CASE = "transit_case"
    CONTAINER = "container"
    TAX_ID = "tax_id"
    PLATE = "plate"
    TOKEN = "token"
    TRANSIT_CODE = "transit_code"
    COMMAND = "command"
    BADGE = "badge"
    BILL = "bill"
    UNKNOWN = "unknown"


class Doubt(StrEnum):
    """A warning that goes along with a recognised number: it wants a look or a reason, it does not block."""

    CHECK_DIGIT = "check_digit"
    CATEGORY_LETTER = "category_letter"
    DOCUMENT_TYPE = "document_type"
    MAY_BE_HAWB = "may_be_hawb"


class Misfit(StrEnum):
    """Why a text is `unknown`; `NONE` for every other kind."""

    NONE = ""
    BAD_MONTH = "bad_month"
    BAD_DAY = "bad_day"
    BAD_DOCUMENT_TYPE = "bad_document_type"
    THAI_LETTERS = "thai_letters"
    FOREIGN_LETTERS = "foreign_letters"
    LOWER_CASE_PREFIX = "lower_case_prefix"
    NO_KNOWN_SHAPE = "no_known_shape"


def _no_doubts(number: str) -> tuple[Doubt, ...]:
    return ()


def _no_misfit(number: str) -> Misfit:
    return Misfit.NONE


@dataclass(frozen=True)
class Shape:
    """A row of the table: what fits `pattern` is of `kind`, unless `misfit` names an impossible part."""

    kind: Kind
    pattern: re.Pattern[str]
    source: str
    doubts: Callable[[str], tuple[Doubt, ...]] = _no_doubts
    misfit: Callable[[str], Misfit] = _no_misfit


def _month_misfit(month: str) -> Misfit:
    return Misfit.NONE if "01" <= month <= "12" else Misfit.BAD_MONTH


def _permit_misfit(number: str) -> Misfit:
    return _month_misfit(number[2:4])


def _manual_permit_misfit(number: str) -> Misfit:
    return _month_misfit(number[6:8])


def _declaration_misfit(number: str) -> Misfit:
    if not "01" <= number[2:4] <= "31":
        return Misfit.BAD_DAY
    return _manual_declaration_misfit(number)


def _manual_declaration_misfit(number: str) -> Misfit:
    if document_type(number[4]) is None:
        return Misfit.BAD_DOCUMENT_TYPE
    return _month_misfit(number[7:9])


def _declaration_doubts(number: str) -> tuple[Doubt, ...]:
    row = document_type(number[4])
    return () if row is None or row.listed else (Doubt.DOCUMENT_TYPE,)


def _mawb_doubts(number: str) -> tuple[Doubt, ...]:
    return () if mawb_is_right(number) else (Doubt.CHECK_DIGIT,)


def _tax_id_doubts(number: str) -> tuple[Doubt, ...]:
    return () if thai_13_is_right(number) else (Doubt.CHECK_DIGIT,)


def _container_doubts(number: str) -> tuple[Doubt, ...]:
    doubts = [] if container_is_right(number) else [Doubt.CHECK_DIGIT]
    if not container_category_is_known(number):
        doubts.append(Doubt.CATEGORY_LETTER)
    return tuple(doubts)


def _lorry_plate_doubts(number: str) -> tuple[Doubt, ...]:
    return (Doubt.MAY_BE_HAWB,)


SHAPES = (
    # The first row that fits decides (domain §3.3). No sample of domain §4 and §12 fits two rows above HAWB.
    Shape(
        Kind.MAWB,
        re.compile(r"[0-9]{11}"),
        "3 airline, 7 serial, 1 check: IATA Resolution 600a, brief 2 §10",
        doubts=_mawb_doubts,
    ),
    Shape(
        Kind.PERMIT,
        re.compile(r"[0-9]{4}[A-Z][0-9]{7}"),
        "YY MM X NNNNNNN: M132 p64",
        misfit=_permit_misfit,
    ),
    Shape(
        Kind.MANUAL_PERMIT,
        re.compile(r"[0-9]{12}"),
        "AAAA YY MM NNNN: M132 p105",
        misfit=_manual_permit_misfit,
    ),
    Shape(
        Kind.DECLARATION,
        re.compile(r"[A-Z][0-9]{3}[0-9A-Z][0-9]{9}"),
        "X X DD X YY MM NNNNN: M132 p49",
        doubts=_declaration_doubts,
        misfit=_declaration_misfit,
    ),
    Shape(
        Kind.MANUAL_DECLARATION,
        re.compile(r"[0-9]{4}[0-9A-Z][0-9]{9}"),
        "AAAA X YY MM NNNNN: M132 p104",
        doubts=_declaration_doubts,
        misfit=_manual_declaration_misfit,
    ),
    Shape(
        Kind.TAX_ID,
        re.compile(r"[0-9]{13}"),
        "Thai 13-digit number: EB, domain §4",
        doubts=_tax_id_doubts,
    ),
    Shape(
        Kind.CONTAINER,
        re.compile(r"[A-Z]{4}[0-9]{7}"),
        "ISO 6346: M132 field 16",
        doubts=_container_doubts,
    ),
    Shape(
        Kind.PLATE,
        re.compile(r"[0-9]?[ก-ฮ]{1,2}[0-9]{1,4}"),
        "optional digit, 1 or 2 consonants, 1 to 4 digits: PLATE",
    ),
    Shape(
        Kind.PLATE,
        re.compile(r"[0-9]{6}"),
        "lorry or bus, as 70-1234: PLATE",
        doubts=_lorry_plate_doubts,
    ),
    Shape(
        Kind.TRANSIT_CASE,
        re.compile(r"TC[0-9]{4}[A-Z0-9]{1,20}[0-9]{7}"),
        "TC, office, workstation, Buddhist year, 5 digits: our own for a filing that has no number yet",
    ),
    Shape(
        Kind.HAWB,
        re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]{3,35}"),
        "letters and digits, an..35: brief 2 §10, M132 p76; what nothing above claims",
    ),
)
