"""A clock that was set back gives nobody back an account or a certificate that has ended; one that ran ahead heals."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.core.journal import CLOCK_OFFSET
from officer_app.workstation.known_time import no_earlier, settle
from officer_app.workstation.office import Office
from officer_app.workstation.taking import take_statements
from tests.fakes import NOW, signer
from tests.workstation.counter_officers import STATION_KEY, AtCounter, at_counter
from tests.workstation.test_office import request_of

ROOT = signer(70)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[AtCounter]:
    with at_counter(tmp_path / "ce") as at:
        at.root[0] = ROOT.public_key
        at.add("somchai")
        at.add("malee")
        yield at


def account_ends(desk: AtCounter, folder: Path) -> str:
    desk.officers.set_end("somchai", NOW + timedelta(hours=1))
    return "account_ended"


def certificate_ends(desk: AtCounter, folder: Path) -> str:
    office = Office(folder / "office", ROOT, "")
    (wanted,) = (each for each in request_of(desk) if each.holder == "somchai")
    said = office.certify(replace(wanted, roles=frozenset({"inspection"})), NOW, NOW + timedelta(hours=1))
    assert isinstance(take_statements(desk.keys, desk.officers, [said]), list)
    return "key_ended"


def somebody_signs_in(desk: AtCounter) -> None:
    assert desk.code("malee") == ""


def an_act_is_recorded(desk: AtCounter) -> None:
    subject = Subject("station", desk.journal.station.name)
    desk.journal.record(
        Draft("witness", ActKind.HEADS_WITNESSED, subject, "", desk.clock[0], {"heads": []}), STATION_KEY
    )


def the_centre_is_ahead(desk: AtCounter) -> None:
    desk.later(hours=-2)
    desk.journal.keep_value(CLOCK_OFFSET, str(4 * 3600 * 1000))


Shows = Callable[[AtCounter], None]


@pytest.mark.parametrize("ends", [account_ends, certificate_ends])
@pytest.mark.parametrize("shows", [somebody_signs_in, an_act_is_recorded, the_centre_is_ahead])
def test_what_has_ended_stays_ended_when_the_clock_is_set_back(
    desk: AtCounter, tmp_path: Path, ends: Callable[[AtCounter, Path], str], shows: Shows
) -> None:
    why = ends(desk, tmp_path)
    assert desk.code("somchai") == ""
    desk.later(hours=2)
    shows(desk)
    desk.later(minutes=-90)
    assert desk.code("somchai") == why


def test_the_noted_time_outlives_acts_that_are_recorded_under_the_wrong_clock(desk: AtCounter) -> None:
    desk.officers.set_end("somchai", NOW + timedelta(hours=1))
    desk.later(hours=2)
    somebody_signs_in(desk)
    desk.later(minutes=-90)
    an_act_is_recorded(desk)
    assert desk.code("somchai") == "account_ended"


def test_a_clock_that_ran_ahead_is_forgotten_when_the_centre_is_met(desk: AtCounter) -> None:
    desk.officers.set_end("somchai", NOW + timedelta(hours=1))
    desk.later(days=9)
    somebody_signs_in(desk)
    desk.later(days=-9)
    assert desk.code("somchai") == "account_ended"
    desk.journal.keep_value(CLOCK_OFFSET, "-40")
    settle(desk.journal, desk.clock[0])
    assert desk.code("somchai") == ""


def test_a_clock_that_is_right_costs_nothing_to_write_down_again(desk: AtCounter) -> None:
    assert no_earlier(desk.journal, NOW + timedelta(hours=1)) == NOW + timedelta(hours=1)
    before = desk.journal.value("latest_time")
    assert no_earlier(desk.journal, NOW + timedelta(hours=1, seconds=30)) == NOW + timedelta(hours=1, seconds=30)
    assert desk.journal.value("latest_time") == before
