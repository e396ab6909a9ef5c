"""Samples and training never stand among real acts, nor real ones among samples."""

from dataclasses import replace

import pytest

from officer_app.central import admin
from officer_app.central.administration import NotMoved
from officer_app.core.ports import Denied, Granted
from tests.central.conftest import Centre, PgCentre
from tests.central.writing import Journal, body_with, claim

DEADLINE_S = 10.0
KEY = b"k" * 32


@pytest.mark.parametrize("mode", ["real", "training"])
def test_a_workstation_of_another_mode_is_not_enrolled(pg: PgCentre, mode: str) -> None:
    pg.enrol("CE-1")
    with pytest.raises(NotMoved, match=f"for sample work, this is for {mode}") as refused:
        admin.enrol(pg.url, pg.site, "CE-2", "inspection", "", KEY, mode)
    assert (refused.value.why, refused.value.name) == ("site_mode", "sample")
    assert not pg.connect().execute("select from core.station where station = 'CE-2'").fetchall()


def test_the_mode_of_a_site_may_be_fixed_before_anybody_is_enrolled(pg: PgCentre) -> None:
    admin.prepare_site(pg.url, "MS", "real")
    admin.prepare_site(pg.url, "MS", "real")
    for mode in ("sample", "training"):
        with pytest.raises(NotMoved):
            admin.prepare_site(pg.url, "MS", mode)
        with pytest.raises(NotMoved):
            admin.enrol(pg.url, "MS", "MS-1", "transit", "", KEY, mode)
    assert pg.client(admin.enrol(pg.url, "MS", "MS-1", "transit", "", KEY, "real")).hello().mode == "real"


def test_a_claim_of_another_mode_is_denied_and_decides_nothing(centre: Centre) -> None:
    one = centre.enrol("CP-1", "CP-1")
    assert one.claim(claim(act_id="r-1"), DEADLINE_S) == Granted("centre")
    for mode in ("real", "training", "", "moon"):
        odd = replace(claim("9911A0000002", "r-2"), mode=mode)
        assert one.claim(odd, DEADLINE_S) == Denied("wrong_mode", "sample")
        assert one.claim(replace(claim(act_id="r-1"), mode=mode), DEADLINE_S) == Denied("wrong_mode", "sample")
    assert one.claim(claim("9911A0000002", "r-3"), DEADLINE_S) == Granted("centre")


def test_an_act_of_another_mode_is_kept_apart_and_holds_up_nothing(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1"), Journal("CP-1", centre.site)
    journal.act()
    journal.append(body_with(journal, mode="real"))
    journal.append(body_with(journal, mode="training"))
    journal.act()
    outcomes = [(outcome.outcome, outcome.reason) for outcome in one.push(journal.acts)]
    assert outcomes == [("stored", ""), ("refused", "wrong_mode"), ("refused", "wrong_mode"), ("stored", "")]
    assert [entry.act.mode for entry in one.pull_acts(0, 10)] == ["sample", "sample"]
