"""What a paper of a transit case wants and the declared data leave out, worked out from the case's own acts."""

from collections.abc import Mapping, Sequence
from typing import Any

from officer_app.core.acts import Act, ActKind
from officer_app.core.buddhist import bangkok_day
from officer_app.core.guarantees import GuaranteeState
from officer_app.core.transit import TransitState

_SUMMARY = 200
"""Characters of the goods in a line."""
_KINDS = 35
"""Characters of the kinds of packages in a box."""
_AGREEMENT, _OTHER = "ผ่านแดน – ประเทศที่มีความตกลง", "ผ่านแดน – ประเทศอื่น"
LAO = "LA"
_AEO = ("2.1", "2.2")
GROUNDS: Mapping[str, str] = {
    # The four cases in which transit goods may be searched [TRNB p6].
    "terrorism": "เหตุก่อการร้าย",
    "security": "ความมั่นคง",
    "false_origin": "ถิ่นกำเนิดเป็นเท็จ",
    "illegal_goods": "ของผิดกฎหมาย",
}

Table = Mapping[str, Any]


def declared_in(path: Sequence[Act]) -> Table:
    """The declared data that the case's last act carries; empty where none were keyed yet."""
    tables = (act.fields.get("declared") for act in reversed(path))
    table = next((table for table in tables if isinstance(table, Mapping)), {})
    # Who prints and when is the workstation's to say, not the applicant's.
    return {name: value for name, value in table.items() if not name.startswith("printed_")}


def last_of(path: Sequence[Act], kind: ActKind) -> Act | None:
    """The last act of a kind in the case's path."""
    return next((act for act in reversed(path) if act.kind == kind), None)


def defaults(state: TransitState, path: Sequence[Act]) -> dict[str, object]:
    """What stands on a paper where the applicant left its box out."""
    table, signed, keyed = (
        declared_in(path),
        last_of(path, ActKind.TRANSIT_SIGN),
        last_of(path, ActKind.TRANSIT_KEY),
    )
    kinds = dict.fromkeys(str(row.get("package_kind") or "") for row in rows_of(table, "items"))
    said = " / ".join(filter(None, kinds))
    found: dict[str, object] = {
        "applicant_name": state.fact("applicant"),
        "decl_type": _AGREEMENT if state.fact("applicant_class") == "1" else _OTHER,
        "office_entry_code": state.fact("office"),
        "office_exit_code": state.fact("exit_office"),
        "goods_summary": goods_of(table)[:_SUMMARY],
        "to_lao": table.get("destination_code") == LAO,
        "package_kind": said if len(said) <= _KINDS else "คละชนิด mixed",
    }
    if signed is not None:
        found["agreement_name"] = signed.text("agreement")
    if keyed is not None:
        found["decl_date"] = bangkok_day(keyed.at).isoformat()
    return {name: value for name, value in found.items() if value}


def goods_of(table: Table) -> str:
    """The goods in a line, each named once."""
    names = (str(row.get("description_th") or row.get("description_en") or "") for row in rows_of(table, "items"))
    return ", ".join(filter(None, dict.fromkeys(names)))


def containers_said(table: Table, seals: str) -> dict[str, object]:
    """The goods' containers, as rows and as the one box that other papers have for them.

    `seals`: those put on at the hand-over. A row without a seal of its own gets them where it is the only one; which of
    several containers bears which is said nowhere, so that they stand in a box for all.
    """
    listed = [dict(row) for row in rows_of(table, "containers")] or _one_row(table)
    if not listed:
        return {}
    for place, row in enumerate(listed, start=1):
        row.setdefault("line", place)
        if seals and len(listed) == 1:
            row["seal_no"] = seals
    first = listed[0]
    found: dict[str, object] = {"containers": listed, "containers_total": len(listed)}
    if len(listed) == 1:
        one = {name: first.get(name) for name in ("container_no", "container_type")}
        return found | {name: value for name, value in one.items() if value}
    types = {str(row.get("container_type") or "") for row in listed}
    found["container_no"] = f"{len(listed)} ตู้ ตามบัญชีตู้สินค้า"
    return found | ({"container_type": types.pop()} if len(types) == 1 else {})


def _one_row(table: Table) -> list[dict[str, object]]:
    """The row of the one container that is declared in a box alone."""
    if not table.get("container_no"):
        return []
    row: dict[str, object] = {
        "container_no": table["container_no"],
        "container_type": table.get("container_type"),
        "packages": table.get("packages_total"),
        "gross_weight": table.get("gross_weight_total"),
        "goods": goods_of(table)[:_SUMMARY],
        "vehicle": table.get("vehicle"),
        "trailer": table.get("trailer"),
    }
    return [{name: value for name, value in row.items() if value}]


def guarantee_said(number: str, state: GuaranteeState) -> dict[str, object]:
    """The guarantee of the case as the register has it: what the applicant wrote of it himself does not count."""
    if not state.registered:
        return {}
    expiry = state.expiry or state.licence_expiry
    found: dict[str, object] = {"guarantee_type": state.type, "guarantee_no": number}
    found |= {"guarantee_amount": state.satang} if state.limited else {}
    return found | ({"guarantee_expiry": expiry.isoformat()} if expiry else {})


def bond_said(data: Table, state: GuaranteeState, path: Sequence[Act]) -> dict[str, object]:
    """The bond's own fields: its number as the applicant proved it, and what is lodged beside it."""
    checked = last_of(path, ActKind.TRANSIT_CHECK)
    proofs = checked.fields.get("proofs") if checked is not None else None
    bond = proofs.get("bond") if isinstance(proofs, Mapping) else None
    proved = str(bond.get("reference") or "") if isinstance(bond, Mapping) else ""
    if state.registered and state.limited:
        found: dict[str, object] = {"guarantee_type": state.type, "guarantee_no": data.get("guarantee_no")}
        return found | {"bond_no": proved}
    if data.get("applicant_class") in _AEO:
        return {"guarantee_type": "none", "bond_no": proved}
    # A carrier's general bond is itself what the register has, with nothing lodged beside it.
    return {"bond_no": data.get("guarantee_no") or proved, "guarantee_expiry": ""}


def opened_said(acts: Sequence[Act]) -> dict[str, object]:
    """What was found when the goods were opened, and on which ground."""
    opened = [act for act in acts if act.kind == ActKind.TRANSIT_OPEN_GOODS]
    if not opened:
        return {}
    act = max(opened, key=lambda each: (each.at, each.station_seq))
    ground = GROUNDS.get(act.text("ground"), act.text("ground"))
    return {"inspection_order": f"เปิดตรวจ – {ground}", "inspection_result": act.text("findings")}


def with_codes(data: Table) -> dict[str, object]:
    """Countries as the customs computer is given them: the name, and the two letters that are keyed."""
    pairs = (("loading_country", "origin_code"), ("destination_country", "destination_code"))
    found: dict[str, object] = {}
    for name, code in pairs:
        said, letters = str(data.get(name) or ""), str(data.get(code) or "")
        if letters and letters not in said.split():
            found[name] = f"{said} {letters}".strip()
    return found


def rows_of(table: Table, name: str) -> list[Table]:
    """The rows of a list field; what is no row is left out."""
    rows = table.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
