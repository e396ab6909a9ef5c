"""Invented permits for demonstration and training: valid check digits, the year 2599, firms that do not exist."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from officer_app.core.acts import format_time
from officer_app.core.check_digits import container_check_digit, mawb_check_digit, thai_13_check_digit
from officer_app.core.records import CoreState, DeclarationLine, Line, Permit

YEAR_MONTH = "9911"
"""BE 2599, November: nobody has issued numbers of that year."""

FIRMS = (
    "บริษัท ตัวอย่างกล้วยไม้สยาม จำกัด",
    "บริษัท ตัวอย่างอิเล็กทรอนิกส์ลุ่มน้ำ จำกัด",
    "บริษัท ตัวอย่างผลไม้ป่าหิมพานต์ จำกัด",
    "ห้างหุ้นส่วนจำกัด ตัวอย่างอัญมณีเมืองสมมติ",
    "บริษัท ตัวอย่างชิ้นส่วนยานยนต์เก้าดาว จำกัด",
    "บริษัท ตัวอย่างอาหารแช่แข็งทะเลหมอก จำกัด (มหาชน)",
)
GOODS = ("0603", "8542", "0810 0804", "7113", "8708", "0303 0306")
"""HS codes of what each firm sends: flowers, chips, fruit, gold, car parts, frozen sea food."""
FLIGHTS = ("TG0621", "TG0910", "BK0307", "TG0676", "ZX1188")
PLATES = ("70-1234", "71-5566", "82-0457", "70-9080")


@dataclass(frozen=True)
class Lot:
    """So many sample permits of one sort."""

    count: int
    mode: str
    line: Line
    state: CoreState = CoreState.ISSUED
    order: str = ""
    manual: bool = False


LOTS = (
    Lot(14, "4", Line.GREEN),
    Lot(8, "3", Line.GREEN),
    Lot(6, "4", Line.RED, order="51"),
    Lot(3, "3", Line.RED, order="51"),
    Lot(4, "4", Line.RED, order="XRAY"),
    Lot(2, "3", Line.GREEN, manual=True),
    Lot(3, "4", Line.GREEN, CoreState.CANCELLED),
    Lot(2, "4", Line.GREEN, CoreState.LOADED),
    Lot(2, "3", Line.GREEN, CoreState.HELD),
)
"""Green, Red and X-ray; air (14-character numbers, the declaration's own) and road (12); no longer to be used."""


def sample_permits(now: datetime) -> list[Permit]:
    """The same permits every time, with departures in the hours after `now` (UTC)."""
    made = []
    place = 0
    for lot in LOTS:
        for _ in range(lot.count):
            place += 1
            made.append(_permit(lot, place, now))
    return made


def tax_number(place: int) -> str:
    """An invented juristic person's 13-digit number with its right check digit."""
    digits = f"0999{place:08d}"
    return digits + thai_13_check_digit(digits)


def container_number(place: int) -> str:
    """An invented container's number with its right check digit."""
    code = f"ZZZU{place:06d}"
    return code + container_check_digit(code)


def _permit(lot: Lot, place: int, now: datetime) -> Permit:
    air = lot.mode == "4"
    number = _number(lot, place)
    lines = tuple(_declaration(air, number, place, index) for index in range(1 if air else 1 + place % 3))
    departure = now + timedelta(hours=2 + place * 0.6) if air else now + timedelta(hours=8)
    serial = f"{1234500 + place:07d}"
    return Permit(
        number=number,
        line=str(lot.line),
        state=str(lot.state),
        declarations=lines,
        order=lot.order,
        mode=lot.mode,
        release_port="1190" if air else "4901",
        load_port="1190" if air else "4901",
        vehicle="" if air else PLATES[place % len(PLATES)],
        vehicle_province="" if air else "กท",
        vehicle_country="" if air else "TH",
        container_no="" if air else container_number(place),
        container_code="" if air else "22G1",
        seal_no="" if air else f"SEAL-{place:05d}",
        flight=FLIGHTS[place % len(FLIGHTS)] if air else "",
        departure_at=format_time(departure.replace(microsecond=0)),
        mawb=f"020{serial}{mawb_check_digit(serial)}" if air else "",
        hawb=f"CTI{place:04d}" if air else "",
        company_tax_no=tax_number(place % len(FIRMS) + 1),
        company_branch="0",
        company_name=FIRMS[place % len(FIRMS)],
        hs_codes=GOODS[place % len(GOODS)],
    )


def _number(lot: Lot, place: int) -> str:
    if lot.manual:
        return f"1190{YEAR_MONTH}{place:04d}"
    if lot.mode == "4":
        return _declaration_number(place)
    return f"{YEAR_MONTH}A{place:07d}"


def _declaration_number(place: int) -> str:
    return f"A0{1 + place % 28:02d}1{YEAR_MONTH}{place:05d}"


def _declaration(air: bool, number: str, place: int, index: int) -> DeclarationLine:
    own = number if air else _declaration_number(place * 10 + 50000 + index)
    return DeclarationLine(own, 4 + place % 37, ("CT", "PK", "BG")[place % 3], 12_500 + place * 3_170 + index * 250)
