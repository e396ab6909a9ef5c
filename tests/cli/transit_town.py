"""What a transit desk is handed at the command line: files as officers key them, and each step as a command."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from officer_app.core.buddhist import bangkok_day
from officer_app.print.forms import Forms
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.workstation.opening import open_workstation
from officer_app.workstation.transit import transit_desk
from tests.cli.at_time import shown
from tests.cli.running import PASSWORD, Body, Said, run
from tests.usecases.transit_cases import DUTY, FAR, ITEMS, PAPERS, PROOFS, TRADER

ENV = {"OFFICER_APP_PASSWORD": PASSWORD, "OFFICER_APP_SECOND_PASSWORD": PASSWORD}
OFFICE, EXIT_OFFICE = "4901", "2901"
SEALS = ("MST-00001A", "MST-00001B")
ROLES = {"prasit": "transit", "wanida": "transit,signer", "anong": "supervisor"}
LAST_DAY = "31-12-2642"
SAMPLE = Forms(Path("resources/forms")).template("448-1").sample
GUARANTEES = {
    "1": ("BOND-1", "bond", "--licence", "DLT-1", "--licence-expiry", LAST_DAY),
    "2.3": ("BANK-1", "B", "--satang", "200000000", "--expiry", LAST_DAY),
    "2.4": ("CASH-1", "C", "--satang", str(DUTY)),
}


def make_home(
    folder: Path, site: str = "MS", name: str = "MS-1", office: str = OFFICE, when: datetime | None = None
) -> Path:
    """A transit workstation with its officers, made at `when`."""
    at, env = ("--home", folder), {**ENV, **({} if when is None else shown(when))}
    place = ("--site", site, "--desk", "transit", "--name", name, "--office", office, "--mode", "sample")
    assert run("station", "init", *place, *at, env=env).status == 0
    for officer, roles in ROLES.items():
        assert run("officers", "add", officer, "--roles", roles, *at, env=env).status == 0
    return folder


@dataclass
class Desk:
    """A workstation of a transit office, worked by commands alone."""

    home: Path
    files: Path
    when: datetime | None = None
    """What the clock of this machine shows; None: what it is."""

    def run(self, *words: str | Path) -> Said:
        """A command that reads."""
        clock = {} if self.when is None else shown(self.when)
        return run(*words, "--home", self.home, "--json", env={**ENV, **clock})

    @contextmanager
    def inside(self) -> Iterator[TransitDesk]:
        """The same workstation opened here, its clock standing: to bring a case where a story begins."""
        opened = open_workstation(self.home)
        try:
            made = transit_desk(opened)
            clock = self.when or today()
            yield replace(made, counter=replace(made.counter, clock=lambda: clock))
        finally:
            opened.close()

    def do(self, *words: str | Path, by: str = "prasit") -> Said:
        """A step of `transit`, by an officer."""
        return self.run("transit", *words, "--officer", by)

    def done(self, *words: str | Path, by: str = "prasit") -> Body:
        """A step that has to be recorded."""
        said = self.do(*words, by=by)
        assert said.status == 0, said.out
        return said.body

    def file(self, name: str, table: object) -> Path:
        """A JSON file as an officer keys it."""
        path = self.files / f"{name}.json"
        path.write_text(json.dumps(table, ensure_ascii=False), "utf-8")
        return path

    def register(self, code: str, *more: str) -> None:
        """The guarantee that a class of applicant names."""
        number, kind, *rest = GUARANTEES[code]
        self.done("guarantee", "add", number, "--type", kind, "--holder", TRADER, *rest, *more)

    @contextmanager
    def at(self, office: str = EXIT_OFFICE) -> Iterator[None]:
        """The same workstation in the place of another office, as its settings say it."""
        path = self.home / "settings.toml"
        before = path.read_text("utf-8")
        path.write_text(before.replace(f'office = "{OFFICE}"', f'office = "{office}"'), "utf-8")
        assert path.read_text("utf-8") != before
        try:
            yield
        finally:
            path.write_text(before, "utf-8")

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """A machine whose line to its centre is cut: nobody listens where its settings say."""
        path = self.home / "settings.toml"
        before = path.read_text("utf-8")
        path.write_text(re.sub(r":[0-9]+/", ":1/", before), "utf-8")
        assert path.read_text("utf-8") != before
        try:
            yield
        finally:
            path.write_text(before, "utf-8")

    def received(self, code: str = "1", **changes: Any) -> str:
        """A filing; gives its case."""
        data = self.file("declared", declared(code, **changes))
        case = self.done("receive", "--applicant", "บริษัท ตัวอย่าง จำกัด", "--class", code, "--data", data)["case"]
        return str(case)

    def check(self, case: str, code: str = "1", **changes: Any) -> Said:
        """The papers counted."""
        return self.do(
            "check", case, "--papers", self.file("papers", handed(code, **changes)), "--why-now", "ในการทดสอบ"
        )

    def consider(self, case: str, invoice: Sequence[object] = ITEMS, *more: str) -> Said:
        """Invoice and bill of lading compared."""
        papers = (self.file("invoice", {"items": list(invoice)}), self.file("bill", {"items": ITEMS}))
        words = ("consider", case, "--invoice", papers[0], "--bill", papers[1], "--why-now", "ในการทดสอบ")
        return self.do(*words, *more)

    def considered(self, code: str = "1", **changes: Any) -> str:
        """A case that waits for its signature."""
        case = self.received(code, **changes)
        for said in (self.check(case, code), self.consider(case)):
            assert said.status == 0, said.out
        return case

    def under_way(self, code: str = "1", *override: str, **changes: Any) -> str:
        """A case whose goods set out."""
        case = self.considered(code, **changes)
        self.done("sign", case, *override, by="wanida")
        self.done("key", case, declaration(case))
        self.done("hand-over", case, "--to", "นายสมมติ ตัวอย่าง", *seals(), "--vehicle", "70-1234")
        return case


def today() -> datetime:
    """Now, as the processes know it."""
    return datetime.now(UTC)


def declaration(case: str) -> str:
    """The number that e-Import gave."""
    return f"A01229911{case[-5:]}"


def seals(*numbers: str) -> tuple[str, ...]:
    """Options that name seals."""
    return tuple(word for number in numbers or SEALS for word in ("--seal", number))


def declared(code: str = "1", **changes: Any) -> dict[str, Any]:
    """What is declared: to Lao PDR by road for class 1, else to Singapore by sea; all of the form is filled."""
    lao = code == "1"
    ours: dict[str, Any] = {
        "date_entry": bangkok_day(today()).isoformat(),
        "office_entry_code": OFFICE,
        "office_exit_code": EXIT_OFFICE if lao else "2801",
        "origin_code": "MM",
        "destination_code": "LA" if lao else "SG",
        "transit_mode": "road" if lao else "sea",
        "applicant_class": code,
        "applicant_tax_id": TRADER,
        "dlt_licence_no": "DLT-1",
        "dlt_licence_expiry": FAR.isoformat(),
        "route": "ทางหลวง 12 แม่สอด–ขอนแก่น แล้วทางหลวง 2",
        "duty_guaranteed": DUTY,
        "packages_total": 25,
        "gross_weight_total": 2_725_000,
    }
    rows: Any = SAMPLE["items"]
    items = [{**row, **ours_} for row, ours_ in zip(rows, ITEMS, strict=False)]
    left = {"decl_no", "sequence_no", "date_limit", "items", "net_weight_total", "seal_no", "printed_at", "printed_by"}
    ours["containers"] = [
        {"line": 1, "container_no": "CSQU3054383", "packages": 25, "gross_weight": 2_725_000, "goods": "เครื่องสูบน้ำ"}
    ]
    ours["containers_total"] = 1
    return {**{key: value for key, value in SAMPLE.items() if key not in left}, **ours, "items": items, **changes}


def handed(code: str = "1", **changes: Any) -> dict[str, Any]:
    """Complete papers and proofs of a class, as keyed."""
    papers = {name: {key: value for key, value in vars(shown).items() if value} for name, shown in PAPERS.items()}
    expiry = (bangkok_day(today()) + timedelta(days=400)).isoformat()
    proofs = {str(proof): {"reference": f"no. {proof}", "expiry": expiry} for proof in PROOFS[code]}
    guarantee = GUARANTEES[code][0] if code in GUARANTEES else ""
    return {"papers": papers, "proofs": proofs, "guarantee": guarantee, "duty": DUTY, **changes}
