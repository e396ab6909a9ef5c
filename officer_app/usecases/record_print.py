"""Record that a paper was made: which form, which version, which bytes, how many times before."""

from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.usecases.counter import Counter


@dataclass(frozen=True)
class Paper:
    """A rendered paper: `form` and `version` of its template, `sha256` (hex) of its bytes, its pages."""

    form: str
    version: str
    sha256: str
    pages: int
    certified: bool


def record_print(counter: Counter, officer: SignedIn, subject: Subject, paper: Paper) -> Act | Refusal:
    """Record `paper` on `subject`. A Refusal recorded nothing."""
    if not officer.person.roles & ACT_ROLES[ActKind.PRINT]:
        return Refusal("role", {"role": "/".join(sorted(ACT_ROLES[ActKind.PRINT]))})
    earlier = counter.journal.acts_on(subject.kind, subject.number)
    copies = sum(1 for act in earlier if act.kind == ActKind.PRINT and act.text("form") == paper.form)
    draft = counter.draft(
        ActKind.PRINT,
        subject,
        officer,
        {
            "form": paper.form,
            "version": paper.version,
            "sha256": paper.sha256,
            "pages": paper.pages,
            "certified": paper.certified,
            "copy": copies + 1,
        },
    )
    return counter.journal.record(draft, officer.signer)
