"""Papers of a workstation: from acts and records to form data, to a PDF in the home, to an act that says so."""

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from officer_app.core.acts import Act, ActKind, Mode, Subject, format_time
from officer_app.core.ports import SignedIn
from officer_app.core.records import Permit, Provenance
from officer_app.core.refusals import Refusal
from officer_app.print.forms import FormError, Forms, Pdf
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import permit_of
from officer_app.usecases.record_print import Paper, record_print
from officer_app.workstation.trouble import Trouble

STAMP_SLIP = "stamp-slip"
TRANSIT_FORMS = ("448-1", "451-37", "451-lao", "container-list")


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
        self._names = names
        self.forms = Forms(forms)

    @property
    def sample(self) -> bool:
        """Whether what this workstation makes is worth nothing outside."""
        return self._counter.journal.station.mode is not Mode.REAL

    def stamp_slip(self, officer: SignedIn, number: str) -> Made | Refusal:
        """The slip of the stamp that stands on a permit. Raises Trouble."""
        state = self._counter.journal.permit_state(number)
        if state.stamp is None:
            return Refusal("not_stamped", {"state": str(state.state)})
        return self.make(STAMP_SLIP, self.slip_data(number), officer, Subject("permit", number, state.round))

    def slip_data(self, number: str) -> Mapping[str, object]:
        """What stands on the slip of a stamped permit."""
        journal = self._counter.journal
        stamp = journal.permit_state(number).stamp
        if stamp is None:
            raise ValueError(f"{number} is not stamped")
        permit, provenance = self._permit(number)
        of_core = provenance == Provenance.CORE and permit is not None and permit.core_status
        data: dict[str, object] = {
            "stamp_text": stamp.text,
            "permit_no": number,
            "outcome": stamp.outcome,
            "release_post": stamp.release_post,
            "officer_name": self._names().get(stamp.officer, stamp.officer),
            "stamped_at": format_time(stamp.at),
            "station": stamp.station,
            "token": journal.token_of(stamp.act_id),
        }
        if permit is not None and len(permit.declarations) == 1 and permit.declarations[0].number:
            data["declaration_no"] = permit.declarations[0].number
        if of_core and permit is not None:
            data |= {"core_status": permit.core_status, "core_as_of": permit.core_as_of}
        return fitting(self.forms.schema(STAMP_SLIP), data)

    def transit_data(self, form: str, number: str) -> Mapping[str, object] | Refusal:
        """The fields of `form` that the mirrored transit declaration `number` fills."""
        record = next((found for found in self._counter.mirror.find(number) if found.kind == "transit"), None)
        if record is None:
            return Refusal("unknown_number", {"number": number})
        try:
            table = json.loads(record.doc)
        except (ValueError, RecursionError):
            table = None
        if not isinstance(table, dict):
            return Refusal("record_unreadable", {"number": record.number})
        return fitting(self.forms.schema(form), table)

    def make(self, form: str, data: Mapping[str, object], officer: SignedIn, subject: Subject) -> Made | Refusal:
        """Render `form`, write it into the home, record that it was made. Raises Trouble."""
        pdf = self.render(form, data)
        earlier = self._counter.journal.acts_on(subject.kind, subject.number)
        made = sum(1 for act in earlier if act.kind == ActKind.PRINT and act.text("form") == form)
        file = self._folder / f"{form}-{subject.number}-{made + 1}.pdf"
        write_whole(file, pdf.data)
        paper = Paper(pdf.form, pdf.version, pdf.sha256, pdf.pages, pdf.certified)
        act = record_print(self._counter, officer, subject, paper)
        return act if isinstance(act, Refusal) else Made(file, pdf, act)

    def render(self, form: str, data: Mapping[str, object]) -> Pdf:
        """The PDF of `form`. Raises Trouble where the data or the template will not do."""
        try:
            return self.forms.render(form, data, sample=self.sample)
        except FormError as error:
            raise Trouble("form", detail=error.en) from error

    def _permit(self, number: str) -> tuple[Permit | None, str]:
        for record in self._counter.mirror.find(number):
            permit = permit_of(record) if record.kind == "permit" and record.number == number else None
            if isinstance(permit, Permit):
                return permit, record.provenance
        return None, ""


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


def write_whole(file: Path, data: bytes) -> None:
    """Write `data` so that `file` is either old or new, never half. Raises Trouble."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise Trouble("file_unwritable", path=file.name, detail=error.strerror or "") from error
