"""Read a register: the acts of a span with their figures, who waits, and what the core has not confirmed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from officer_app.core.acts import Act, ActKind
from officer_app.core.buddhist import BANGKOK, bangkok_day
from officer_app.core.figures import Figures
from officer_app.core.records import Permit, Provenance, Record, permit_from_doc
from officer_app.core.register import LOOK_BACK, Book, By, Only, Span, Waiting
from officer_app.core.scan_log import NoScans, OddScan, ScanLog
from officer_app.core.shelf import Shelf
from officer_app.usecases.counter import Counter
from officer_app.usecases.progress import Progress

STRETCH = 1000
"""Acts of a chain between two looks at whether to stop."""
FIRST_YEAR, LAST_YEAR = 1900, 2900
_COUNTING = 3
"""Steps after all acts are read, each as long as some stretches."""


@dataclass(frozen=True)
class Wanted:
    """Which register: its span, what its lines stand for, what it is about."""

    span: Span
    by: By = By.DAY
    only: Only = field(default_factory=Only)


@dataclass(frozen=True)
class Unconfirmed:
    """A permit stamped at a counter whose core status is not there yet: by whom, where, when; what the core says, and
    since when (as acts write times; both empty where it says nothing).
    """

    number: str
    outcome: str
    officer: str
    counter: str
    at: datetime
    core_status: str
    core_as_of: str


@dataclass(frozen=True)
class Register:
    """A register as it was read at `read_at`; `as_of` is then, or the end of its span where that was before: who
    waits is who waited then. `odd_scans`: those that led to nothing, latest first; None where the log of scans
    could not be read, and no figure counts any.
    """

    wanted: Wanted
    read_at: datetime
    as_of: datetime
    total: Figures
    lines: tuple[Figures, ...]
    waiting: tuple[Waiting, ...]
    unconfirmed: tuple[Unconfirmed, ...]
    unconfirmed_after_h: int
    odd_scans: tuple[OddScan, ...] | None = ()


def days(first: date, last: date) -> Span:
    """From the beginning of `first` to the end of `last`, days in Thailand. Raises ValueError for years without any."""
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise ValueError(f"no register of {first} to {last}")
    begin, end = (datetime.combine(day, time.min, BANGKOK).astimezone(UTC) for day in (first, last + timedelta(days=1)))
    return Span(begin, end)


def days_of(span: Span) -> tuple[date, date]:
    """The first and the last Thai day of a span."""
    return bangkok_day(span.begin), bangkok_day(span.end - timedelta(microseconds=1))


def read_register(
    counter: Counter,
    shelf: Shelf,
    wanted: Wanted,
    shifts: Mapping[str, str],
    progress: Progress,
    scans: ScanLog | None = None,
) -> Register:
    """The register that is wanted. Any thread but the main one; raises Stopped and the store's errors."""
    span, now = wanted.span, counter.clock()
    kept = (scans or NoScans()).kept(*days_of(span))
    tallies = kept.tallies if kept is not None else ()
    book = Book(_read(shelf, Span(span.begin - LOOK_BACK, span.end), progress), shifts, tallies)
    progress.step(STRETCH)
    lines = book.lines(span, wanted.by, wanted.only)
    progress.step(STRETCH)
    waiting = book.waiting(span.end, wanted.only)
    progress.step(STRETCH)
    read = Register(
        wanted=wanted,
        read_at=now,
        as_of=min(span.end, now),
        total=book.total(span, wanted.only),
        lines=lines,
        waiting=waiting,
        unconfirmed=_unconfirmed(counter, book, wanted, progress),
        unconfirmed_after_h=counter.rules.core_after_h,
        odd_scans=None if kept is None else _odd(kept.odd, wanted.only, counter.journal.station.name),
    )
    book.close()
    return read


def acts_of(shelf: Shelf, wanted: Wanted, shifts: Mapping[str, str], progress: Progress) -> list[Act]:
    """The acts that a register is about, workstation by workstation in the order of their chains. Raises Stopped."""
    span = Span(wanted.span.begin - LOOK_BACK, wanted.span.end)
    return Book(_read(shelf, span, progress), shifts).within(wanted.span, wanted.only)


def _read(shelf: Shelf, span: Span, progress: Progress) -> Iterator[Act]:
    heads = shelf.heads()
    progress.all = sum(heads.values()) + _COUNTING * STRETCH
    for station, head in sorted(heads.items()):
        for after in range(0, head, STRETCH):
            up_to = min(head, after + STRETCH)
            yield from shelf.stretch(station, after, up_to, span)
            progress.step(up_to - after)


def _odd(scans: Sequence[OddScan], only: Only, station: str) -> tuple[OddScan, ...]:
    """Those that the register is about; no scan is of a lane, and all are of this workstation."""
    if only.lane or only.counter not in ("", station):
        return ()
    return tuple(
        scan
        for scan in scans
        if only.officer in ("", scan.officer) and only.shift in ("", scan.shift.rpartition(" ")[2])
    )


def _unconfirmed(counter: Counter, book: Book, wanted: Wanted, progress: Progress) -> tuple[Unconfirmed, ...]:
    """Stamps of the span that stand, are old enough, and that the core does not confirm; oldest first."""
    late = counter.clock() - timedelta(hours=counter.rules.core_after_h)
    stamps = [act for act in book.within(wanted.span, wanted.only) if act.kind == ActKind.STAMP and act.at <= late]
    found: list[Unconfirmed] = []
    for act in stamps:
        progress.step()
        state = counter.journal.permit_state(act.subject.number)
        if state.stamp is None or state.stamp.act_id != act.act_id:
            continue
        status, as_of = _core_says(counter, act.subject.number)
        if status not in counter.rules.core_cleared:
            found.append(_row(act, status, as_of))
    return tuple(sorted(found, key=lambda row: (row.at, row.number)))


def _row(act: Act, status: str, as_of: str) -> Unconfirmed:
    number, outcome = act.subject.number, act.text("outcome")
    return Unconfirmed(number, outcome, act.officer, act.station, act.at, status, as_of)


def _core_says(counter: Counter, number: str) -> tuple[str, str]:
    """The core's status of a permit, and since when: only a record of the core speaks for it."""
    permit = next((permit for record in counter.mirror.find(number) if (permit := _permit(record, number))), None)
    return ("", "") if permit is None else (permit.core_status, permit.core_as_of)


def _permit(record: Record, number: str) -> Permit | None:
    if (record.kind, record.number, record.provenance) != ("permit", number, Provenance.CORE):
        return None
    try:
        return permit_from_doc(record.doc)
    except ValueError:
        # A record that cannot be read confirms nothing.
        return None
