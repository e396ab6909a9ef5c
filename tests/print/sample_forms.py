"""One full set of invented data per form. Companies, people and numbers (Buddhist year 2599) do not exist."""

import tomllib
from collections.abc import Mapping

from tests.print.paper import TEMPLATES

TOKEN = "OA1:" + "6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE7R0$OCQ/3:JVR-O3Q8YPL " * 5

STAMP_SLIP: Mapping[str, object] = {
    "stamp_text": "Status 0309",
    "permit_no": "9911A0000001",
    "outcome": "green",
    "release_post": "CP-1 Checking Post",
    "officer_name": "นายสมชาย ใจซื่อ",
    "stamped_at": "2056-11-21T03:29:02+00:00",
    "station": "CE-1",
    "token": TOKEN,
    "core_status": "0209",
    "core_as_of": "2056-11-21T03:28:00+00:00",
}


def goods(line: int) -> dict[str, object]:
    """One goods item."""
    return {
        "line": line,
        "marks": f"KDJ/VTE C/NO. {line:03d}",
        "packages": 120,
        "package_kind": "กล่อง CT",
        "description_th": "เครื่องปั๊มน้ำไฟฟ้าสำหรับครัวเรือน พร้อมอุปกรณ์ติดตั้งและคู่มือการใช้งาน",
        "description_en": "Household electric water pumps with fittings",
        "hs_code": "84137011",
        "origin": "JP",
        "gross_weight": 1_234_567,
        "net_weight": 1_100_000,
        "quantity": "120",
        "quantity_unit": "C62",
        "currency": "USD",
        "value": 1_250_000,
        "cif_baht": 45_000_000,
    }


TRANSIT: Mapping[str, object] = {
    "decl_no": "A0212991100001",
    "sequence_no": "0001/2599",
    "decl_type": "2 ผ่านแดน (ประเทศอื่น)",
    "office_entry": "ด่านศุลกากรแม่สอด",
    "office_entry_code": "4901",
    "office_exit": "ด่านศุลกากรหนองคาย",
    "office_exit_code": "2901",
    "date_entry": "2056-11-21",
    "date_limit": "2056-12-21",
    "applicant_name": "บริษัท ตัวอย่างผ่านแดนสมมุติ จำกัด",
    "applicant_address": "99/9 หมู่ที่ 9 ตำบลสมมุติ อำเภอแม่สอด จังหวัดตาก 63110",
    "applicant_phone": "0 0000 0000",
    "applicant_tax_id": "0000000000019",
    "applicant_branch": "000000",
    "applicant_class": "2.3",
    "carrier_name": "ห้างหุ้นส่วนจำกัด ขนส่งตัวอย่างสมมุติ",
    "carrier_role": "connecting",
    "dlt_licence_no": "ขสบ. 999/2599",
    "dlt_licence_expiry": "2057-01-31",
    "broker_name": "บริษัท ตัวแทนออกของสมมุติ จำกัด",
    "broker_card": "99999999",
    "guarantee_type": "B",
    "guarantee_no": "LG-9900001",
    "guarantee_amount": 200_000_000,
    "guarantee_expiry": "2057-06-30",
    "bl_master": "SMMT99000001",
    "bl_house": "SMMT99000001-T",
    "invoice_no": "INV-99/0001",
    "invoice_date": "2056-11-15",
    "origin_country": "ญี่ปุ่น JP",
    "loading_country": "เมียนมา MM",
    "origin_place": "ย่างกุ้ง Yangon",
    "destination_place": "เวียงจันทน์ Vientiane",
    "destination_country": "สปป.ลาว LA",
    "origin_code": "MM",
    "destination_code": "LA",
    "transit_mode": "road",
    "route": "ทล. 12 แม่สอด – พิษณุโลก – ขอนแก่น (ประมาณ 9 ชั่วโมง)\nทล. 2 ขอนแก่น – อุดรธานี – หนองคาย (ประมาณ 3 ชั่วโมง)",
    "vehicle": "70-9999",
    "vehicle_province": "ตาก",
    "vehicle_country": "TH",
    "trailer": "70-9998",
    "container_no": "CSQU3054383",
    "container_type": "22G1",
    "seal_no": "TH990000001",
    "packages_total": 360,
    "gross_weight_total": 3_703_701,
    "net_weight_total": 3_300_000,
    "cif_total": 135_000_000,
    "duty_guaranteed": 20_250_000,
    "remarks": "ของผ่านแดนห้ามจำหน่ายในราชอาณาจักร",
    "inspection_order": "ยกเว้นการตรวจ",
    "declarant_name": "นางสาวสมหญิง ตัวอย่าง",
    "declarant_position": "ผู้รับมอบอำนาจ",
    "declared_on": "2056-11-21",
    "officer_name": "นายสมชาย ใจซื่อ",
    "officer_position": "นักวิชาการศุลกากรชำนาญการ",
    "signed_at": "2056-11-21T04:00:00+00:00",
    "printed_by": "นายสมชาย ใจซื่อ (MS-1)",
    "printed_at": "2056-11-21T04:00:05+00:00",
    "items": [goods(1), goods(2), goods(3)],
}


def container(line: int) -> dict[str, object]:
    """One container of the container list."""
    return {
        "line": line,
        "container_no": "CSQU3054383",
        "container_type": "22G1",
        "seal_no": f"TH99{line:07d}",
        "packages": 120,
        "package_kind": "กล่อง CT",
        "gross_weight": 1_234_567,
        "goods": "เครื่องปั๊มน้ำไฟฟ้าสำหรับครัวเรือน Household electric water pumps",
        "vehicle": "70-9999 ตาก",
        "trailer": "70-9998",
    }


def sealed(line: int) -> dict[str, object]:
    """One container of form 451."""
    return {key: container(line)[key] for key in ("line", "container_no", "container_type", "seal_no")}


_CONTROL_KEYS = (
    *("decl_no", "sequence_no", "office_entry", "office_entry_code", "office_exit", "office_exit_code"),
    *("date_entry", "date_limit", "applicant_name", "applicant_address", "applicant_phone", "applicant_tax_id"),
    *("applicant_branch", "applicant_class", "carrier_name", "guarantee_no", "guarantee_expiry", "vehicle"),
    *("vehicle_province", "vehicle_country", "trailer", "packages_total", "gross_weight_total", "route", "remarks"),
    *("officer_name", "officer_position", "signed_at", "printed_by", "printed_at"),
)

CONTROL_37: Mapping[str, object] = {
    **{key: TRANSIT[key] for key in _CONTROL_KEYS},
    "decl_date": "2056-11-21",
    "package_kind": "กล่อง CT",
    "goods_summary": "เครื่องปั๊มน้ำไฟฟ้าสำหรับครัวเรือน พร้อมอุปกรณ์ติดตั้ง จำนวน 3 รายการ ตามใบขนสินค้าผ่านแดน",
    "seal_no": "TH990000001",
    "containers": [sealed(1)],
}

CONTROL_LAO: Mapping[str, object] = {
    **CONTROL_37,
    "date_limit": "2057-02-19",
    "applicant_class": "1",
    "agreement_name": "ความตกลงว่าด้วยการขนส่งทางถนนไทย–ลาว",
    "dlt_licence_no": "ขสบ. 999/2599",
    "dlt_licence_expiry": "2057-06-30",
    "bl_house": "SMMT99000001-T",
}

CONTAINER_LIST: Mapping[str, object] = {
    "to_lao": True,
    **{key: TRANSIT[key] for key in ("decl_no", "sequence_no", "office_entry", "office_entry_code", "office_exit")},
    **{key: TRANSIT[key] for key in ("office_exit_code", "applicant_name", "carrier_name", "declarant_name")},
    **{key: TRANSIT[key] for key in ("declared_on", "officer_name", "officer_position", "signed_at", "printed_by")},
    "printed_at": "2056-11-21T04:00:05+00:00",
    "decl_date": "2056-11-21",
    "containers_total": 4,
    "packages_total": 480,
    "gross_weight_total": 4_938_268,
    "containers": [container(line) for line in range(1, 5)],
}

_OWN: Mapping[str, Mapping[str, object]] = {
    "448-1": TRANSIT,
    "451-37": CONTROL_37,
    "451-lao": CONTROL_LAO,
    "container-list": CONTAINER_LIST,
    "stamp-slip": STAMP_SLIP,
}

FORMS: Mapping[str, Mapping[str, object]] = {
    path.stem: _OWN.get(path.stem) or tomllib.loads(path.read_text(encoding="utf-8"))["sample"]
    for path in sorted(TEMPLATES.glob("*.toml"))
}
