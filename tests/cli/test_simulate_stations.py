"""Many workstations at one centre: what they were answered has arrived."""

import secrets

from officer_app.central import auditing
from officer_app.central.embedded import EmbeddedPostgres
from tests.cli.running import run


def test_all_that_simulated_workstations_wrote_arrives(server: EmbeddedPostgres) -> None:
    url = server.admin_url(f"sim_{secrets.token_hex(4)}")
    words = ("simulate", "stations", "--stations", "5", "--seconds", "1", "--rate", "40", "--json")
    said = run(*words, env={"OFFICER_APP_ADMIN_URL": url})
    assert said.status == 0, said.out
    assert (said.body["stations"], said.body["lost"]) == (5, 0)
    kept = list(auditing.read_all(url, "SIM"))
    assert len(kept) == said.body["acts"] >= 40
    assert len({act.station for act in kept}) == 5
    assert not any(act.refused_code for act in kept)


def test_numbers_that_make_no_sense_are_said_to_be_wrong() -> None:
    for words in (
        ("--stations", "0"),
        ("--stations", "100000"),
        ("--rate", "-1"),
        ("--burst", "0"),
        ("--seconds", "0"),
    ):
        assert run("simulate", "stations", *words, "--json", env={"OFFICER_APP_ADMIN_URL": "x"}).status == 2
