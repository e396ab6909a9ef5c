"""A real workstation with two officers and two permits, for the tests of papers."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from officer_app.core.acts import Act, ActKind, Mode
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import SignedIn
from officer_app.core.records import DeclarationLine, Line, Permit, Provenance, Record
from officer_app.core.refusals import Refusal
from officer_app.settings import Settings
from officer_app.usecases.import_records import import_permits
from officer_app.usecases.stamp import stamp
from officer_app.workstation.opening import Workstation, create, now, open_workstation
from officer_app.workstation.printers import Printers
from officer_app.workstation.printing import Printing

AIR, ROAD, DECLARATION = "9911A0000001", "9911A0000002", "A0211991100001"
PASSWORD = "a long password for tests"


@dataclass(frozen=True)
class PaperStation:
    """The workstation, an inspector who may also certify, and a checking-post officer."""

    opened: Workstation
    inspector: SignedIn
    checker: SignedIn

    def stamp(self, number: str, outcome: Outcome = Outcome.GREEN, findings: str = "") -> Act:
        """A stamp on a permit."""
        done = stamp(self.opened.counter, self.inspector, number, StampWish(outcome, "CP-1", findings))
        assert not isinstance(done, Refusal), done
        return done.act

    def prints(self) -> list[Act]:
        """All print acts, as they were recorded."""
        return self.opened.journal.acts_of_kind(ActKind.PRINT)

    def printing(self, printers: Printers) -> Printing:
        """Its printers."""
        return Printing(self.opened.counter, self.opened.home.folder, printers, self.opened.station_signer, self.prints)

    def load(self, kind: str, number: str, doc: str, provenance: Provenance) -> None:
        """A record in the mirror."""
        self.opened.mirror.load([Record(kind, number, doc, provenance, now())])


@dataclass(frozen=True)
class Base:
    """A closed workstation to be copied: deriving keys from passwords is slow, and once is enough."""

    folder: Path
    inspector: SignedIn
    checker: SignedIn

    def copy(self, folder: Path) -> PaperStation:
        """A workstation of its own in `folder`; close `opened` afterwards."""
        shutil.copytree(self.folder, folder)
        return PaperStation(open_workstation(folder), self.inspector, self.checker)


def make_base(folder: Path) -> Base:
    """The workstation that tests copy."""
    create(folder, Settings(site="CE", desk="inspection", name="CE-1", mode=Mode.REAL.value))
    opened = open_workstation(folder)
    signed = []
    for name, display, roles in (
        ("somchai", "สมชาย ใจซื่อ", {"inspection", "supervisor", "signer"}),
        ("malee", "มาลี ตรวจดี", {"checking_post"}),
    ):
        opened.officers.add(name, display, frozenset(roles), PASSWORD)
        officer = opened.officers.sign_in(name, PASSWORD)
        assert not isinstance(officer, Refusal), officer
        signed.append(officer)
    line = DeclarationLine(DECLARATION, 12, "CT", 100_500)
    air = Permit(AIR, Line.GREEN, "issued", (line,), mode="4", flight="TG0621", mawb="02012345675", hawb="CTI0012")
    road = Permit(
        ROAD, Line.RED, "issued", (line,), order="51", mode="3", vehicle="70-1234", container_no="PCIU3591458"
    )
    import_permits(opened.counter, [air, road])
    opened.close()
    return Base(folder, signed[0], signed[1])
