"""The demonstration's transit desk: one case to Lao PDR and one to another country, each from filing to closing."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from officer_app.cli.demo.narrator import DemoFailed, Narrator
from officer_app.cli.stopping import Stop
from officer_app.core.acts import ActKind, Mode
from officer_app.core.applicants import Evidence, Proof
from officer_app.core.buddhist import bangkok_day, iso_day
from officer_app.core.guarantees import GuaranteeType
from officer_app.core.ports import SignedIn
from officer_app.core.records import Record
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.core.transit_declared import read_paper
from officer_app.core.transit_match import Against
from officer_app.core.transit_papers import Shown
from officer_app.paths import Home
from officer_app.settings import Settings
from officer_app.usecases.guarantee_register import Entry, register_guarantee
from officer_app.usecases.transit_consider import Considered, consider
from officer_app.usecases.transit_desk import Done, TransitDesk
from officer_app.usecases.transit_handed import Handed
from officer_app.usecases.transit_intake import Filing, check, receive
from officer_app.usecases.transit_journey import Arrival, arrive, close, depart, hand_over, key, leave
from officer_app.usecases.transit_numbers import fetch_numbers
from officer_app.usecases.transit_sign import sign
from officer_app.workstation.opening import Workstation, create, open_workstation
from officer_app.workstation.transit import transit_desk

MAE_SOT = Settings(site="MS", desk="transit", name="MS-1", office="4901", mode=Mode.SAMPLE)
OFFICER = "prasit"
PROOFS: Mapping[str, tuple[Proof, ...]] = {
    "1": (Proof.THROUGH_BILL, Proof.DLT_LICENCE, Proof.BOND),
    "2.3": (Proof.REGISTERED,),
}
CROSSINGS = {"1": ("LA", "road"), "2.3": ("SG", "sea")}
SEALS = ("MST-00001A", "MST-00001B")
VEHICLE = "70-9999"
OVERRIDE = "ตัวอย่าง: ผู้มีอำนาจอนุญาตเฉพาะราย"
LAST_DAY = date(2599 - 543, 12, 31)
PAPERS = {
    "1": ("448-1", "451-lao", "container-list", "hand-over-receipt"),
    "2.3": ("448-1", "451-37", "hand-over-receipt"),
}


def play_transit(folder: Path, password: str, samples: list[Record], narrator: Narrator, stop: Stop) -> Path:
    """Both cases at a workstation of Mae Sot that stands alone; gives the folder of its papers. After a crash each
    case goes on from where it stood.
    """
    narrator.step("แม่สอด: ผ่านแดนสองเรื่อง ตั้งแต่รับเรื่องจนปิด", "Mae Sot: two transit cases, from the filing to the closing")
    if not Home(folder).settings.exists():
        create(folder, MAE_SOT)
    station = open_workstation(folder)
    try:
        if not station.officers.everyone():
            station.officers.add(OFFICER, "ประสิทธิ์ ตัวอย่าง", frozenset({"transit", "signer"}), password)
        officer = station.officers.sign_in(OFFICER, password)
        if isinstance(officer, Refusal):
            raise DemoFailed(f"{OFFICER} could not sign in: {officer.code}")
        tables = [json.loads(record.doc) for record in samples]
        for code in PROOFS:
            declared = next(table for table in tables if table["applicant_class"] == code)
            stop.check()
            _Case(station, officer, code, declared, narrator).play(stop)
        return station.home.papers
    finally:
        station.close()


class _Case:
    """One case, its next step told by where it stands."""

    def __init__(
        self, station: Workstation, officer: SignedIn, code: str, declared: Mapping[str, Any], narrator: Narrator
    ) -> None:
        self._station, self._officer, self._code, self._say = station, officer, code, narrator
        self._desk: TransitDesk = transit_desk(station)
        country, mode = CROSSINGS[code]
        today = bangkok_day(self._desk.counter.clock()).isoformat()
        left = ("decl_no", "sequence_no", "date_limit")
        self._declared = {name: value for name, value in declared.items() if name not in left} | {
            "origin_code": "MM",
            "destination_code": country,
            "transit_mode": mode,
            "date_entry": today,
        }

    def play(self, stop: Stop) -> None:
        """To the closing."""
        case = self._case()
        while (phase := self._station.journal.transit_state(case).phase) is not Phase.CLOSED:
            stop.check()
            done = self._step(case, phase)
            if not isinstance(done, Done):
                raise DemoFailed(f"{case} at {phase}: {getattr(done, 'code', done)}")
            self._say.recorded(self._station.settings.name, case, str(done.act.kind), done.act.act_id)
            if done.state.phase is Phase.EN_ROUTE:
                self._print(case)

    def _case(self) -> str:
        """The number under which it is filed: its own running one, the same after a crash."""
        cases = self._station.journal.transit_cases(list(Phase), "", 100)
        known = [number for number, state in cases if state.fact("applicant_class") == self._code]
        if known:
            return known[0]
        filing = Filing(str(self._declared["applicant_name"]), self._code, self._declared)
        done = receive(self._desk, self._officer, "", filing)
        if isinstance(done, Refusal):
            raise DemoFailed(f"filing of class {self._code}: {done.code}")
        return done.act.subject.number

    def _step(self, case: str, phase: Phase) -> object:
        desk, officer = self._desk, self._officer
        match phase:
            case Phase.RECEIVED:
                return check(desk, officer, case, self._handed(), "ตัวอย่าง")
            case Phase.DOCUMENTS_COMPLETE:
                paper = read_paper(self._declared)
                looked = Considered(papers={Against.INVOICE: paper, Against.BILL: paper}, why_now="ตัวอย่าง")
                return consider(desk, officer, case, looked)
            case Phase.CONSIDERED:
                fetch_numbers(desk, officer)
                return sign(desk, officer, case, "" if self._code == "1" else OVERRIDE)
            case Phase.SIGNED:
                return key(desk, officer, case, f"A01229911{case[-5:]}")
            case Phase.KEYED:
                return hand_over(desk, officer, case, "นายสมมติ ตัวอย่าง", SEALS, VEHICLE)
            case Phase.HANDED_OVER:
                return depart(desk, officer, case)
            case Phase.EN_ROUTE:
                # By the code on its paper, as the exit office scans it.
                return arrive(self._exit_desk(), officer, self._code_of(case), Arrival(SEALS, VEHICLE))
            case Phase.ARRIVED:
                return leave(self._exit_desk(), officer, case)
        return close(desk, officer, case, "คู่ฉบับส่งกลับครบถ้วน")

    def _exit_desk(self) -> TransitDesk:
        """The same workstation in the place of the exit office."""
        return replace(self._desk, office=str(self._declared["office_exit_code"]))

    def _handed(self) -> Handed:
        """Complete papers, as the office's own table asks for them, and the guarantee in the register."""
        name, duty = f"DEMO-{self._code}", int(self._declared["duty_guaranteed"])
        bond = self._code == "1"
        entry = Entry(
            name,
            GuaranteeType.BOND if bond else GuaranteeType.BANK_LETTER,
            str(self._declared["applicant_tax_id"]),
            0 if bond else 200_000_000,
            LAST_DAY,
            str(self._declared["dlt_licence_no"]) if bond else "",
            iso_day(self._declared["dlt_licence_expiry"]) if bond else None,
        )
        register_guarantee(self._desk, self._officer, entry)
        papers = {
            paper.id: Shown(paper.originals, paper.copies, certified=True, duty_stamp=True)
            for paper in self._desk.rules.papers
        }
        proofs = {proof: Evidence(f"DEMO-{proof}", LAST_DAY) for proof in PROOFS[self._code]}
        return Handed(papers, proofs, frozenset(), name, duty)

    def _code_of(self, case: str) -> str:
        handed = [
            act for act in self._station.journal.acts_of_kind(ActKind.TRANSIT_HAND_OVER) if act.subject.number == case
        ]
        return self._station.journal.token_of(handed[-1].act_id) or case

    def _print(self, case: str) -> None:
        papers = self._station.papers
        for form in PAPERS[self._code]:
            found = papers.gather(form, case, self._officer.person)
            made = found if isinstance(found, Refusal) else papers.make(form, found.data, self._officer, found.subject)
            if isinstance(made, Refusal):
                raise DemoFailed(f"{form} {case}: {made.code}")
            self._say.recorded(self._station.settings.name, case, "papers", made.act.act_id)
