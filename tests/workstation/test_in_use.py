"""Which settings an open program takes up from the file, and which wait for its next start."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from officer_app import settings as settings_file
from officer_app.paths import Home
from officer_app.settings import Settings
from officer_app.workstation.in_use import LIVE, InUse
from officer_app.workstation.station_settings import effect_of

OPENED = Settings(site="CE", desk="inspection", name="CE-1")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    settings_file.save(OPENED, home.settings)
    return home


@pytest.fixture
def told() -> list[Settings]:
    return []


@pytest.fixture
def in_use(home: Home, told: list[Settings]) -> InUse:
    made = InUse(home, OPENED)
    made.hear(frozenset({"volume"}), told.append)
    return made


def put(home: Home, **changes: object) -> Settings:
    """Have the file say so, as any program does that changes it."""
    table = {**{key: getattr(OPENED, key) for key in settings_file.kinds()}, **changes}
    changed = settings_file.settings_of(table)
    settings_file.save(changed, home.settings)
    return changed


def test_what_counts_at_once_is_taken_and_told_to_who_asked_for_it(
    home: Home, in_use: InUse, told: list[Settings]
) -> None:
    put(home, idle_lock_minutes=3)
    assert in_use.look() == ()
    assert in_use.settings.idle_lock_minutes == 3
    assert told == [], "nobody asked for that one"
    put(home, idle_lock_minutes=3, volume=40)
    in_use.look()
    assert [settings.volume for settings in told] == [40]
    in_use.look()
    assert len(told) == 1, "told once"


def test_what_waits_is_named_until_it_is_put_back_and_is_not_taken(home: Home, in_use: InUse) -> None:
    put(home, undo_window_s=60, core_after_h=2, volume=30)
    assert in_use.look() == ("undo_window_s", "core_after_h")
    assert in_use.look() == ("undo_window_s", "core_after_h"), "it still waits"
    assert (in_use.settings.undo_window_s, in_use.settings.volume) == (120, 30)
    put(home, core_after_h=2, volume=30)
    assert in_use.look() == ("core_after_h",)
    put(home)
    assert in_use.look() == ()


@pytest.mark.parametrize("spoilt", [b"", b"volume = ", b'site = "CE"\nvolume = 101\n', None])
def test_a_file_that_is_no_good_changes_nothing_and_is_looked_at_again(
    home: Home, in_use: InUse, told: list[Settings], spoilt: bytes | None
) -> None:
    put(home, undo_window_s=60)
    in_use.look()
    if spoilt is None:
        home.settings.unlink()
    else:
        home.settings.write_bytes(spoilt)
    assert in_use.look() == ("undo_window_s",)
    assert (in_use.settings.volume, told) == (OPENED.volume, [])
    put(home, volume=20)
    assert in_use.look() == ()
    assert in_use.settings.volume == 20


def test_a_file_that_nobody_touched_is_not_read(home: Home, in_use: InUse) -> None:
    stamp = home.settings.stat()
    text = home.settings.read_bytes()
    # The same size, time and place: only who reads it would see that it says something else.
    home.settings.write_bytes(text.replace(b"volume = 100", b"volume = 1  "))
    os.utime(home.settings, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    in_use.look()
    assert in_use.settings.volume == 100


OTHERS = {"desk": "transit", "language": "en", "look": "dark", "wedge_suffix": "tab", "office": "4900", "volume": 50}
ALONE = frozenset({"stamp_texts", "shifts", "lamp_codes", "scanner_settings"})
"""Tables with rules of their own."""


def another(key: str, now: object) -> object:
    """A value that `key` may have beside `now`."""
    if key in OTHERS:
        return OTHERS[key]
    if isinstance(now, bool):
        return not now
    if isinstance(now, int):
        return now + 1
    return (*now, "02") if isinstance(now, tuple) else "01"


@pytest.mark.parametrize("key", sorted(set(settings_file.kinds()) - ALONE - {"site", "name", "mode"}))
def test_the_table_of_settings_says_of_each_what_an_open_program_really_does(home: Home, key: str) -> None:
    other = another(key, getattr(OPENED, key))
    in_use = InUse(home, OPENED)
    put(home, **{key: other})
    waits = in_use.look()
    taken = getattr(in_use.settings, key) == other
    assert (waits, taken) == (((), True) if effect_of(key) == "at_once" else ((key,), False))


def test_nothing_that_counts_at_once_is_kept_by_a_part_that_read_it_before() -> None:
    # Rules, command sheets, stores and lines are made of the others when a workstation is opened.
    changed = replace(OPENED, language="en", look="dark", volume=1, idle_lock_minutes=1, repeat_gap_ms=1, printer="P")
    changed = replace(changed, wedge_prefix="~", wedge_suffix="tab", wedge_gap_ms=1, wedge_shortest=1)
    assert (changed.rules, changed.commands, changed.station) == (OPENED.rules, OPENED.commands, OPENED.station)
    assert {key for key in settings_file.kinds() if getattr(changed, key) != getattr(OPENED, key)} == LIVE
