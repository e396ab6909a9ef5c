"""The doctor: what it finds at a workstation that works, and that something will be missing all the same."""

from pathlib import Path

import pytest

from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import SignedIn
from officer_app.paths import resources
from officer_app.settings import Settings
from officer_app.texts import Texts
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.workstation.checkup import ATTENTION, Checkup
from officer_app.workstation.opening import create, open_workstation
from tests.fakes import NUMBER, permit, record

PASSWORD = "not for use 1"
THAI = "จุดตรวจปล่อยที่ ๑"
TOO_LONG = "จุดตรวจปล่อยสินค้าขาออกทางบกประตูที่ ๑"


def stamped(folder: Path, post: str) -> Stamped:
    opened = open_workstation(folder)
    try:
        opened.mirror.load([record(permit())])
        opened.officers.add("somchai", "สมชาย ใจดี", frozenset({"inspection"}), PASSWORD)
        officer = opened.officers.sign_in("somchai", PASSWORD)
        assert isinstance(officer, SignedIn)
        done = stamp(opened.counter, officer, NUMBER, StampWish(Outcome.GREEN, post))
        assert isinstance(done, Stamped)
        return done
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("post", "fits"), [("CP-1", True), (THAI, True), (TOO_LONG, False)], ids=["plain", "thai", "too long"]
)
def test_a_post_whose_name_has_no_room_in_a_code_is_named_before_slips_lack_theirs(
    tmp_path: Path, post: str, fits: bool
) -> None:
    create(tmp_path / "home", Settings("แม่สอด", "inspection", "ด่าน 1", mode="sample", posts=("CP-2", post)))
    doctor = Checkup(tmp_path / "home", Texts.at_need(resources() / "texts"))
    found = [each for each in doctor.everything() if each.name == "codes"]
    assert [each.state for each in found] == ([] if fits else [ATTENTION])
    assert all(post in each.sentence.th and post in each.sentence.en for each in found)
    assert all("CP-2" not in each.sentence.en for each in found)
    if fits:
        assert stamped(tmp_path / "home", post).token
