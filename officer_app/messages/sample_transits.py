"""Invented transit declarations for demonstration and training, keyed as the forms' fields."""

import json
from datetime import datetime, timedelta

from officer_app.core.acts import format_time
from officer_app.core.buddhist import bangkok_day
from officer_app.core.records import Provenance, Record
from officer_app.messages.sample_permits import YEAR_MONTH, container_number, tax_number
from officer_app.messages.sample_trades import CODES, TRADES, Trade

LAO_DAYS, OTHER_DAYS = 90, 30  # brief 004 §12
AGREEMENT = "ความตกลงว่าด้วยการขนส่งทางถนนระหว่างไทยกับ สปป.ลาว"


def sample_transits(now: datetime) -> list[Record]:
    """Transit declarations that entered at Mae Sot on the day of `now` (UTC), as records of provenance `sample`."""
    records = []
    for place, trade in enumerate(TRADES, start=1):
        data = _declaration(trade, place, now)
        doc = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        records.append(Record("transit", str(data["decl_no"]), doc, Provenance.SAMPLE, now))
    return records


def _declaration(trade: Trade, place: int, now: datetime) -> dict[str, object]:
    day = bangkok_day(now)
    # One contingency number among them: place code, type 2, year and month, running number (M132 p104).
    number = f"49012{YEAR_MONTH}{place:05d}" if place == 1 else f"A0{10 + place:02d}2{YEAR_MONTH}{place:05d}"
    return {
        "decl_no": number,
        "decl_date": day.isoformat(),
        "decl_type": "ผ่านแดนตามความตกลง" if trade.lao else "ผ่านแดนไปประเทศอื่น",
        "office_entry": "ด่านศุลกากรแม่สอด",
        "office_entry_code": "4901",
        "office_exit": trade.exit_office,
        "office_exit_code": trade.exit_code,
        "date_entry": day.isoformat(),
        "date_limit": (day + timedelta(days=LAO_DAYS if trade.lao else OTHER_DAYS)).isoformat(),
        "applicant_name": trade.firm,
        "applicant_address": f"{100 + place} หมู่ 9 ต.ท่าสายลวด อ.แม่สอด จ.ตาก 63110",
        "applicant_phone": "0 0000 0000",
        "applicant_tax_id": tax_number(500 + place),
        "applicant_branch": "0",
        "applicant_class": "1" if trade.lao else "2.3",
        "carrier_name": trade.firm,
        "carrier_role": "connecting",
        **(_lao(place, day.year) if trade.lao else {}),
        "guarantee_type": "bond" if trade.lao else "B",
        "guarantee_no": f"ทบ.ตัวอย่าง {place:03d}/2599",
        "guarantee_amount": 2_000_000_00,
        "guarantee_expiry": f"{day.year + 1}-12-31",
        "bl_master": f"MBL99{place:06d}",
        "bl_house": f"TBL99{place:06d}",
        "invoice_no": f"INV-99-{place:04d}",
        "invoice_date": day.isoformat(),
        "origin_country": "เมียนมา",
        "loading_country": "เมียนมา",
        "origin_place": "ย่างกุ้ง",
        "destination_place": trade.place,
        "destination_country": trade.country,
        "origin_code": "MM",
        "destination_code": CODES[trade.country][0],
        "transit_mode": CODES[trade.country][1],
        "route": f"{trade.road} ประมาณ {14 + place * 3} ชั่วโมง",
        "declarant_name": "ผู้แทนสมมติ ตัวอย่าง",
        "declarant_position": "ผู้รับมอบอำนาจ",
        "declared_on": day.isoformat(),
        "printed_at": format_time(now),
        **_cargo(trade, place),
    }


def _cargo(trade: Trade, place: int) -> dict[str, object]:
    """The vehicle, the goods and their totals, the containers."""
    items = _items(trade, place)
    summed = ("packages", "gross_weight", "net_weight", "cif_baht")
    total = {key: sum(int(str(row[key])) for row in items) for key in summed}
    vehicle = f"{80 + place}-{4100 + place}"
    return {
        "vehicle": vehicle,
        "vehicle_province": "ตาก",
        "vehicle_country": "TH",
        "container_no": container_number(900 + place * 10),
        "container_type": "22G1",
        "seal_no": f"MST-{place:05d}",
        "packages_total": total["packages"],
        "package_kind": "ลัง",
        "gross_weight_total": total["gross_weight"],
        "net_weight_total": total["net_weight"],
        "cif_total": total["cif_baht"],
        "value_total": sum(int(str(row["value"])) for row in items),
        "duty_guaranteed": total["cif_baht"] // 10,
        "goods_summary": f"{trade.goods_th} ({trade.goods_en})",
        "items": items,
        "containers": _containers(trade, place, items, vehicle),
        "containers_total": trade.containers,
    }


def _lao(place: int, year: int) -> dict[str, object]:
    """What only a carrier under the agreement shows: his licence (brief 004 §12, 1.2)."""
    licence = {"dlt_licence_no": f"ตย.{place:03d}/2599", "dlt_licence_expiry": f"{year + 1}-12-31"}
    return {**licence, "agreement_name": AGREEMENT}


def _items(trade: Trade, place: int) -> list[dict[str, object]]:
    return [
        {
            "line": line,
            "marks": "N/M",
            "packages": 12 * place + line,
            "package_kind": "ลัง",
            "description_th": trade.goods_th,
            "description_en": trade.goods_en,
            "hs_code": trade.hs,
            "origin": "MM",
            "gross_weight": (1_250 * place + 75 * line) * 1000,
            "net_weight": (1_180 * place + 70 * line) * 1000,
            "quantity": f"{24 * place + line}",
            "quantity_unit": "C62",
            "currency": "USD",
            "value": (8_400 * place + 310 * line) * 100,
            "cif_baht": (285_600 * place + 10_540 * line) * 100,
        }
        for line in range(1, 1 + trade.containers)
    ]


def _containers(trade: Trade, place: int, items: list[dict[str, object]], vehicle: str) -> list[dict[str, object]]:
    return [
        {
            "line": line,
            "container_no": container_number(900 + place * 10 + line - 1),
            "container_type": "22G1",
            "seal_no": f"MST-{place:05d}{'ABC'[line - 1]}",
            "packages": item["packages"],
            "package_kind": "ลัง",
            "gross_weight": item["gross_weight"],
            "goods": trade.goods_th,
            "vehicle": vehicle,
        }
        for line, item in enumerate(items, start=1)
    ]
