"""A real transit workstation with a clerk, two signers and a supervisor, for the tests of the transit desk's window."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from officer_app.core.acts import Mode
from officer_app.core.buddhist import bangkok_day
from officer_app.core.guarantees import GuaranteeType
from officer_app.core.ports import SignedIn
from officer_app.core.records import Provenance, Record
from officer_app.core.refusals import Refusal
from officer_app.messages.sample_transits import sample_transits
from officer_app.settings import Settings
from officer_app.usecases.guarantee_register import Entry, Kept, register_guarantee
from officer_app.workstation.opening import Workstation, create, now, open_workstation
from officer_app.workstation.transit import transit_desk
from tests.usecases.transit_cases import FAR, TRADER

PASSWORD = "a long password for tests"
PEOPLE = (
    ("prasit", "ประสิทธิ์ ใจเที่ยง", {"transit"}),
    ("wanida", "วนิดา ผ่านแดน", {"transit", "signer"}),
    ("somsri", "สมศรี ปลายทาง", {"transit", "signer"}),
    ("anong", "อนงค์ หัวหน้างาน", {"supervisor"}),
)


@dataclass(frozen=True)
class TransitBase:
    """A closed workstation to be copied: deriving keys from passwords is slow, and once is enough."""

    folder: Path
    people: dict[str, SignedIn]

    def copy(self, folder: Path) -> Workstation:
        """A workstation of its own in `folder`; close it afterwards."""
        shutil.copytree(self.folder, folder)
        return open_workstation(folder)


def make_transit_base(folder: Path, office: str = "4901", site: str = "MS", **settings: Any) -> TransitBase:
    """The workstation that tests copy: a bond, cash and a bank letter in its register, electronic declarations."""
    set_up = Settings(site=site, desk="transit", name=f"{site}-1", office=office, mode=Mode.SAMPLE.value)
    create(folder, replace(set_up, **settings))
    opened = open_workstation(folder)
    people = {}
    for name, display, roles in PEOPLE:
        opened.officers.add(name, display, frozenset(roles), PASSWORD)
        officer = opened.officers.sign_in(name, PASSWORD)
        assert not isinstance(officer, Refusal), officer
        people[name] = officer
    desk = transit_desk(opened)
    for entry in (
        Entry("BOND-1", GuaranteeType.BOND, TRADER, 0, None, "DLT-1", FAR),
        Entry("BANK-1", GuaranteeType.BANK_LETTER, TRADER, 200_000_000, FAR),
        Entry("CASH-1", GuaranteeType.CASH, TRADER, 10_000_000),
    ):
        assert isinstance(register_guarantee(desk, people["prasit"], entry), Kept)
    opened.mirror.load(sample_transits(now()))
    opened.close()
    return TransitBase(folder, people)


def declared(**changes: Any) -> dict[str, Any]:
    """What a declaration says, with all that its papers need: from Myanmar to Lao PDR by road."""
    tables = (json.loads(each.doc) for each in sample_transits(now()))
    table: dict[str, Any] = next(each for each in tables if each["destination_code"] == "LA")
    kept = {name: value for name, value in table.items() if name not in ("decl_no", "printed_at")}
    # Who applies is who stands behind the guarantees of the register.
    licence = {"dlt_licence_no": "DLT-1", "dlt_licence_expiry": FAR.isoformat()}
    return {**kept, **licence, "applicant_tax_id": TRADER, "date_entry": bangkok_day(now()).isoformat(), **changes}


def electronic(number: str, **changes: Any) -> Record:
    """A mirrored electronic declaration."""
    doc = json.dumps({**declared(**changes), "decl_no": number}, ensure_ascii=False)
    return Record("transit", number, doc, Provenance.SAMPLE, now())


def drop(workstation: Workstation, name: str, table: dict[str, Any]) -> Path:
    """A data file left where the intake looks."""
    folder = workstation.home.folder / "transit-data"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    return path
