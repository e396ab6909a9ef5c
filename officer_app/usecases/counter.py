"""What a desk works with, handed to every use case."""

from collections.abc import Callable
from dataclasses import dataclass, field

from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.core.canonical import Value
from officer_app.core.kinds import faults
from officer_app.core.ports import (
    Central,
    Clock,
    IssueToken,
    Journal,
    Mirror,
    NewId,
    NoteLook,
    ReadToken,
    SignedIn,
    unnoted,
)
from officer_app.core.rules import Rules
from officer_app.core.scan_log import NoteScan, not_kept
from officer_app.core.transit_codes import IssueTransitCode, ReadTransitCode, no_transit_code, unread_transit_code
from officer_app.texts import Both

PaperTitle = Callable[[str], Both]
"""Form → what people call that paper. Reads templates: not on the main thread."""


def by_code(form: str) -> Both:
    """The form's code: where no templates are at hand."""
    return Both(form, form)


@dataclass(frozen=True)
class Counter:
    """The journal, the mirror, the centre (None: standing alone), the post's own server (None: it has none or we do
    not stand there), time, ids and the site's rules.
    """

    journal: Journal
    mirror: Mirror
    clock: Clock
    new_id: NewId
    issue_token: IssueToken
    read_token: ReadToken
    central: Central | None = None
    post: Central | None = None
    rules: Rules = field(default_factory=Rules)
    note_look: NoteLook = unnoted
    note_scan: NoteScan = not_kept
    issue_transit: IssueTransitCode = no_transit_code
    read_transit: ReadTransitCode = unread_transit_code
    paper_title: PaperTitle = by_code

    def draft(
        self,
        kind: ActKind,
        subject: Subject,
        officer: SignedIn,
        fields: dict[str, Value] | None = None,
        act_id: str = "",
    ) -> Draft:
        """An act by `officer` now, not yet recorded. Raises ValueError where a field of its kind is missing."""
        if missing := faults(kind, subject.kind, fields or {}):
            raise ValueError(f"{kind} on a {subject.kind} lacks {', '.join(missing)}")
        return Draft(
            act_id=act_id or self.new_id(),
            kind=kind,
            subject=subject,
            officer=officer.person.name,
            at=self.clock(),
            fields=fields or {},
        )
