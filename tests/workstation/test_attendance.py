"""Who was at the desk, as acts of the chain: in, out and why, the first of a shift; and never in anybody's way."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.ports import Person, SignedIn
from officer_app.security import accounts
from officer_app.security.check import check
from officer_app.security.failed_signer import FailedSigner
from officer_app.security.passwords import FOR_TESTS
from officer_app.settings import Settings
from officer_app.store.journal import RESTORED
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.viewmodels.entrances import Entrance, Leaving
from officer_app.workstation.attendance import DeskAttendance
from officer_app.workstation.opening import Workstation, create, open_workstation
from tests.fakes import NOW

SECRET = "ข้าวเหนียวมะม่วง 42"


class AtDesk:
    """A window's attendance under a clock that is turned by hand."""

    def __init__(self, opened: Workstation) -> None:
        self.now = NOW
        self.workstation = opened
        self.attendance = DeskAttendance(replace(opened, counter=replace(opened.counter, clock=self.clock)))
        self.before = len(opened.journal.acts())

    def clock(self) -> datetime:
        return self.now

    def officer(self, name: str) -> SignedIn:
        made = accounts.create(name, "", frozenset({"inspection"}), SECRET, cost=FOR_TESTS)
        self.workstation.keys.register(made)
        self.before += 1
        found = accounts.attempt(made, SECRET, NOW, cost=FOR_TESTS)
        assert isinstance(found, accounts.SignedIn)
        return SignedIn(Person(name, name, frozenset({"inspection"})), found.signer)

    @property
    def acts(self) -> list[Act]:
        return self.workstation.journal.acts()[self.before :]

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Kind, officer who signed (or the workstation), and what there is to say."""
        own = self.workstation.station_signer.key_id
        return [
            (act.kind, "" if act.key == own else act.officer, act.text("why") or act.text("how") or act.text("shift"))
            for act in self.acts
        ]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[AtDesk]:
    create(tmp_path / "home", Settings(site="CE", desk="inspection", name="CE-1", mode="sample"))
    opened = open_workstation(tmp_path / "home")
    yield AtDesk(opened)
    opened.close()


def test_a_day_at_the_desk_stands_in_the_chain_and_the_verifier_knows_it(desk: AtDesk) -> None:
    somchai, malee = desk.officer("somchai"), desk.officer("malee")
    desk.attendance.came(somchai, Entrance.PASSWORD)
    desk.attendance.left(somchai, Leaving.IDLE)
    desk.attendance.came(somchai, Entrance.PIN)
    desk.attendance.left(somchai, Leaving.CHANGED)
    desk.now += timedelta(hours=12)
    desk.attendance.came(malee, Entrance.PASSWORD)
    desk.attendance.left(malee, Leaving.CLOSED)
    assert desk.told == [
        ("shift_begun", "somchai", "2026-11-21 A"),
        ("signed_in", "somchai", "password"),
        ("signed_out", "", "idle"),
        ("signed_in", "somchai", "pin"),
        ("signed_out", "", "changed"),
        ("shift_ended", "malee", "2026-11-21 A"),
        ("shift_begun", "malee", "2026-11-21 B"),
        ("signed_in", "malee", "password"),
        ("signed_out", "", "closed"),
    ]
    out = [act for act in desk.acts if act.kind == ActKind.SIGNED_OUT]
    came = [act.act_id for act in desk.acts if act.kind == ActKind.SIGNED_IN]
    assert [(act.text("who"), act.text("session")) for act in out] == list(
        zip(("somchai", "somchai", "malee"), came, strict=True)
    )
    everything = desk.workstation.journal.acts()
    assert check(everything, {}).defects == ()
    about_itself = [act for act in everything if act.subject.number == "CE-1"]
    assert [act.after for act in about_itself] == ["", *(act.act_id for act in about_itself[:-1])]


def test_a_session_that_ended_with_the_program_is_closed_by_the_next_sign_in(desk: AtDesk) -> None:
    somchai, malee = desk.officer("somchai"), desk.officer("malee")
    desk.attendance.came(somchai, Entrance.PASSWORD)
    desk.attendance.came(malee, Entrance.PASSWORD)
    assert desk.told[2:] == [("signed_out", "", "cut_short"), ("signed_in", "malee", "password")]
    # What comes late of the one who is gone closes nobody else's.
    desk.attendance.left(somchai, Leaving.LOCKED)
    assert len(desk.told) == 4
    desk.attendance.left(malee, Leaving.LOCKED)
    desk.attendance.left(malee, Leaving.CLOSED)
    assert [each[2] for each in desk.told[4:]] == ["locked"]


def test_a_sign_out_stands_although_the_officers_key_is_revoked_by_then(desk: AtDesk) -> None:
    somchai = desk.officer("somchai")
    desk.attendance.came(somchai, Entrance.PASSWORD)
    desk.now += timedelta(minutes=1)
    desk.workstation.keys.revoke(somchai.signer.key_id, desk.now, "stolen")
    desk.now += timedelta(minutes=1)
    desk.attendance.left(somchai, Leaving.LOCKED)
    assert desk.told[-1] == ("signed_out", "", "locked")
    assert check(desk.workstation.journal.acts(), {}).defects == ()


def test_who_comes_without_a_usable_key_is_signed_in_by_the_workstation_and_marked(
    desk: AtDesk, expected_warnings: list[logging.LogRecord]
) -> None:
    somchai = desk.officer("somchai")
    broken = replace(somchai, signer=FailedSigner(somchai.signer.key_id, somchai.signer.public_key, "key_damaged"))
    desk.attendance.came(broken, Entrance.PASSWORD)
    assert [(act.kind, act.officer, act.signer_failed) for act in desk.acts] == [
        ("shift_begun", "somchai", True),
        ("signed_in", "somchai", True),
    ]


@pytest.mark.parametrize("flag", [RESTORED, UNCONFIRMED])
def test_a_copy_that_is_looked_into_writes_nothing_into_the_chain(desk: AtDesk, flag: str) -> None:
    somchai = desk.officer("somchai")
    desk.workstation.journal.keep_value(flag, "moved")
    desk.attendance.came(somchai, Entrance.PASSWORD)
    desk.attendance.left(somchai, Leaving.LOCKED)
    assert desk.acts == []


def _came(desk: AtDesk, somchai: SignedIn) -> None:
    desk.attendance.came(somchai, Entrance.PASSWORD)


def _left(desk: AtDesk, somchai: SignedIn) -> None:
    desk.attendance.left(somchai, Leaving.LOCKED)


@pytest.mark.parametrize("step", [_came, _left])
def test_a_store_that_does_not_answer_stops_nobody(
    desk: AtDesk, step: Callable[[AtDesk, SignedIn], None], expected_warnings: list[logging.LogRecord]
) -> None:
    somchai = desk.officer("somchai")
    desk.workstation.journal.close()
    desk.workstation.home.journal.write_bytes(b"no database " * 1000)
    step(desk, somchai)
    assert ["could not be recorded" in record.getMessage() for record in expected_warnings] == [True]
