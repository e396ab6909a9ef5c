"""Sequence numbers at this workstation: blocks it was given, the next free number, what it hands back."""

from collections.abc import Iterable
from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.canonical import Value
from officer_app.core.ports import SignedIn, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.core.transit_numbers import Block, Fate, Stretch, next_number, register, series_of, written
from officer_app.usecases.transit_desk import TransitDesk


@dataclass(frozen=True)
class Number:
    """A sequence number as it is written, with its series; `contingency` where no block was left."""

    text: str
    series: str
    number: int
    contingency: bool = False


def free_number(desk: TransitDesk) -> Number:
    """The next number this workstation may write. Also when cut off: from its block, or a contingency number."""
    series = series_of(desk.office, desk.counter.clock())
    station = desk.counter.journal.station.name
    given, returned = (_blocks(desk, kind, series, station) for kind in _GIVEN_AND_BACK)
    used = [use.number for use in desk.counter.journal.numbers_written(series)]
    number = next_number(given, used, returned)
    if number is not None:
        return Number(written(number, series), series, number)
    spare = contingency_series(series, station)
    number = max((use.number for use in desk.counter.journal.numbers_written(spare)), default=0) + 1
    return Number(f"{station}-{written(number, series)}", spare, number, contingency=True)


def contingency_series(series: str, station: str) -> str:
    """The series a workstation writes when its block is used up: its own, so never a double [inferred]."""
    return f"{series}/{station}"


def left_in_blocks(desk: TransitDesk) -> int:
    """How many numbers of this year's blocks this workstation still has."""
    series, station = series_of(desk.office, desk.counter.clock()), desk.counter.journal.station.name
    given, returned = (_blocks(desk, kind, series, station) for kind in _GIVEN_AND_BACK)
    used = {use.number for use in desk.counter.journal.numbers_written(series)}
    total = sum(block.last - block.first + 1 for block in given) - sum(each.last - each.first + 1 for each in returned)
    return total - len([number for number in used if any(block.first <= number <= block.last for block in given)])


def fetch_numbers(desk: TransitDesk, by: SignedIn) -> Act | Refusal | None:
    """Take a block where few numbers are left; None where enough are. Standing alone, a workstation gives it to itself.

    The block is asked for under the id of the act that will record it, so asking again gives the same one.
    """
    if left_in_blocks(desk) > desk.rules.low:
        return None
    series, act_id = series_of(desk.office, desk.counter.clock()), desk.counter.new_id()
    station = desk.counter.journal.station.name
    if desk.counter.central is None:
        block = _after_all(_all_blocks(desk, series), desk.rules.block)
    else:
        act_id = desk.counter.journal.intend_claim(
            f"numbers:{series}", _blocks_so_far(desk, series, station) + 1, act_id
        )
        try:
            first, last = desk.counter.central.take_numbers(series, desk.rules.block, act_id)
        except Unreachable as error:
            return Refusal("transit_no_numbers", {"trouble": error.trouble})
        block = Block(first, last)
    fields: dict[str, Value] = {"series": series, "first": block.first, "last": block.last}
    draft = desk.counter.draft(ActKind.NUMBERS_GIVEN, Subject("station", station), by, fields, act_id)
    return desk.counter.journal.record(draft, by.signer)


def return_numbers(desk: TransitDesk, by: SignedIn) -> list[Act] | Refusal:
    """Hand back what is left of this year's blocks (the workstation is taken out of service, the year ends): one act
    for each stretch. They are not written here again, and the register says what became of them.
    """
    series, station = series_of(desk.office, desk.counter.clock()), desk.counter.journal.station.name
    returned: list[Act] = []
    for stretch in number_register(desk, series):
        if (stretch.fate, stretch.station) != (Fate.WAITING, station):
            continue
        fields: dict[str, Value] = {"series": series, "first": stretch.first, "last": stretch.last}
        draft = desk.counter.draft(ActKind.NUMBERS_RETURNED, Subject("station", station), by, fields)

        def guard(_: object, wanted: Stretch = stretch) -> Refusal | None:
            # Another program may have written one of them meanwhile.
            still = wanted in number_register(desk, series)
            return None if still else Refusal("transit_number_used", {"number": str(wanted.first)})

        act = desk.counter.journal.record(draft, by.signer, guard)
        if isinstance(act, Refusal):
            return act
        returned.append(act)
    return returned


def number_register(desk: TransitDesk, series: str) -> list[Stretch]:
    """What became of every number of `series`, as far as this workstation has heard."""
    given, returned = (_by_station(desk, kind, series) for kind in _GIVEN_AND_BACK)
    return register(given, returned, desk.counter.journal.numbers_written(series))


_GIVEN_AND_BACK = (ActKind.NUMBERS_GIVEN, ActKind.NUMBERS_RETURNED)


def _by_station(desk: TransitDesk, kind: ActKind, series: str) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    for act in desk.counter.journal.acts_of_kind(kind):
        first, last = act.fields.get("first"), act.fields.get("last")
        if act.text("series") == series and isinstance(first, int) and isinstance(last, int) and 1 <= first <= last:
            found.setdefault(act.station, []).append(Block(first, last))
    return found


def _blocks(desk: TransitDesk, kind: ActKind, series: str, station: str) -> list[Block]:
    return _by_station(desk, kind, series).get(station, [])


def _all_blocks(desk: TransitDesk, series: str) -> list[Block]:
    return [block for blocks in _by_station(desk, ActKind.NUMBERS_GIVEN, series).values() for block in blocks]


def _blocks_so_far(desk: TransitDesk, series: str, station: str) -> int:
    return len(_blocks(desk, ActKind.NUMBERS_GIVEN, series, station))


def _after_all(blocks: Iterable[Block], size: int) -> Block:
    end = max((block.last for block in blocks), default=0)
    return Block(end + 1, end + size)
