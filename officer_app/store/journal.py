"""The workstation's journal: acts chained, signed and recorded, each in one transaction (journal.db)."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from officer_app.core.acts import SIGNER_FAILED, Act, ActKind, Draft, Place, Subject, compose, hash_of, read, read_kept
from officer_app.core.canonical import Value
from officer_app.core.journal import CLOCK_OFFSET
from officer_app.core.life_cycle import Standing
from officer_app.core.permit_state import PermitState
from officer_app.core.ports import (
    Guard,
    IssueToken,
    NewId,
    OwnAct,
    Signer,
    SignerFailed,
    Station,
    TransitGuard,
)
from officer_app.core.refusals import Refusal
from officer_app.core.transit import TransitState
from officer_app.core.two_persons import SECOND, SECOND_SIGNATURE, second_digest
from officer_app.store import projections, unsigned
from officer_app.store.act_table import by_id, head_of, insert_act
from officer_app.store.ballast import Ballast
from officer_app.store.direct import Within, run
from officer_app.store.errors import StoreError
from officer_app.store.folded_acts import FoldedActs
from officer_app.store.last_acts import last_about_itself, last_of_kind
from officer_app.store.unsigned import Waiting
from officer_app.store.values import read_three

RESTORED = "restored"
"""Under this name the journal keeps that it came back from a copy and has not met its centre since: there may be later
acts of its own at the centre, and one recorded now would be a second act in the place of one of those."""
_KEEP_TOKEN = "INSERT INTO token (act_id, content) VALUES (?, ?)"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FailOver:
    """Who signs where an officer's signer fails, and where the ids of collective acts come from."""

    signer: Signer
    new_id: NewId


class _SecondFailed(Exception):
    """The second officer's signer failed: what needs two persons waits until both can sign."""


class SqliteJournal(FoldedActs):
    """Implements `core.ports.Journal` on an encrypted SQLite file, committed with synchronous=FULL.

    Every method raises StoreError when the disk, the key or the file will not do; then nothing was recorded.
    """

    def __init__(self, path: Path, key: bytes, station: Station, ballast: Ballast | None = None) -> None:
        super().__init__(path, key, station, ballast)
        self._fail_over: FailOver | None = None
        self._recorded: Callable[[], None] = _nobody

    def fail_over_to(self, signer: Signer, new_id: NewId) -> None:
        """From now on an act whose officer's signer fails is signed by `signer`, the workstation's own (design §10)."""
        self._fail_over = FailOver(signer, new_id)

    def tell_recorded(self, recorded: Callable[[], None]) -> None:
        """From now on `recorded` is called after each own act that was committed, in the thread that recorded it; it
        has to return at once.
        """
        self._recorded = recorded

    def unsigned(self) -> list[Waiting]:
        """Own acts that wait for their officers' signatures since a signer failed, oldest first."""
        return unsigned.read(self.value(unsigned.KEPT))

    def last_of_kinds(self, *kinds: ActKind) -> Act | None:
        """The last own act of any of `kinds`; None where there is none."""
        with self.reading() as connection:
            found = [last_of_kind(connection, self._station.name, kind) for kind in kinds]
        return max((act for act in found if act is not None), key=lambda act: act.station_seq, default=None)

    def record(
        self,
        draft: Draft,
        signer: Signer,
        guard: Guard | None = None,
        code: IssueToken | None = None,
        second: Signer | None = None,
        stands: Callable[[PermitState], None] | None = None,
    ) -> Act | Refusal:
        """See `core.ports.Journal.record`. When this returns an Act, the disk has it."""

        def look(standing: Standing) -> Refusal | None:
            # Only permits have such a state; a transit case or a workstation may bear the same text as number.
            return guard(standing if isinstance(standing, PermitState) else PermitState()) if guard else None

        act, standing = self._record(draft, signer, look, code, second)
        if stands is not None and isinstance(standing, PermitState):
            stands(standing)
        return act

    def record_transit(
        self,
        draft: Draft,
        signer: Signer,
        guard: TransitGuard | None = None,
        second: Signer | None = None,
        code: IssueToken | None = None,
    ) -> Act | Refusal:
        """See `core.ports.Journal.record_transit`. When this returns an Act, the disk has it."""

        def look(standing: Standing) -> Refusal | None:
            return guard(standing if isinstance(standing, TransitState) else TransitState()) if guard else None

        return self._record(draft, signer, look, code, second)[0]

    def _record(
        self,
        draft: Draft,
        signer: Signer,
        look: Callable[[Standing], Refusal | None],
        code: IssueToken | None,
        second: Signer | None,
    ) -> tuple[Act | Refusal, Standing | None]:
        """The act, and where its subject stands with it."""
        done = self._committed(draft, signer, look, code, second)
        if isinstance(done[0], Act):
            self._recorded()
        return done

    def _committed(
        self,
        draft: Draft,
        signer: Signer,
        look: Callable[[Standing], Refusal | None],
        code: IssueToken | None,
        second: Signer | None,
    ) -> tuple[Act | Refusal, Standing | None]:
        with self.recording() as connection:
            earlier = by_id(connection, draft.act_id)
            if earlier is not None:
                return earlier, None
            kept = read_three(connection, (RESTORED, CLOCK_OFFSET, unsigned.KEPT))
            if kept[RESTORED]:
                return Refusal("journal_restored"), None
            standing, known = self._known(connection, draft.subject)
            refusal = look(standing)
            if refusal is not None:
                return refusal, None
            after = draft.after or standing.last_act
            placed = draft if after == draft.after else replace(draft, after=after)
            try:
                act = self._signed(connection, kept, placed, signer, second)
            except _SecondFailed:
                return Refusal("second_signer_failed", {"officer": str(draft.fields.get(SECOND, ""))}), None
            self._add(connection, act)
            token = code(act, signer) if code is not None and not act.signer_failed else ""
            if token:
                run(connection, _KEEP_TOKEN, (act.act_id, token))
            return act, projections.put_behind(connection, act, standing, known)

    def regain(self, acts: Sequence[OwnAct]) -> None:
        """See `core.ports.Journal.regain`. Raises StoreError (fork) where they do not follow the last own act."""
        with self.writing() as connection:
            for own in acts:
                act = read(own.body, own.signature)
                at, prev = head_of(connection, self._station.name)
                if (act.station, act.station_seq, act.prev) != (self._station.name, at + 1, prev):
                    raise StoreError("fork", f"{act.station} {act.station_seq}")
                self._add(connection, act)
                projections.project(connection, act.subject.kind, act.subject.number)

    def _signed(
        self, connection: Within, kept: Mapping[str, str], draft: Draft, signer: Signer, second: Signer | None
    ) -> Act:
        """The act with its officer's signature, behind the collective act for what he could not sign before; where his
        signer fails, with the workstation's, and marked.
        """
        spare = self._fail_over
        if spare is None or not draft.officer or signer.key_id == spare.signer.key_id:
            return self._chain(connection, kept, draft, signer, second)
        try:
            self._cover(connection, kept, draft, signer, spare)
            return self._chain(connection, kept, draft, signer, second)
        except SignerFailed as failure:
            log.warning("the signer of an officer failed (%s): the workstation signs, and says so", failure.code)
            marked = replace(draft, fields={**draft.fields, SIGNER_FAILED: True})
            return self._chain(connection, kept, marked, spare.signer, second)

    def _cover(
        self, connection: Within, kept: Mapping[str, str], draft: Draft, signer: Signer, spare: FailOver
    ) -> None:
        """The collective act that an officer's signer makes as soon as it signs again."""
        waiting = unsigned.of(kept[unsigned.KEPT], draft.officer)
        if not waiting:
            return
        subject = Subject("station", self._station.name)
        fields: dict[str, Value] = {"acts": [one.row for one in waiting]}
        after = last_about_itself(connection, subject.number)
        cover = Draft(spare.new_id(), ActKind.COLLECTIVE, subject, draft.officer, draft.at, fields, after)
        self._add(connection, self._chain(connection, kept, cover, signer, None))

    def _add(self, connection: Within, act: Act) -> None:
        """Write down an own act, and whether it waits for a signature or covers others."""
        insert_act(connection, act, None)
        if act.signer_failed or act.kind == ActKind.COLLECTIVE:
            waits = unsigned.after(self._read(connection, unsigned.KEPT), act)
            self._write(connection, unsigned.KEPT, waits)

    def _chain(
        self, connection: Within, kept: Mapping[str, str], draft: Draft, signer: Signer, second: Signer | None
    ) -> Act:
        seq, prev = head_of(connection, self._station.name)
        place = Place(
            site=self._station.site,
            station=self._station.name,
            station_seq=seq + 1,
            prev=prev,
            after=draft.after,
            mode=self._station.mode,
            clock_offset_ms=_number(kept[CLOCK_OFFSET]),
        )
        if second is not None:
            digest = second_digest(compose(draft, place, signer.key_id))
            try:
                given = second.sign(digest)
            except SignerFailed as failure:
                raise _SecondFailed from failure
            draft = replace(draft, fields={**draft.fields, SECOND_SIGNATURE: given.hex()})
        body = compose(draft, place, signer.key_id)
        return read_kept(body, signer.sign(hash_of(body)))


def _nobody() -> None:
    """Nobody waits for acts."""


def _number(text: str) -> int | None:
    return int(text) if text else None
