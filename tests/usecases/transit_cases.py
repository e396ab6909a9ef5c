"""A transit desk for tests: invented goods, complete papers, and each step of a case done as it should be."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from officer_app.core.acts import Mode
from officer_app.core.applicants import Evidence, Proof
from officer_app.core.guarantees import GuaranteeType
from officer_app.core.ports import Station
from officer_app.core.refusals import Refusal
from officer_app.core.transit_declared import read_paper
from officer_app.core.transit_match import Against
from officer_app.core.transit_papers import Language, Shown, When
from officer_app.core.transit_rule_table import transit_rules
from officer_app.core.transit_rules import TransitRules
from officer_app.print.forms import Forms
from officer_app.usecases.guarantee_register import Entry, Kept, register_guarantee
from officer_app.usecases.transit_consider import Considered, consider
from officer_app.usecases.transit_desk import Done, TransitDesk
from officer_app.usecases.transit_handed import Handed
from officer_app.usecases.transit_intake import Filing, check, receive
from officer_app.usecases.transit_journey import Arrival, arrive, close, hand_over, key, leave
from officer_app.usecases.transit_numbers import fetch_numbers
from officer_app.usecases.transit_sign import sign
from officer_app.workstation.transit_trial import PrintTrial
from tests.fakes import Desk, officer

RULES = transit_rules(tomllib.loads(Path("resources/transit/rules.toml").read_text("utf-8")))
MS_1 = Station("MS", "MS-1", "transit", "", Mode.SAMPLE)
MS_2 = replace(MS_1, name="MS-2")
CLERK = officer("prasit", "transit", seed=11)
SIGNER = officer("wanida", "transit", "signer", seed=12)
EXIT_CLERK = officer("somsri", "transit", seed=13)
OFFICE, EXIT_OFFICE = "4901", "2901"
TRADER = "0994000163011"
ELSEWHERE = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
"""Changes of what is declared: goods to Singapore by sea, under no agreement."""
DUTY = 31_415_926
FAR = date(2099, 12, 31)
"""The last day of what does not end in a story."""
ITEMS: list[dict[str, Any]] = [
    {"packages": 12, "gross_weight": 1_325_000, "net_weight": 1_250_000, "value": 871_000, "currency": "USD"},
    {"packages": 13, "gross_weight": 1_400_000, "net_weight": 1_320_000, "value": 902_000, "currency": "USD"},
]
GOODS: list[dict[str, Any]] = [
    {**row, "line": line, "description_th": "เครื่องสูบน้ำ", "hs_code": "84137042", "cif_baht": 28_560_000}
    for line, row in enumerate(ITEMS, start=1)
]
FILLED: dict[str, Any] = {
    # What else a declaration says, so that its papers can be printed.
    "decl_type": "ผ่านแดน",
    "office_entry": "ด่านศุลกากรแม่สอด",
    "office_entry_code": "4901",
    "office_exit": "ด่านศุลกากรหนองคาย",
    "applicant_name": "บริษัท ตัวอย่างขนส่งริมเมย จำกัด",
    "applicant_address": "99 หมู่ 9 ต.ท่าสายลวด อ.แม่สอด จ.ตาก 63110",
    "applicant_tax_id": "0994000163011",
    "carrier_name": "บริษัท ตัวอย่างขนส่งริมเมย จำกัด",
    "dlt_licence_no": "DLT-1",
    "dlt_licence_expiry": FAR.isoformat(),
    "bl_house": "TBL-99-1",
    "origin_place": "ย่างกุ้ง",
    "destination_place": "เวียงจันทน์",
    "destination_country": "สปป.ลาว",
    "vehicle": "70-1234",
    "cif_total": 57_120_000,
    "container_no": "CSQU3054383",
    "containers": [
        {"line": 1, "container_no": "CSQU3054383", "packages": 25, "gross_weight": 2_725_000, "goods": "เครื่องสูบน้ำ"}
    ],
    "containers_total": 1,
}
TRIAL = PrintTrial(Forms(Path("resources/forms")), RULES)
PAPERS = {
    "id_card": Shown(1, 1),
    "transit_declaration": Shown(1, 5),
    "carrier_proof": Shown(0, 1),
    "bill_of_lading": Shown(0, 1, Language.ENGLISH),
    "invoice": Shown(0, 1, Language.ENGLISH, certified=True),
    "bond": Shown(1, 0),
    "foreign_places": Shown(0, 1),
    "route": Shown(0, 1),
}
PROOFS: dict[str, tuple[Proof, ...]] = {
    "1": (Proof.THROUGH_BILL, Proof.DLT_LICENCE, Proof.BOND),
    "2.1": (Proof.AEO_TRADER,),
    "2.2": (Proof.AEO_BROKER,),
    "2.3": (Proof.REGISTERED,),
    "2.4": (Proof.TRIP_GUARANTEE, Proof.BOND),
}


def at_desk(desk: Desk, office: str = OFFICE, rules: TransitRules = RULES) -> TransitDesk:
    """The transit desk of a workstation."""
    return TransitDesk(desk.counter, rules, office, TRIAL)


def ready(desk: Desk) -> TransitDesk:
    """The transit desk of a workstation whose register of guarantees is filled."""
    made = at_desk(desk)
    put_guarantees(made)
    return made


def at_exit(desk: TransitDesk, case: str) -> TransitDesk:
    """The same workstation in the place of the case's exit office."""
    return replace(desk, office=desk.counter.journal.transit_state(case).fact("exit_office"))


def declared(**changes: Any) -> dict[str, Any]:
    """What is declared: from Myanmar to Lao PDR by road, unless changed."""
    table = {
        **FILLED,
        "date_entry": "2026-11-21",
        "office_exit_code": EXIT_OFFICE,
        "origin_code": "MM",
        "destination_code": "LA",
        "transit_mode": "road",
        "route": "ทางหลวง 12 แม่สอด–ขอนแก่น แล้วทางหลวง 2",
        "items": GOODS,
        "packages_total": 25,
        "gross_weight_total": 2_725_000,
        "duty_guaranteed": DUTY,
    }
    return {**table, **changes}


def handed(code: str = "1", expiry: date | None = FAR, **changes: Any) -> Handed:
    """Complete papers and proofs of a class."""
    proofs = {proof: Evidence(f"no. {proof}", expiry) for proof in PROOFS[code]}
    guarantee = {"1": "BOND-1", "2.3": "BANK-1", "2.4": "CASH-1"}.get(code, "")
    made = Handed(PAPERS, proofs, frozenset[When](), guarantee, DUTY)
    return replace(made, **changes)


def looked(table: Mapping[str, Any] | None = None, **changes: Any) -> Considered:
    """Invoice and bill of lading that say what is declared."""
    paper = read_paper({"items": ITEMS})
    made = Considered(table if table is not None else declared(), {Against.INVOICE: paper, Against.BILL: paper})
    return replace(made, **changes)


def done(answer: object) -> Done:
    """`answer`, which has to be a step that was recorded."""
    assert isinstance(answer, Done), answer
    return answer


def refused(answer: object) -> str:
    """The code of `answer`, which has to be a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer.code


def put_guarantees(desk: TransitDesk) -> None:
    """A carrier's bond, a bank letter of two million, cash for one trip."""
    for entry in (
        Entry("BOND-1", GuaranteeType.BOND, TRADER, 0, None, "DLT-1", FAR),
        Entry("BANK-1", GuaranteeType.BANK_LETTER, TRADER, 200_000_000, FAR),
        Entry("CASH-1", GuaranteeType.CASH, TRADER, DUTY),
    ):
        assert isinstance(register_guarantee(desk, CLERK, entry), Kept)


def received(desk: TransitDesk, code: str = "1", number: str = "", **changes: Any) -> str:
    """A case that was filed; gives its number."""
    filing = Filing("บริษัท ตัวอย่างขนส่งริมเมย จำกัด", code, declared(**{"office_entry_code": desk.office, **changes}))
    return done(receive(desk, CLERK, number, filing)).act.subject.number


def considered(desk: TransitDesk, code: str = "1", **changes: Any) -> str:
    """A case that waits for its signature."""
    case = received(desk, code, **changes)
    done(check(desk, CLERK, case, handed(code), "in a test"))
    table = declared(**{"office_entry_code": desk.office, **changes})
    done(consider(desk, CLERK, case, looked(table, why_now="in a test")))
    return case


def signed(desk: TransitDesk, code: str = "1", override: str = "", **changes: Any) -> str:
    """A case with its number."""
    case = considered(desk, code, **changes)
    fetch_numbers(desk, CLERK)
    done(sign(desk, SIGNER, case, override))
    return case


def under_way(desk: TransitDesk, code: str = "1", override: str = "", **changes: Any) -> str:
    """A case whose goods have left for the exit office."""
    case = signed(desk, code, override, **changes)
    done(key(desk, CLERK, case, f"A01229911{case[-5:]}"))
    done(hand_over(desk, CLERK, case, "นายสมมติ ตัวอย่าง", ("MST-00001A", "MST-00001B"), "70-1234"))
    return case


def gone(desk: TransitDesk, code: str = "1", override: str = "", **changes: Any) -> str:
    """A case whose goods left the country."""
    case = under_way(desk, code, override, **changes)
    there = at_exit(desk, case)
    done(arrive(there, EXIT_CLERK, case, Arrival(("MST00001A", "MST00001B"), "701234")))
    done(leave(there, EXIT_CLERK, case))
    return case


def closed(desk: TransitDesk, **changes: Any) -> str:
    """A case from its filing to its end."""
    case = gone(desk, **changes)
    done(close(desk, CLERK, case, "คู่ฉบับส่งกลับครบถ้วน"))
    return case
