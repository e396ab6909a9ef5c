"""Record that a paper was made, handed to a printer, printed or not: nothing is called printed that is not."""

from collections.abc import Iterable
from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.canonical import Value, clean_text
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.usecases.counter import Counter

STAMP_SLIP = "stamp-slip"
"""The form of the slip that a stamp leaves behind."""
MADE, QUEUED, PRINTED, FAILED, UNKNOWN = "made", "queued", "printed", "failed", "unknown"
"""What a print act says: a file was made; a printer was handed it; and, in an act of its own, what became of that."""


@dataclass(frozen=True)
class Paper:
    """A rendered paper: `form` and `version` of its template, `sha256` (hex) of its bytes, its pages.

    `copy`: 1 for the first print, then counted; `reason` of a reprint; `printer` that it goes to, or empty for a file.
    """

    form: str
    version: str
    sha256: str
    pages: int
    certified: bool
    copy: int = 1
    reason: str = ""
    printer: str = ""


@dataclass(frozen=True)
class Print:
    """One print of a paper as the acts tell it: `status` as above, `why` a code of the printer's."""

    act: Act
    status: str
    why: str = ""

    @property
    def counts(self) -> bool:
        """Whether a paper may have come out of it: what failed left none."""
        return self.status != FAILED

    @property
    def open(self) -> bool:
        """Whether nobody knows yet what became of it."""
        return self.status == QUEUED


def prints_of(acts: Iterable[Act]) -> list[Print]:
    """All prints among `acts`, each with the last that is known of it."""
    prints: dict[str, Print] = {}
    for act in acts:
        if act.kind != ActKind.PRINT:
            continue
        first = prints.get(act.text("of"))
        if not act.text("of"):
            prints[act.act_id] = Print(act, act.text("status") or MADE)
        elif first is not None and first.status != PRINTED:
            prints[first.act.act_id] = Print(first.act, act.text("status"), act.text("why"))
    return list(prints.values())


def copies_before(counter: Counter, subject: Subject, form: str) -> int:
    """How many times `form` was printed for `subject` before."""
    earlier = prints_of(counter.journal.acts_on(subject.kind, subject.number))
    return sum(1 for done in earlier if done.counts and done.act.text("form") == form)


def may_print(by: SignedIn) -> Refusal | None:
    """Why `by` may not print; a workstation by itself (no officer named) may."""
    if by.person.name and not by.person.roles & ACT_ROLES[ActKind.PRINT]:
        return Refusal("role", {"role": "/".join(sorted(ACT_ROLES[ActKind.PRINT]))})
    return None


def record_print(counter: Counter, by: SignedIn, subject: Subject, paper: Paper) -> Act | Refusal:
    """Record `paper` on `subject`, before a printer is handed it. A Refusal recorded nothing."""
    refusal = may_print(by)
    if refusal is not None:
        return refusal
    fields: dict[str, Value] = {
        "form": paper.form,
        "version": paper.version,
        "sha256": paper.sha256,
        "pages": paper.pages,
        "certified": paper.certified,
        "copy": paper.copy,
        "status": QUEUED if paper.printer else MADE,
        **({"reason": clean_text(paper.reason)} if paper.reason else {}),
        **({"printer": clean_text(paper.printer)} if paper.printer else {}),
    }
    return counter.journal.record(counter.draft(ActKind.PRINT, subject, by, fields), by.signer)


def record_outcome(counter: Counter, by: SignedIn, act: Act, status: str, why: str = "") -> Act | Refusal:
    """Record what became of the print `act`: PRINTED, FAILED or UNKNOWN, and why."""
    fields: dict[str, Value] = {
        "form": act.text("form"),
        "of": act.act_id,
        "status": status,
        "printer": act.text("printer"),
        **({"why": why} if why else {}),
    }
    return counter.journal.record(counter.draft(ActKind.PRINT, act.subject, by, fields), by.signer)
