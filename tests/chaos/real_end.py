"""What has to be right after the chaos run: held against what the workstations had said was recorded."""

from collections import Counter as Counted
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from officer_app.core.acts import Act, ActKind
from officer_app.core.ports import ChainFork, Clock, SignedIn, Unreachable
from officer_app.core.transit_numbers import Fate
from officer_app.store.errors import StoreError
from officer_app.usecases.sync_once import FeedBroken
from officer_app.usecases.transit_numbers import fetch_numbers, number_register
from officer_app.workstation.exchanging import exchange
from officer_app.workstation.opening import Workstation, open_workstation
from tests.chaos.real_town import NUMBERS, RealTown
from tests.chaos.transit_work import small_blocks
from tests.chaos.workstation_program import JUMPS_S
from tests.cli.running import run

MOST_ROUNDS = 12
KINDS = ("permit", "authority", "case", "decision")


def wrongs(town: RealTown) -> list[str]:
    """Everything that is not as it must be, once everybody has exchanged until nothing moves."""
    with ExitStack() as stack:
        opened = {
            name: stack.enter_context(closing(open_workstation(place.home))) for name, place in town.places.items()
        }
        found = settle(opened)
        take_lost_blocks(town, opened)
        found += settle(opened)
        found += [
            *_numbers(opened),
            *_missing(town, opened),
            *_unequal(opened),
            *_doubled(town, opened),
            *_verified(town),
        ]
    return found


def settle(opened: dict[str, Workstation]) -> list[str]:
    """Everybody exchanges until nothing moves; gives what would not."""
    troubles: list[str] = []
    for _ in range(MOST_ROUNDS):
        moved, troubles = 0, []
        for name, each in opened.items():
            assert each.central is not None
            try:
                done = exchange(each, each.central, full=True)
            except (Unreachable, ChainFork, FeedBroken, StoreError) as error:
                troubles.append(f"{name} does not exchange: {type(error).__name__}: {error}")
                continue
            moved += done.pushed + done.pulled
            if done.digest_equal is not True:
                troubles.append(f"{name}: digest {done.digest_equal}")
        if not moved and not troubles:
            return []
    return troubles or ["nobody comes to rest"]


def take_lost_blocks(town: RealTown, opened: dict[str, Workstation]) -> None:
    """A block that was given to a program that was killed then is asked for again by the act that wanted it."""
    for each in opened.values():
        if each.settings.desk != "transit":
            continue
        clerk = each.officers.sign_in("prasit", town.password)
        assert isinstance(clerk, SignedIn)
        for jump in set(JUMPS_S):
            clock = partial(_jumped, each.counter.clock, timedelta(seconds=jump))
            desk = small_blocks(each, replace(each.counter, clock=clock))
            fetch_numbers(replace(desk, rules=replace(desk.rules, low=1_000_000)), clerk)


def _jumped(clock: Clock, jump: timedelta) -> datetime:
    return clock() + jump


def _numbers(opened: dict[str, Workstation]) -> Iterator[str]:
    """No sequence number twice, no gap that nobody explains, none from a block of another workstation."""
    journal = opened["CE-1"].journal
    signed = journal.acts_of_kind(ActKind.TRANSIT_SIGN)
    given: dict[tuple[str, int], str] = {}
    for act in journal.acts_of_kind(ActKind.NUMBERS_GIVEN):
        for number in range(whole(act, "first"), whole(act, "last") + 1):
            if (act.text("series"), number) in given:
                yield f"{number} of {act.text('series')} was given twice"
            given[act.text("series"), number] = act.station
    texts = Counted(act.text("sequence_no") for act in signed)
    yield from (f"{text} was written {count} times" for text, count in texts.items() if count > 1)
    for act in signed:
        if not act.fields.get("contingency") and given.get((act.text("series"), whole(act, "number"))) != act.station:
            yield f"{act.station} wrote {act.text('sequence_no')}, which is not of its blocks"
    for name, each in opened.items():
        if each.settings.desk == "transit":
            for series in {act.text("series") for act in signed}:
                fates = {one.fate for one in number_register(small_blocks(each, each.counter), series)}
                if odd := fates & {Fate.TWICE, Fate.NOT_GIVEN}:
                    yield f"{name}: of {series} some were {sorted(odd)}"


def whole(act: Act, name: str) -> int:
    """A number of an act's fields."""
    number = act.fields.get(name)
    assert isinstance(number, int)
    return number


def _missing(town: RealTown, opened: dict[str, Workstation]) -> Iterator[str]:
    """What was said to be recorded is in its journal and in the centre's feed, once."""
    central = opened["CE-1"].central
    assert central is not None
    fed: list[str] = []
    while page := central.pull_acts(len(fed), 500):
        fed += [entry.act.act_id for entry in page]
    if len(fed) != len(set(fed)):
        yield "an act stands twice in the feed"
    for name, place in town.places.items():
        own = [act.act_id for act in opened[name].journal.own_acts(0, 1_000_000)]
        said = {str(line["act"]) for line in place.lines() if "act" in line}
        yield from (f"{each} of {name} was said to be recorded and is gone" for each in sorted(said - set(own)))
        yield from (f"{each} of {name} never came to the centre" for each in own if each not in set(fed))
        if queue := opened[name].journal.queue().unsent:
            yield f"{name}: {queue} acts were not sent"


def _unequal(opened: dict[str, Workstation]) -> Iterator[str]:
    """A full dump of everybody's acts, states and records."""
    first, *others = opened
    expected = _dump(opened[first])
    for name in others:
        for what, content in _dump(opened[name]).items():
            if content != expected[what]:
                odd = content.keys() ^ expected[what].keys()
                yield f"{name} and {first} differ in {what}: {sorted(map(str, odd)) or 'content'}"


def _dump(workstation: Workstation) -> dict[str, dict[object, object]]:
    journal, mirror = workstation.journal, workstation.mirror
    return {
        "acts": {act.act_id: (act.body, act.signature) for act in journal.acts()},
        "states": {number: journal.permit_state(number) for number in NUMBERS},
        "records": {(kind, each.number): each for kind in KINDS for each in mirror.listed(kind, 100_000)},
    }


def _doubled(town: RealTown, opened: dict[str, Workstation]) -> Iterator[str]:
    """At the commands' mouths: at most one release a permit and round; whatever contradicts is a case."""
    said: dict[tuple[object, object], list[object]] = defaultdict(list)
    for place in town.places.values():
        for line in place.lines():
            if line.get("kind") == ActKind.RELEASE:
                said[line["permit"], line["round"]].append(line["act"])
    yield from (f"{key} was said to be released by {acts}" for key, acts in said.items() if len(acts) > 1)
    stored: dict[tuple[str, int], list[Act]] = defaultdict(list)
    for act in opened["CE-1"].journal.acts_of_kind(ActKind.RELEASE):
        stored[act.subject.number, act.subject.round].append(act)
    yield from (
        f"{key} was released by {[act.act_id for act in acts]}" for key, acts in stored.items() if len(acts) > 1
    )
    cases = [each.number for each in opened["CE-1"].mirror.listed("case", 100_000)]
    yield from (f"a case is open: {number}" for number in cases)


def _verified(town: RealTown) -> Iterator[str]:
    """The program's own verifier, over the centre and over each journal."""
    centre = {"OFFICER_APP_ADMIN_URL": town.centre.admin_url("central")}
    verdicts = {"the centre": run("verify", "--central", "--json", env=centre)}
    verdicts |= {name: run("verify", "--home", place.home, "--json") for name, place in town.places.items()}
    for name, said in verdicts.items():
        if said.status != 0 or said.body["ok"] is not True:
            yield f"verify of {name}: {said.out[:500]}"
