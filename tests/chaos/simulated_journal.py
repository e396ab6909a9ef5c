"""The simulation's journal: it does as the shipped one (store/journal.py) does, on pages in memory.

SQLite is what takes the time, and thousands of seeds have to be played.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from officer_app.core.acts import GENESIS, Act, Draft, Place, compose, read
from officer_app.core.causal import in_order
from officer_app.core.export import fold
from officer_app.core.permit_state import PermitState
from officer_app.core.ports import (
    FeedAct,
    Guard,
    IssueToken,
    OwnAct,
    Queue,
    Signer,
    Station,
)
from officer_app.core.refusals import Refusal
from officer_app.core.two_persons import SECOND_SIGNATURE, second_digest
from officer_app.store.errors import StoreError
from officer_app.store.journal import RESTORED
from tests.chaos.no_transit import NoTransit

OFFSET = "clock_offset_ms"


@dataclass
class Pages:
    """What a journal holds."""

    acts: dict[str, Act] = field(default_factory=dict)
    feed: dict[str, int] = field(default_factory=dict)
    states: dict[str, PermitState] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    claims: dict[tuple[str, int], str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    shown: dict[tuple[str, int], bool] = field(default_factory=dict)

    def copy(self) -> "Pages":
        """A copy that can be written in."""
        return Pages(*(dict(part) for part in vars(self).values()))


Commit = Callable[[str], None]
"""Called before and after each commit (`before`, `after`); what it raises is a crash of the program there."""


class MemoryJournal(NoTransit):
    """Implements core.ports.Journal on pages in memory, each transaction all or nothing."""

    def __init__(self, station: Station, pages: Pages, commit: Commit) -> None:
        self._station = station
        self._commit = commit
        self.pages = pages

    @property
    def station(self) -> Station:
        """The workstation this journal speaks for."""
        return self._station

    def record(
        self,
        draft: Draft,
        signer: Signer,
        guard: Guard | None = None,
        code: IssueToken | None = None,
        second: Signer | None = None,
        stands: Callable[[PermitState], None] | None = None,
    ) -> Act | Refusal:
        """See core.ports.Journal.record; codes of stamps and signers that fail are left out."""
        if draft.act_id in self.pages.acts:
            return self.pages.acts[draft.act_id]
        if self.value(RESTORED):
            return Refusal("journal_restored")
        permit = draft.subject.kind == "permit"
        state = self.permit_state(draft.subject.number) if permit else PermitState()
        if guard is not None and (refusal := guard(state)) is not None:
            return refusal
        known = in_order(self.acts_on(draft.subject.kind, draft.subject.number), placed(self.pages))
        after = draft.after or (state.last_act if permit else known[-1].act_id if known else "")
        with self._writing() as pages:
            head = self._head(pages)
            offset = pages.values.get(OFFSET)
            place = Place(
                site=self._station.site,
                station=self._station.name,
                station_seq=head.station_seq + 1 if head else 1,
                prev=head.hash if head else GENESIS,
                after=after,
                mode=self._station.mode,
                clock_offset_ms=int(offset) if offset else None,
            )
            if second is not None:
                given = second.sign(second_digest(compose(draft, place, signer.key_id)))
                draft = replace(draft, fields={**draft.fields, SECOND_SIGNATURE: given.hex()})
            unsigned = read(compose(draft, place, signer.key_id), b"")
            act = replace(unsigned, signature=signer.sign(unsigned.hash))
            self._keep(pages, act)
        if stands is not None and permit:
            stands(self.permit_state(draft.subject.number))
        return act

    def permit_state(self, number: str) -> PermitState:
        """The folded state of a permit."""
        return self.pages.states.get(number, PermitState())

    def permits_in(self, states: Collection[str], limit: int) -> list[tuple[str, PermitState]]:
        """Permits in one of `states`, by number."""
        found = [(number, state) for number, state in sorted(self.pages.states.items()) if str(state.state) in states]
        return found[:limit]

    def acts_on(self, subject_kind: str, number: str) -> list[Act]:
        """All acts known here on one subject."""
        return [
            act for act in self.pages.acts.values() if (act.subject.kind, act.subject.number) == (subject_kind, number)
        ]

    def acts_of_kind(self, kind: str) -> list[Act]:
        """Every act of one kind."""
        return [act for act in self.acts() if act.kind == kind]

    def time_line(self, subject_kind: str, number: str) -> list[Act]:
        """See core.ports.Journal.time_line."""
        return in_order(self.acts_on(subject_kind, number), placed(self.pages))

    def own_acts(self, after_seq: int, limit: int) -> list[Act]:
        """This workstation's acts after `after_seq`, oldest first."""
        own = [act for act in self._own(self.pages) if act.station_seq > after_seq]
        return sorted(own, key=lambda act: act.station_seq)[:limit]

    def acts(self) -> list[Act]:
        """Every act, by workstation and sequence."""
        return sorted(self.pages.acts.values(), key=lambda act: (act.station, act.station_seq))

    def queue(self) -> Queue:
        """How many own acts wait, and how many the centre would not take."""
        head = self._head(self.pages)
        return Queue((head.station_seq if head else 0) - self.pushed_seq(), len(self.pages.refused))

    def pushed_seq(self) -> int:
        """The last own sequence the centre has acknowledged."""
        return int(self.value("pushed_seq") or 0)

    def mark_pushed(self, station_seq: int) -> None:
        """The centre holds our acts up to here."""
        self.keep_value("pushed_seq", str(station_seq))

    def quarantine(self, act_id: str, code: str, text: str) -> None:
        """Flag an act the centre would not take."""
        with self._writing() as pages:
            pages.refused.setdefault(act_id, text)

    def receive(self, entries: Sequence[FeedAct]) -> None:
        """See core.ports.Journal.receive."""
        with self._writing() as pages:
            for entry in entries:
                if entry.feed_seq in pages.feed.values():
                    raise StoreError("damaged", f"two acts at {entry.feed_seq}")
                pages.feed[self._keep_other(pages, entry.act, fed=True)] = entry.feed_seq
            for kind, number in {(entry.act.subject.kind, entry.act.subject.number): 1 for entry in entries}:
                self._project(pages, kind, number)
            if entries:
                pages.values["acts_cursor"] = str(entries[-1].feed_seq)

    def hear(self, acts: Sequence[Act]) -> None:
        """See core.ports.Journal.hear."""
        with self._writing() as pages:
            for act in acts:
                self._keep_other(pages, act)
            for kind, number in {(act.subject.kind, act.subject.number): 1 for act in acts}:
                self._project(pages, kind, number)

    def forks(self) -> list[Act]:
        """See core.ports.Journal.forks."""
        places = {place for key, act in self.pages.acts.items() if key != act.act_id for place in [_place(act)]}
        noted = places - set(self.pages.shown)
        return [act for act in self.pages.acts.values() if _place(act) in noted]

    def forks_shown(self) -> None:
        """See core.ports.Journal.forks_shown."""
        with self._writing() as pages:
            pages.shown |= dict.fromkeys(map(_place, self.forks()), True)

    def unfed(self, kinds: Collection[str]) -> list[Act]:
        """See core.ports.Journal.unfed."""
        other = [act for key, act in self.pages.acts.items() if key not in self.pages.feed and act.kind in kinds]
        return [act for act in other if act.station != self._station.name]

    def acts_cursor(self) -> int:
        """The last place of the feed of acts stored here."""
        return int(self.value("acts_cursor") or 0)

    def value(self, name: str) -> str:
        """A named value; empty where there is none."""
        return self.pages.values.get(name, "")

    def keep_value(self, name: str, content: str) -> None:
        """Keep a named value."""
        with self._writing() as pages:
            pages.values[name] = content

    def feed_hashes(self, after: int, up_to: int) -> Iterator[tuple[int, bytes]]:
        """See core.ports.Journal.feed_hashes."""
        placed = sorted((seq, act_id) for act_id, seq in self.pages.feed.items() if after < seq <= up_to)
        return iter([(seq, self.pages.acts[act_id].hash) for seq, act_id in placed])

    def regain(self, acts: Sequence[OwnAct]) -> None:
        """See core.ports.Journal.regain."""
        with self._writing() as pages:
            for own in acts:
                act, head = read(own.body, own.signature), self._head(pages)
                at, prev = (head.station_seq, head.hash) if head else (0, GENESIS)
                if (act.station, act.station_seq, act.prev) != (self._station.name, at + 1, prev):
                    raise StoreError("fork", f"{act.station} {act.station_seq}")
                self._keep(pages, act)

    def intend_claim(self, number: str, round_: int, act_id: str) -> str:
        """See core.ports.Journal.intend_claim."""
        with self._writing() as pages:
            return pages.claims.setdefault((number, round_), act_id)

    def take_up_claim(self, number: str, round_: int, act_id: str) -> None:
        """See core.ports.Journal.take_up_claim."""
        with self._writing() as pages:
            pages.claims[number, round_] = act_id

    def token_of(self, act_id: str) -> str:
        """No codes here."""
        return ""

    def feed_epoch(self) -> str:
        """The epoch of the centre's feed."""
        return self.value("feed_epoch")

    def new_feed_epoch(self, epoch: str) -> None:
        """See core.ports.Journal.new_feed_epoch."""
        with self._writing() as pages:
            pages.feed.clear()
            pages.values |= {"acts_cursor": "0", "feed_epoch": epoch}

    @contextmanager
    def _writing(self) -> Iterator[Pages]:
        self._commit("before")
        pages = self.pages.copy()
        yield pages
        self.keep(pages)
        self._commit("after")

    def keep(self, pages: Pages) -> None:
        """Commit: durable from here on."""
        self.pages = pages

    def _own(self, pages: Pages) -> list[Act]:
        return [act for act in pages.acts.values() if act.station == self._station.name]

    def _head(self, pages: Pages) -> Act | None:
        return max(self._own(pages), key=lambda act: act.station_seq, default=None)

    def _keep(self, pages: Pages, act: Act) -> None:
        pages.acts[act.act_id] = act
        self._project(pages, act.subject.kind, act.subject.number)

    def _keep_other(self, pages: Pages, act: Act, *, fed: bool = False) -> str:
        """Keep an act of others, beside the chain where another one has its place; gives under what it is kept."""
        same = {
            key: known
            for key, known in pages.acts.items()
            if known.act_id == act.act_id or _place(known) == _place(act)
        }
        for key, known in same.items():
            if known.body == act.body:
                return key
        own = self._station.name in {act.station, *(known.station for known in same.values())}
        if same and (own or (fed and pages.feed.keys() & same.keys())):
            raise StoreError("fork", f"{act.station} {act.station_seq}")
        kept = f"{act.act_id} {act.hash.hex()}" if same else act.act_id
        pages.acts[kept] = act
        return kept

    @staticmethod
    def _project(pages: Pages, kind: str, number: str) -> None:
        if kind == "permit":
            subject = (kind, number)
            acts = [act for act in pages.acts.values() if (act.subject.kind, act.subject.number) == subject]
            pages.states[number] = fold(acts, placed(pages))


def placed(pages: Pages) -> dict[str, int]:
    """Each act's place in the feed, by its id."""
    return {pages.acts[key].act_id: seq for key, seq in pages.feed.items()}


def _place(act: Act) -> tuple[str, int]:
    return act.station, act.station_seq
