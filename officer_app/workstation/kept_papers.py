"""The files of printed papers: how many lie in the home, and letting go of those that the record gives again."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from officer_app.core.acts import Act, ActKind
from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.print.pictures import NotAPaper, Pictures
from officer_app.usecases.record_print import Print, prints_of
from officer_app.workstation.opening import Workstation
from officer_app.workstation.trouble import Trouble

log = logging.getLogger(__name__)

BY_HAND = "paper"
"""The kind of subject of a paper whose data no record has: its file is all there is of it."""


@dataclass(frozen=True)
class KeptPapers:
    """What lies in the folder of papers. `old`: past their days; `again`: of those, what prints again as it was."""

    files: int
    size: int
    old: int
    again: int
    again_size: int


@dataclass(frozen=True)
class PaperStore:
    """The papers of one workstation."""

    workstation: Workstation
    pictures: Pictures

    def survey(self, days: int) -> KeptPapers:
        """Count, and let go of nothing. `days` after which a paper is old; 0: never. Raises Trouble, OSError."""
        found = [path for path in self.workstation.home.papers.glob("*.pdf") if path.is_file()]
        old = list(self._old(days))
        again = [len(pdf) for act, pdf in old if self._prints_again(act, pdf)]
        return KeptPapers(len(found), sum(path.stat().st_size for path in found), len(old), len(again), sum(again))

    def let_go(self, days: int) -> KeptPapers:
        """Remove the old ones that print again; gives what lay there before. Raises Trouble, OSError."""
        before = self.survey(days)
        for act, pdf in list(self._old(days)):
            if self._prints_again(act, pdf):
                path = self.workstation.papers.file_of(act)
                path.unlink()
                log.info("paper %s let go: printed %s, the record prints it again", path.name, act.at.isoformat())
        return before

    def _old(self, days: int) -> Iterator[tuple[Act, bytes]]:
        """Prints that have come to their end longer than `days` ago and whose very file is still here."""
        if not days:
            return
        opened = self.workstation
        limit = opened.counter.clock() - timedelta(days=days)
        for done in self._prints():
            if not done.open and done.act.at < limit and (pdf := opened.papers.kept(done.act)) is not None:
                yield done.act, pdf

    def _prints(self) -> list[Print]:
        own = self.workstation.journal.station.name
        acts = self.workstation.journal.acts_of_kind(ActKind.PRINT)
        return [done for done in prints_of(acts) if done.act.station == own]

    def _lies_here(self, act: Act) -> bool:
        """Whether its file is one of the folder of papers, and no link to another place."""
        path = self.workstation.papers.file_of(act)
        return path.parent == self.workstation.home.papers and not path.is_symlink()

    def _prints_again(self, act: Act, pdf: bytes) -> bool:
        """Whether acts and records still say all that the paper said, each field as it was, and its form is there."""
        form, subject = act.text("form"), act.subject
        opened = self.workstation
        if subject.kind == BY_HAND or form not in opened.papers.forms.ids() or not self._lies_here(act):
            return False
        if opened.papers.forms.template(form).version != act.text("version"):
            return False
        said = self._said(pdf, form)
        number = subject.number.split(" ")[0] if subject.kind == "day" else subject.number
        who = Person(act.officer, opened.officers.names().get(act.officer, act.officer), frozenset({"signer"}))
        try:
            found = opened.papers.gather(form, number, who)
        except Trouble:
            return False
        if isinstance(found, Refusal) or not said:
            return False
        # Who printed it and when stands in the act.
        return all(found.data.get(name) == value for name, value in said.items() if not name.startswith("printed_"))

    def _said(self, pdf: bytes, form: str) -> Mapping[str, object]:
        try:
            data = json.loads(self.pictures.attached(pdf, f"{form}.json"))["data"]
        except (NotAPaper, ValueError, KeyError, TypeError):
            return {}
        return data if isinstance(data, dict) else {}
