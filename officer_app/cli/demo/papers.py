"""The demonstration's papers: the transit forms, and the slips that the counter made."""

from collections.abc import Iterable
from pathlib import Path

from officer_app.cli.demo.narrator import DemoFailed, Narrator
from officer_app.cli.demo.town import Town
from officer_app.cli.stopping import Stop
from officer_app.core.acts import ActKind, Subject
from officer_app.core.ports import SignedIn
from officer_app.core.records import Record
from officer_app.core.refusals import Refusal
from officer_app.workstation.opening import Workstation
from officer_app.workstation.papers import TRANSIT_FORMS

OTHER_FORMS = ("448-1", "451-37")
LAO_FORMS = ("448-1", "451-lao", "container-list")


def make_papers(town: Town, narrator: Narrator, stop: Stop) -> int:
    """Print the forms of every transit declaration, by an officer who may; gives how many papers there are."""
    narrator.step("พิมพ์แบบ 448/1 (หกแผ่น) 451 และบัญชีตู้สินค้า", "forms 448/1 (six sheets), 451 and the container list")
    station = town.stations["ce-1"]
    officer = station.officers.sign_in("wanida", town.password)
    if isinstance(officer, Refusal):
        raise DemoFailed(f"wanida could not sign in: {officer.code}")
    for record in town.transits:
        for form in TRANSIT_FORMS:
            stop.check()
            _make(station, officer, form, record, narrator)
    narrator.note(f"{narrator.counts.get('papers', 0)} PDF")
    return narrator.counts.get("papers", 0) + narrator.counts.get("slips", 0)


def copy_papers(sources: Iterable[Path], folder: Path) -> None:
    """Copy all papers of the counters to where the reader looks for them."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(file for source in sources for file in source.glob("*.pdf")):
        (folder / file.name).write_bytes(file.read_bytes())


def _make(station: Workstation, officer: SignedIn, form: str, record: Record, narrator: Narrator) -> None:
    lao = "agreement_name" in record.doc
    if form not in (LAO_FORMS if lao else OTHER_FORMS):
        return  # each declaration has the forms of its own destination
    number = record.number
    data = station.papers.transit_data(form, number)
    if isinstance(data, Refusal):
        raise DemoFailed(f"{form} {number}: {data.code}")
    done = {act.text("form") for act in station.journal.acts_on("transit", number) if act.kind == ActKind.PRINT}
    if form in done:
        return
    made = station.papers.make(form, data, officer, Subject("transit", number))
    if isinstance(made, Refusal):
        raise DemoFailed(f"{form} {number}: {made.code}")
    narrator.recorded(station.settings.name, number, "papers", made.act.act_id)
