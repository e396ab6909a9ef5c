"""What a permit record says, in the fields of the counter's papers."""

from datetime import datetime

from officer_app.core.acts import format_time
from officer_app.core.buddhist import bangkok_day
from officer_app.core.records import Permit

PROCEDURE_FEE = 20_000
"""Satang: 200 baht a declaration, customs procedure (brief 002 §6)."""


def subject_data(permit: Permit) -> dict[str, object]:
    """The permit as slips and notices name it."""
    numbers = [line.number for line in permit.declarations if line.number]
    more = f" (+{len(numbers) - 3})" if len(numbers) > 3 else ""
    data: dict[str, object] = {
        "permit_no": permit.number,
        "declaration_no": ", ".join(numbers[:3]) + more,
        "company_name": permit.company_name,
        "vehicle": " ".join(part for part in (permit.vehicle, permit.vehicle_province) if part),
        "container_no": permit.container_no,
        "waybill": " / ".join(part for part in (permit.mawb, permit.hawb) if part),
        "flight": permit.flight,
    }
    return _counted(permit) | {key: value for key, value in data.items() if value}


def air_permit_data(permit: Permit) -> dict[str, object]:
    """The air cargo permit."""
    more = {"flight": permit.flight, "mawb": permit.mawb, "hawb": permit.hawb, "trailer": permit.trailer}
    return _permit(permit) | {key: value for key, value in more.items() if value}


def road_permit_data(permit: Permit) -> dict[str, object]:
    """The road and sea cargo permit."""
    more = {
        "transport": permit.mode if permit.mode in {"1", "2", "3", "8", "9"} else "3",
        "container_no": permit.container_no,
        "container_code": permit.container_code,
        "vehicle_country": permit.vehicle_country,
        "trailer": permit.trailer,
    }
    return _permit(permit) | {key: value for key, value in more.items() if value}


def _permit(permit: Permit) -> dict[str, object]:
    bill = permit.hawb or permit.mawb
    rows = []
    for place, line in enumerate(permit.declarations, 1):
        row = {
            "line": place,
            "declaration_no": line.number,
            "packages": line.packages,
            "package_unit": line.package_unit,
            "gross_weight": line.gross_weight_g,
        }
        rows.append(row | ({"bill": bill} if bill else {}))
    data = {
        "permit_no": permit.number,
        "permit_line": permit.line,
        "inspection_order": permit.order,
        "company_name": permit.company_name,
        "company_tax_no": permit.company_tax_no,
        "company_branch": permit.company_branch,
        "release_port": permit.release_port,
        "load_port": permit.load_port,
        "departure_at": permit.departure_at,
        "vehicle": permit.vehicle,
        "vehicle_province": permit.vehicle_province,
        "seal_no": permit.seal_no,
    }
    return {**{key: value for key, value in data.items() if value}, "declarations": rows, **_counted(permit)}


def _counted(permit: Permit) -> dict[str, object]:
    return {"packages_total": permit.packages, "gross_weight_total": permit.gross_weight_g}


def fee_data(permit: Permit, now: datetime, officer: str) -> dict[str, object]:
    """The fee of each declaration of a permit; never a number, never a receipt (brief 002 §6)."""
    count = max(1, len(permit.declarations))
    line = {
        "line": 1,
        "code": "1500",
        "text": "ค่าธรรมเนียมในการปฏิบัติพิธีการศุลกากร",
        "basis": f"{count} ฉบับ × 200 บาท",
        "amount": count * PROCEDURE_FEE,
    }
    data: dict[str, object] = {
        "payer_name": permit.company_name or "-",
        "subject_no": permit.number,
        "made_at": format_time(now),
        "pay_at": "ฝ่ายบัญชีอากร อาคารสำนักงานศุลกากรตรวจสินค้าท่าอากาศยานสุวรรณภูมิ (BC-1) ชั้น 2",
        "fees": [line],
        "amount_total": count * PROCEDURE_FEE,
        "officer_name": officer,
    }
    more = {"payer_tax_no": permit.company_tax_no, "payer_branch": permit.company_branch}
    return data | {key: value for key, value in more.items() if value}


def petition_data(permit: Permit, now: datetime) -> dict[str, object]:
    """What a petition says of its permit; the rest is the petitioner's (`--data`)."""
    data: dict[str, object] = {
        "made_on": bangkok_day(now).isoformat(),
        "addressed_to": "หัวหน้าส่วนบริการศุลกากร 2 อาคารตรวจสินค้าขาออก (CE)",
        "petitioner_name": permit.company_name,
        "petitioner_tax_no": permit.company_tax_no,
        "declaration_no": permit.declarations[0].number if permit.declarations else "",
        "permit_no": permit.number,
        "flight_old": permit.flight,
        "mawb_old": permit.mawb,
        "hawb_old": permit.hawb,
        "departure_old": permit.departure_at,
    }
    return {key: value for key, value in data.items() if value}
