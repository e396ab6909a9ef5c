"""What is this, and what may be done with it: from scanned text to one of a few answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from officer_app.core.assess import due, may_do
from officer_app.core.export import PermitState
from officer_app.core.journal import CLOCK_OFFSET
from officer_app.core.numbers import Kind, Reading, Unreadable, fits, recognise, taken_as
from officer_app.core.on_paper import paper_record
from officer_app.core.ports import Person
from officer_app.core.records import PAPER_KINDS, Permit, Record
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import printable
from officer_app.usecases.by_code import BY_CODE, is_permit, permit_by_code, permit_of, proven_state
from officer_app.usecases.counter import Counter

NOBODY = Person("", "", frozenset())
"""Who asks from the command line, where reading needs no officer: may do nothing."""
_OF_NO_RECORD = (Kind.BADGE, Kind.COMMAND, Kind.BILL)


@dataclass(frozen=True)
class Found:
    """A permit: what the record says, what was done here, what is due, and for each verb why it may not be done."""

    reading: Reading
    permit: Permit
    provenance: str
    as_of: datetime
    state: PermitState
    due: str
    verbs: Mapping[str, Refusal | None]
    data_age_s: int | None
    code: str = ""
    """The stamp's code that was scanned, where it is what proves the stamp here; `provenance` is then BY_CODE where
    the permit's record has not come either."""

    @property
    def may(self) -> list[str]:
        """The verbs that may be done now."""
        return [verb for verb, refusal in self.verbs.items() if refusal is None]


@dataclass(frozen=True)
class FoundOther:
    """A record of another kind, e.g. a transit declaration."""

    reading: Reading
    record: Record
    data_age_s: int | None


@dataclass(frozen=True)
class Several:
    """A number that several records carry (an air waybill of several permits): the officer chooses."""

    reading: Reading
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """One way to take a number that means more than one thing: `text` looked up again, as `kind` where that is what is
    open. `numbers`: the records it leads to, which may be none.
    """

    text: str
    kind: Kind | None
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Ambiguous:
    """A number that fits two shapes, whatever the mirror holds: the officer says which it is."""

    reading: Reading
    choices: tuple[Choice, ...]
    data_age_s: int | None


@dataclass(frozen=True)
class Unknown:
    """A well-formed or unrecognised number that no record here carries."""

    reading: Reading
    refusal: Refusal
    data_age_s: int | None


@dataclass(frozen=True)
class NotRead:
    """No number at all."""

    raw: str
    refusal: Refusal


Answer = Found | FoundOther | Several | Ambiguous | Unknown | NotRead


def look_up(counter: Counter, text: str, person: Person = NOBODY, kind: Kind | None = None) -> Answer:
    """The answer to a scan or a typed number. Reads the mirror and the journal; records nothing; never raises
    for any text. `kind`: what somebody said it is; a kind that the text does not fit changes nothing.
    """
    reading = recognise(text)
    if isinstance(reading, Unreadable):
        return NotRead(reading.raw_excerpt, unreadable(reading))
    age = data_age_s(counter)
    if reading.kind is Kind.TOKEN:
        return _by_code(counter, reading, person, age)
    found = counter.mirror.find(reading.number) or _from_paper(counter, reading.number)
    # A declaration kept for its certified copy never hides the permit that it moves on.
    records = [record for record in found if record.kind not in PAPER_KINDS] or found
    # The number itself outranks the same text as somebody's waybill or plate.
    exact = [record for record in records if record.number == reading.number]
    if not exact and len(fits(reading)) > 1:
        if kind not in fits(reading):
            return Ambiguous(reading, _ways(reading, records), age)
        reading, records = taken_as(reading, kind), _known_as(reading.number, kind, records)
    records = exact or records
    if not records:
        return Unknown(reading, _why_unknown(counter, reading, age), age)
    if len(records) > 1:
        return Several(reading, tuple(record.number for record in records))
    record = records[0]
    if record.kind != "permit":
        return FoundOther(reading, record, age)
    permit = permit_of(record)
    if isinstance(permit, Refusal):
        return NotRead(reading.number, permit)
    return _found(counter, reading, record, permit, person, age)


def _from_paper(counter: Counter, number: str) -> list[Record]:
    """What a stamp made from the sheet says of a permit whose record has not come (design §6)."""
    record = paper_record(number, counter.journal.acts_on("permit", number))
    return [] if record is None else [record]


def _by_code(counter: Counter, reading: Reading, person: Person, age: int | None) -> Answer:
    """The permit that a stamp's code names, also where its record, or the stamp itself, has not come yet."""
    code = reading.number
    says = counter.read_token(code)
    if isinstance(says, Refusal):
        return NotRead(code[:24], says)
    reading = replace(reading, number=says.permit)
    proven = proven_state(counter, says)
    if isinstance(proven, Refusal):
        return NotRead(code[:24], proven)
    permit = permit_by_code(counter, says)
    if isinstance(permit, Refusal):
        return NotRead(code[:24], permit)
    records = [record for record in counter.mirror.find(says.permit) if is_permit(record, says.permit)]
    provenance, as_of = (records[0].provenance, records[0].as_of) if records else (BY_CODE, says.at)
    by_code = proven != counter.journal.permit_state(says.permit)
    return Found(
        reading=reading,
        permit=permit,
        provenance=provenance,
        as_of=as_of,
        state=proven,
        due=due(permit, proven, counter.rules),
        verbs=_verbs(counter, permit, proven, person, known=bool(records)),
        data_age_s=age,
        code=code if by_code or not records else "",
    )


def _verbs(
    counter: Counter, permit: Permit, state: PermitState, person: Person, *, known: bool
) -> Mapping[str, Refusal | None]:
    """What may be done; with a permit whose record has not come only what its stamp's code proves: its release."""
    verbs = may_do(permit, state, person, counter.journal.station, counter.rules)
    if known:
        return verbs
    unknown = Refusal("unknown_number", {"number": permit.number})
    return {verb: against if verb == "release" else unknown for verb, against in verbs.items()}


def choices_of(answer: Answer) -> tuple[Choice, ...]:
    """What an officer may choose from; empty where nothing is open."""
    if isinstance(answer, Ambiguous):
        return answer.choices
    if isinstance(answer, Several):
        return tuple(Choice(number, None, (number,)) for number in answer.numbers)
    return ()


def unreadable(reading: Unreadable) -> Refusal:
    """The refusal of a text that is no number at all."""
    return Refusal("unreadable", {"reason": str(reading.reason_code)})


def ambiguous(answer: Ambiguous) -> Refusal:
    """The refusal to act on a number before somebody said what it is."""
    return Refusal("ambiguous", {"number": answer.reading.number})


def data_age_s(counter: Counter) -> int | None:
    """Seconds since the mirror last had all that the centre had; None where it never had.

    The time of contact is the centre's; so our own clock is put right by what it was off then.
    """
    contact = counter.mirror.last_contact()
    if contact is None:
        return None
    offset = timedelta(milliseconds=int(counter.journal.value(CLOCK_OFFSET) or 0))
    return max(0, int((counter.clock() - contact + offset).total_seconds()))


def _ways(reading: Reading, records: list[Record]) -> tuple[Choice, ...]:
    return tuple(
        Choice(reading.raw, kind, tuple(each.number for each in _known_as(reading.number, kind, records)))
        for kind in fits(reading)
    )


def _known_as(number: str, kind: Kind, records: list[Record]) -> list[Record]:
    """Those of `records` that bear `number` as what it is said to be; what cannot be told of is not left out."""
    read = [(record, permit_of(record) if record.kind == "permit" else None) for record in records]
    return [record for record, permit in read if not isinstance(permit, Permit) or permit.goes_by(number, kind)]


def _found(
    counter: Counter, reading: Reading, record: Record, permit: Permit, person: Person, age: int | None
) -> Found:
    state = counter.journal.permit_state(permit.number)
    return Found(
        reading=reading,
        permit=permit,
        provenance=record.provenance,
        as_of=record.as_of,
        state=state,
        due=due(permit, state, counter.rules),
        verbs=may_do(permit, state, person, counter.journal.station, counter.rules),
        data_age_s=age,
    )


def _why_unknown(counter: Counter, reading: Reading, age: int | None) -> Refusal:
    if reading.kind is Kind.TRANSIT_CODE:
        return Refusal("transit_code_is_none")
    if reading.kind is Kind.UNKNOWN:
        return Refusal("bad_format", {"number": printable(reading.number), "reason": str(reading.reason)})
    if age is None and counter.central is not None and reading.kind not in _OF_NO_RECORD:
        # The copy of the centre's data was lost, or never came: what is not found may be known there.
        return Refusal("data_missing", {"number": printable(reading.number)})
    return Refusal("unknown_number", {"number": printable(reading.number)})
