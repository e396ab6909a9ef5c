"""A practice desk beside a real one: nothing of what the real one is bound to, however strictly that is set."""

from pathlib import Path

import pytest

from officer_app.core.acts import Mode
from officer_app.core.ports import SignedIn
from officer_app.core.practice import RELEASED, TRAINEE
from officer_app.paths import Home
from officer_app.settings import Settings, save
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.workstation import opening, practice
from officer_app.workstation.home_settings import load_settings

STRICT = Settings(
    site="MS",
    desk="inspection",
    name="MS-1",
    office="4901",
    central_url="postgresql://centre.example/customs",
    copy_needed=True,
    own_grants=1,
    confirm_after_start=True,
    pkcs11_module="no-such-cards.so",
    certified_keys_only=True,
    administrator_needed=True,
    cut_off_first=True,
    print_officer_needed=True,
)


@pytest.mark.parametrize("desk", ["checking_post", "transit"])
def test_a_practice_desk_is_made_however_strict_the_real_one_is(tmp_path: Path, desk: str) -> None:
    save(STRICT, Home(tmp_path).settings)
    place = practice.prepare(tmp_path, desk)
    made = load_settings(Home(place))
    assert made.station.mode is Mode.TRAINING
    assert (made.central_url, made.post_url, made.pkcs11_module, made.unsent_copy) == ("", "", "", "")
    assert (place.stat().st_mode | Home(place).practice.stat().st_mode) & 0o077 == 0
    if desk == "checking_post":
        opened = opening.open_workstation(place)
        try:
            officer = opened.officers.sign_in(TRAINEE, practice.practice_of(place).password)
            assert isinstance(officer, SignedIn)
            released = confirm_release(opened.counter, officer, RELEASED)
            assert isinstance(released, Released), released
        finally:
            opened.close()
