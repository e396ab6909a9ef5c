"""Papers of a transit case: what was declared, what the office gave it, what the exit office found."""

from collections.abc import Callable, Iterator, Mapping

from officer_app.core.acts import Act, ActKind, Subject, format_time
from officer_app.core.plates import same_plate, written_plate
from officer_app.core.seals import seals_in_box
from officer_app.core.transit import TransitState
from officer_app.core.transit_declared import container_seals
from officer_app.core.transit_rules import TransitRules
from officer_app.texts import Texts
from officer_app.usecases.counter import Counter
from officer_app.usecases.transit_arrival import said_at_arrival
from officer_app.usecases.transit_scanned import case_here
from officer_app.workstation.paper_case_facts import (
    bond_said,
    containers_said,
    declared_in,
    defaults,
    guarantee_said,
    last_of,
    opened_said,
    with_codes,
)
from officer_app.workstation.paper_missing import missing_rows
from officer_app.workstation.paper_records import BOND, bond_of

CASE_FORMS = ("448-1", "451-37", "451-lao", "container-list", "key-in-sheet", "bond-37", "hand-over-receipt")
REFUSAL_NOTICE = "refusal-notice"
KEY_IN = "key-in-sheet"


class CasePapers:
    """Reads the cases of one workstation's journal. `names`: the names people read, by account."""

    def __init__(self, counter: Counter, names: Callable[[], Mapping[str, str]], texts: Texts) -> None:
        self._counter = counter
        self._names = names
        self._texts = texts

    def case(self, number: str) -> str:
        """The case that a number means (its own, or that of the declaration it was keyed under); empty where none."""
        return case_here(self._counter, number)

    def of(self, form: str, case: str) -> tuple[Mapping[str, object], Subject]:
        """The data of `form`, one of CASE_FORMS, for a case of this journal, and what the print is about."""
        state = self._counter.journal.transit_state(case)
        known = self._counter.journal.acts_on("transit", case)
        acts = {act.act_id: act for act in known}
        path = [acts[step.act_id] for step in state.path if step.act_id in acts]
        declared = {name: value for name, value in declared_in(path).items() if value not in ("", None)}
        name = next((act.text("guarantee") for act in reversed(path) if act.text("guarantee")), "")
        guarantee = self._counter.journal.guarantee_state(name)
        data: dict[str, object] = {**defaults(state, path), **declared, **self._given(case, state, path)}
        data |= containers_said(declared, state.fact("seals")) | guarantee_said(name, guarantee) | opened_said(known)
        data |= self._left(path)
        if form == KEY_IN:
            # What the customs computer gave, and nothing before it gave it: the case's own number is none of its.
            data |= {**with_codes(data), "decl_no": state.fact("declaration_no")}
        if form == BOND:
            data = {**bond_of(data), **bond_said(data, guarantee, path)}
        return data, Subject("transit", case)

    def refusal(self, case: str, rules: TransitRules) -> Mapping[str, object] | None:
        """The list of what was missing when the case was last refused; None where it never was."""
        refused = [act for act in self._counter.journal.acts_on("transit", case) if act.kind == ActKind.TRANSIT_REFUSE]
        if not refused:
            return None
        act = max(refused, key=lambda each: (each.at, each.station_seq))
        state = self._counter.journal.transit_state(case)
        lacking = act.fields.get("lacking")
        rows = lacking if isinstance(lacking, list) else []
        incomplete = act.text("reason") == "incomplete"
        return {
            "number": case,
            "matter": "คำขอปฏิบัติพิธีการศุลกากรใบขนสินค้าผ่านแดน",
            "applicant_name": state.fact("applicant") or "-",
            "refused_at": format_time(act.at),
            "office": self._office(case, act),
            "reason": "เอกสารหรือหลักฐานไม่ครบ จึงไม่รับพิจารณา" if incomplete else act.text("reason"),
            "legal_ground": "คู่มือสำหรับประชาชน ด่านศุลกากรแม่สอด ข้อ 12 และข้อ 15; ประกาศกรมศุลกากรที่ 37/2558",
            "next_step": "นำเอกสารที่ขาดมายื่นอีกครั้งด้วยเลขเรื่องเดิม เอกสารที่ตรวจนับแล้วไม่สูญหาย",
            "officer_name": self._name(act.officer),
            "missing": list(missing_rows(rows, rules)),
        }

    def _given(self, case: str, state: TransitState, path: list[Act]) -> dict[str, object]:
        signed = last_of(path, ActKind.TRANSIT_SIGN)
        handed = last_of(path, ActKind.TRANSIT_HAND_OVER)
        keyed = last_of(path, ActKind.TRANSIT_KEY)
        found: dict[str, object] = {
            "decl_no": state.fact("declaration_no") or case,
            "applicant_class": state.fact("applicant_class"),
            "sequence_no": state.fact("sequence_no"),
            "date_entry": state.fact("entry_date"),
            "date_limit": state.fact("limit_date"),
            "seal_no": seals_in_box(state.fact("seals"), container_seals(declared_in(path))),
            "case_no": case,
            "vehicle": _plate(declared_in(path), handed.text("vehicle") if handed is not None else ""),
        }
        if signed is not None:
            found |= {"officer_name": self._name(signed.officer), "signed_at": format_time(signed.at)}
        if keyed is not None:
            found |= {"keyed_by": self._name(keyed.officer), "keyed_at": format_time(keyed.at)}
        if handed is not None:
            found |= {"handed_to": handed.text("handed_to"), "handed_at": format_time(handed.at)}
            found |= {"handed_by": self._name(handed.officer), "token": self._counter.journal.token_of(handed.act_id)}
        return {name: value for name, value in found.items() if value}

    def _left(self, path: list[Act]) -> dict[str, object]:
        """What the exit office wrote: arrival, seals, discrepancies, exit."""
        arrived, left = last_of(path, ActKind.TRANSIT_ARRIVE), last_of(path, ActKind.TRANSIT_EXIT)
        found: dict[str, object] = {}
        if arrived is not None:
            intact = arrived.fields.get("seals_intact") is True
            found["exit_arrived_at"] = format_time(arrived.at)
            found["exit_seals"] = "intact" if intact else "broken"
            found["exit_discrepancies"] = " / ".join(self._differing(path, arrived, left))
        if left is not None:
            found |= {"exit_exported_at": format_time(left.at), "exit_officer_name": self._name(left.officer)}
        return {name: value for name, value in found.items() if value}

    def _differing(self, path: list[Act], arrived: Act, left: Act | None) -> Iterator[str]:
        """What differed at the exit office, each with what it is about: the office itself, the goods."""
        said, here = said_at_arrival(arrived), arrived.text("office")
        if said.office:
            yield f"{self._label('why_arrived_here', here)}: {said.office}"
        if left is not None and (why := left.text("why_here")):
            yield f"{self._label('why_left_here', left.text('office'))}: {why}"
        goods = said.goods
        if arrived.fields.get("seals_intact") is not True:
            seals = seals_in_box(arrived.text("seals_found"), container_seals(declared_in(path))) or "-"
            found = " / ".join(part for part in (seals, arrived.text("vehicle_found")) if part)
            goods = f"{goods} ({self._label('goods_were_found')} {found})".strip()
        if goods:
            yield f"{self._label('goods_differ')}: {goods}"

    def _label(self, key: str, office: str = "") -> str:
        both = self._texts.both(f"on_paper.{key}", office=office)
        return f"{both.th} {both.en}"

    def _office(self, case: str, act: Act) -> str:
        """The customs office that refused, as the declaration names it, and its counter."""
        said = declared_in(self._counter.journal.acts_on("transit", case)).get("office_entry")
        return f"{said} ({act.station})" if said else f"{act.site} {act.station}"

    def _name(self, account: str) -> str:
        return self._names().get(account, account)


def _plate(declared: Mapping[str, object], handed: str) -> str:
    """The vehicle as it is printed: the declared one, unless another took the goods; the code names that one, too."""
    said, country = str(declared.get("vehicle") or ""), str(declared.get("vehicle_country") or "")
    return written_plate(said if not handed or same_plate(said, handed) else handed, country)
