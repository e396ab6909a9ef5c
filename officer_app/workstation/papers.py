"""Papers of a workstation: gathered, rendered, written into the home, recorded, and marked when printed again."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

from officer_app.core.acts import Act, ActKind, Mode, Subject, format_time
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.paths import Home
from officer_app.print.forms import FormError, Forms, Pdf
from officer_app.print.sheets import AS_IT_IS, Placing, Reprint
from officer_app.texts import Texts
from officer_app.usecases.counter import Counter
from officer_app.usecases.record_print import STAMP_SLIP, Paper, copies_before, may_print, record_print
from officer_app.workstation.certificates import Certificates
from officer_app.workstation.paper_data import PaperData
from officer_app.workstation.paper_records import TRANSIT_FORMS, Gathered
from officer_app.workstation.paper_registers import REGISTERS, Registers
from officer_app.workstation.paper_words import ActWords
from officer_app.workstation.printers import load_printers
from officer_app.workstation.transit_rules import desk_in
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole

__all__ = ["STAMP_SLIP", "TRANSIT_FORMS", "Made", "Papers", "Wish", "fitting", "write_whole"]

NO_REASON = "ไม่ได้ระบุ not stated"
OTHER_STAMP = "ประทับตราใหม่ stamped anew"
LONGEST_REASON = 80
"""Characters: a reprint's reason stands on one line of every sheet, also of a label."""


@dataclass(frozen=True)
class Wish:
    """How a paper is wanted: for which printer (empty: a file), its dots an inch, where it lies, why again."""

    printer: str = ""
    dpi: int = 300
    placing: Placing = AS_IT_IS
    reason: str = ""
    sample: bool = False
    """Worth nothing outside whatever the workstation: a simulated printer's paper."""


A_FILE = Wish()


@dataclass(frozen=True)
class Made:
    """A rendered paper in its file, and the act that records it."""

    file: Path
    pdf: Pdf
    act: Act


class Papers:
    """Renders forms for one workstation; every sheet of a workstation that is not real is marked as sample."""

    def __init__(self, counter: Counter, folder: Path, forms: Path, names: Callable[[], Mapping[str, str]]) -> None:
        self._counter = counter
        self._folder = folder
        self._turn = Lock()
        self.certificates = Certificates(folder.parent / "certificates")
        self.forms = Forms(forms, certified=self.certificates.certified)
        words = ActWords(Texts.at_need(forms.parent / "texts"), self.forms)
        self._data = PaperData(counter, names, Home(folder.parent), words)
        self._registers = Registers(counter, names, words, lambda: desk_in(counter, Home(folder.parent)))

    @property
    def sample(self) -> bool:
        """Whether what this workstation makes is worth nothing outside."""
        return self._counter.journal.station.mode is not Mode.REAL

    def gather(self, form: str, number: str, by: Person) -> Gathered | Refusal:
        """What of `form` acts and records fill for `number` (registers: a day). Raises Trouble for an unknown form."""
        schema = self._schema(form)
        found = self._registers.of(form, number, by.display) if form in REGISTERS else self._data.of(form, number, by)
        return found if isinstance(found, Refusal) else replace(found, data=fitting(schema, found.data))

    def stamp_slip(self, officer: SignedIn, number: str, wish: Wish | None = None) -> Made | Refusal:
        """The slip of the stamp that stands on a permit, for the dots of the printer that labels go to. Raises
        Trouble.
        """
        found = self.gather(STAMP_SLIP, number, officer.person)
        if isinstance(found, Refusal):
            return found
        if wish is None:
            printers = load_printers(self._folder.parent)
            wish = Wish(dpi=printers.setup(printers.for_form(STAMP_SLIP)).dots(STAMP_SLIP))
        return self.make(STAMP_SLIP, found.data, officer, found.subject, wish)

    def transit_data(self, form: str, number: str) -> Mapping[str, object] | Refusal:
        """The fields of `form` that the mirrored transit declaration `number` fills."""
        found = self.gather(form, number, Person("", "", frozenset()))
        return found if isinstance(found, Refusal) else found.data

    def make(
        self,
        form: str,
        data: Mapping[str, object],
        officer: SignedIn,
        subject: Subject,
        wish: Wish = A_FILE,
        *,
        core: bool = False,
    ) -> Made | Refusal:
        """Render `form`, write it into the home, record that it was made (or is on its way to a printer).

        Printed before, it is marked as a copy with its number, officer and reason. Raises Trouble.
        """
        refusal = may_print(officer)
        if refusal is not None:
            return refusal
        if len(wish.reason) > LONGEST_REASON:
            return Refusal("words_too_long", {"length": str(len(wish.reason)), "max": str(LONGEST_REASON)})
        # Two workers of a window may make the same paper at once: the later one has to find the earlier recorded.
        with self._turn:
            return self._make(form, data, officer, subject, wish, core=core)

    def _make(
        self,
        form: str,
        data: Mapping[str, object],
        officer: SignedIn,
        subject: Subject,
        wish: Wish,
        *,
        core: bool,
    ) -> Made | Refusal:
        before = copies_before(self._counter, subject, form)
        reason = (" ".join(wish.reason.split()) or self._why_again(form, subject)) if before else ""
        who = officer.person.display or officer.person.name or self._counter.journal.station.name
        again = Reprint(before + 1, who, reason, self._counter.clock()) if before else None
        whole = {**data, **self._printed_by(form, officer.person)}
        pdf = self.render(form, whole, wish, core=core, reprint=again)
        file = self._folder / f"{form}-{subject.number}-{before + 1}.pdf"
        write_whole(file, pdf.data)
        paper = Paper(pdf.form, pdf.version, pdf.sha256, pdf.pages, pdf.certified, before + 1, reason, wish.printer)
        act = record_print(self._counter, officer, subject, paper)
        return act if isinstance(act, Refusal) else Made(file, pdf, act)

    def _why_again(self, form: str, subject: Subject) -> str:
        """Why a paper is made again where nobody said: a slip, of another stamp than the one before."""
        stamps = (ActKind.STAMP, ActKind.REDIRECT)
        acts = sorted(self._counter.journal.acts_on(subject.kind, subject.number), key=lambda act: act.at)
        of = [act for act in acts if act.kind in stamps or (act.kind == ActKind.PRINT and act.text("form") == form)]
        return OTHER_STAMP if form == STAMP_SLIP and of and of[-1].kind in stamps else NO_REASON

    def _printed_by(self, form: str, by: Person) -> dict[str, object]:
        """Who prints, where and when, on a form that has room for it; a workstation by itself is named as such."""
        station = self._counter.journal.station.name
        who = by.display or by.name
        said = {
            "printed_by": f"{who} ({station})" if who else station,
            "printed_at": format_time(self._counter.clock()),
        }
        return fitting(self._schema(form), said)

    def file_of(self, act: Act) -> Path:
        """Where the paper of a print act was put."""
        return self._folder / f"{act.text('form')}-{act.subject.number}-{act.fields.get('copy', 1)}.pdf"

    def kept(self, act: Act) -> bytes | None:
        """The very bytes that a print act recorded, if their file is still here and whole."""
        try:
            data = self.file_of(act).read_bytes()
        except (OSError, ValueError):
            return None
        return data if hashlib.sha256(data).hexdigest() == act.text("sha256") else None

    def render(
        self,
        form: str,
        data: Mapping[str, object],
        wish: Wish = A_FILE,
        *,
        core: bool = False,
        reprint: Reprint | None = None,
    ) -> Pdf:
        """The PDF of `form`. Raises Trouble where the data or the template will not do."""
        try:
            return self.forms.render(
                form,
                data,
                core=core,
                sample=self.sample or wish.sample,
                training=self._counter.journal.station.mode is Mode.TRAINING,
                reprint=reprint,
                placing=wish.placing,
                dpi=wish.dpi,
            )
        except FormError as error:
            raise form_trouble(error) from error

    def _schema(self, form: str) -> Mapping[str, Any]:
        try:
            return self.forms.schema(form)
        except FormError as error:
            raise form_trouble(error) from error


def form_trouble(error: FormError) -> Trouble:
    """The trouble that a form's error is: its code, its field, and its sentences."""
    return Trouble("form", code=error.code, field=error.field, detail=error.en, detail_th=error.th)


def fitting(schema: Mapping[str, Any], table: Mapping[str, object]) -> dict[str, object]:
    """What of `table` the form of `schema` has a field for, rows of tables included."""
    wanted = schema["properties"]
    data: dict[str, object] = {}
    for key, value in table.items():
        rows = wanted.get(key, {}).get("items")
        if rows is not None and isinstance(value, list):
            # A row that is no row goes along as it is: the form says what is wrong with it.
            data[key] = [fitting(rows, row) if isinstance(row, Mapping) else row for row in value]
        elif key in wanted:
            data[key] = value
    return data
