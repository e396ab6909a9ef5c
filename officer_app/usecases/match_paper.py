"""Compare each stamp made from paper with the record that came: by the workstation itself, or by an officer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.canonical import Value
from officer_app.core.on_paper import UNVERIFIED, differences, paper_record
from officer_app.core.permit_state import PermitState, Stamp
from officer_app.core.ports import SignedIn, Signer
from officer_app.core.records import Permit, Provenance, permit_from_doc
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.usecases.allowed import may_act
from officer_app.usecases.counter import Counter

WAITING = "paper_waiting"
"""Under this name the journal keeps which permits bear a stamp of this workstation that waits for its record, behind
the sequence of the own act up to which they were looked for."""
_STAMPS = frozenset({ActKind.STAMP, ActKind.REDIRECT})
_AT_ONCE = 500


@dataclass(frozen=True)
class Waiting:
    """A stamp from paper no record was compared with yet; `came`: whether one is here now; what would differ.

    `act`: the stamp, or its re-direction to another post.
    """

    permit: str
    act: Act
    came: bool
    differences: tuple[str, ...]


def waiting(counter: Counter) -> list[Waiting]:
    """The stamps from paper that stand and were compared with nothing, in the order of their time."""
    acts = (act for kind in _STAMPS for act in counter.journal.acts_of_kind(kind))
    numbers = {act.subject.number for act in acts if act.fields.get(UNVERIFIED) is True}
    return sorted(_waiting(counter, numbers), key=lambda each: (each.act.at, each.act.act_id))


def match(counter: Counter, officer: SignedIn) -> list[Act] | Refusal:
    """Record for each stamp from paper whose record came whether they agree, and in what they do not."""
    if refusal := may_act(officer, ACT_ROLES[ActKind.MATCH]):
        return refusal
    made = [_record(counter, each, officer.person.name, officer.signer) for each in waiting(counter) if each.came]
    return [act for act in made if isinstance(act, Act)]


def match_own(counter: Counter, station_signer: Signer) -> list[Act]:
    """The same for the stamps that this workstation made, done by itself and signed with its own key: a record that
    differs becomes a case without anybody asking (docs/decisions/0028). To be called whenever records came.
    """
    seen, *numbers = counter.journal.value(WAITING).split(" ")
    last, still = int(seen or 0), dict.fromkeys(numbers)
    while acts := counter.journal.own_acts(last, _AT_ONCE):
        last = acts[-1].station_seq
        still |= {act.subject.number: None for act in acts if _from_paper(act)}
    made: list[Act] = []
    left: list[str] = []
    for each in _waiting(counter, still):
        own = each.act.station == counter.journal.station.name
        done = _record(counter, each, "", station_signer) if own and each.came else None
        if isinstance(done, Act):
            made.append(done)
        elif own:
            left.append(each.permit)
    if (kept := " ".join([str(last), *left])) != counter.journal.value(WAITING):
        counter.journal.keep_value(WAITING, kept)
    return made


def _from_paper(act: Act) -> bool:
    return act.kind in _STAMPS and act.subject.kind == "permit" and act.fields.get(UNVERIFIED) is True


def _waiting(counter: Counter, numbers: Iterable[str]) -> Iterator[Waiting]:
    for number in numbers:
        state = counter.journal.permit_state(number)
        stamp = _open(state)
        if stamp is None:
            continue
        acts = counter.journal.acts_on("permit", number)
        act = next(act for act in acts if act.act_id == stamp.act_id)
        keyed, record = paper_record(number, acts), _came(counter, number)
        differ = differences(permit_from_doc(keyed.doc), record) if keyed and record else ()
        yield Waiting(number, act, record is not None, differ)


def _open(state: PermitState) -> Stamp | None:
    """The stamp from paper that stands and was compared with nothing."""
    stamp = state.stamp
    return stamp if stamp is not None and stamp.unverified and not state.matched else None


def _record(counter: Counter, each: Waiting, officer: str, signer: Signer) -> Act | Refusal:
    fields: dict[str, Value] = {"agrees": not each.differences, "stamp": each.act.act_id}
    if each.differences:
        told, longest = "; ".join(each.differences), counter.rules.longest_words
        fields["differences"] = told if len(told) <= longest else f"{told[: longest - 1]}…"
    subject = Subject("permit", each.permit, each.act.subject.round)
    draft = Draft(counter.new_id(), ActKind.MATCH, subject, officer, counter.clock(), fields)

    def guard(now: PermitState) -> Refusal | None:
        """Another desk may have compared it, or taken the stamp back, a moment ago."""
        stamp = _open(now)
        same = stamp is not None and stamp.act_id == each.act.act_id
        return None if same else Refusal("not_now", {"state": now.state})

    return counter.journal.record(draft, signer, guard)


def _came(counter: Counter, number: str) -> Permit | None:
    """The permit as a record says it that is not from a sheet."""
    for record in counter.mirror.find(number):
        if record.kind == "permit" and record.number == number and record.provenance != Provenance.PAPER:
            try:
                return permit_from_doc(record.doc)
            except ValueError:
                return None
    return None
