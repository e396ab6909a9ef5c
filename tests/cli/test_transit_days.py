"""Days of transit as processes see them: last days, leap years, the end of a year, what comes one day late.

Cases are brought where a story begins inside this process, at the story's time; each step that matters is a command.
"""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from officer_app.usecases.transit_consider import consider
from officer_app.usecases.transit_intake import check
from officer_app.usecases.transit_sign import sign
from tests.cli.at_time import shown
from tests.cli.running import run_all
from tests.cli.test_transit import ARRIVED, OVERRIDE, WHY
from tests.cli.transit_town import ENV, EXIT_OFFICE, Desk, declaration, make_home
from tests.print.paper import words_of
from tests.usecases.transit_cases import (
    CLERK,
    SIGNER,
    TRADER,
    considered,
    done,
    handed,
    looked,
    put_guarantees,
    received,
    under_way,
)

BEGIN = datetime(2027, 11, 30, 3, 0, tzinfo=UTC)
SINGAPORE: dict[str, Any] = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
Opener = Callable[[date], Desk]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workstation that was made in November of 2570."""
    home = make_home(tmp_path_factory.mktemp("days") / "home", when=BEGIN)
    with Desk(home, home, BEGIN).inside() as made:
        put_guarantees(made)
    return home


@pytest.fixture
def opening(base: Path, tmp_path: Path) -> Opener:
    """A copy of it, on the morning of a day."""

    def opened(day: date) -> Desk:
        home = tmp_path / "home"
        shutil.copytree(base, home)
        return Desk(home, tmp_path, morning(day))

    return opened


def morning(day: date) -> datetime:
    """Ten o'clock in Thailand."""
    return datetime(day.year, day.month, day.day, 3, 0, tzinfo=UTC)


def sent(desk: Desk, code: str = "1", **changes: Any) -> str:
    """A case whose goods entered today and are under way."""
    assert desk.when is not None
    override = OVERRIDE[1] if code != "1" else ""
    table = {"date_entry": desk.when.date().isoformat(), **(SINGAPORE if code != "1" else {}), **changes}
    with desk.inside() as made:
        return under_way(made, code, override, **table)


@pytest.mark.parametrize(
    ("entered", "code", "last"),
    [
        (date(2027, 12, 1), "1", date(2028, 2, 29)),  # ninety days, a leap year
        (date(2028, 1, 30), "2.3", date(2028, 2, 29)),  # thirty
        (date(2028, 12, 1), "1", date(2029, 3, 1)),  # no leap year
    ],
    ids=["lao-leap", "other-leap", "lao-plain"],
)
def test_goods_leave_on_the_last_day_and_not_one_day_late(
    opening: Opener, entered: date, code: str, last: date, tmp_path: Path
) -> None:
    desk = opening(entered)
    case, late = sent(desk, code), sent(desk, code)
    assert desk.run("transit", "show", case).body["limit_date"] == last.isoformat()
    if code == "1":
        out = tmp_path / "451.pdf"
        assert desk.run("print", "451-lao", case, "--out", out, "--officer", "prasit").status == 0
        assert f"{last:%d-%m}-{last.year + 543}" in words_of(out.read_bytes())
    office = EXIT_OFFICE if code == "1" else "2801"
    with desk.at(office):
        desk.when = morning(last)
        for each in (case, late):
            desk.done("arrive", each, *ARRIVED)
        assert desk.done("exit", case)["state"] == "exited"
        desk.when = morning(last + timedelta(days=1))
        said = desk.do("exit", late)
    assert (said.code, f"{last.year + 543}" in said.body["refused"]["en"]) == ("transit_after_limit", True)
    overdue = [row["case"] for row in desk.run("transit", "overdue").body["cases"]]
    assert overdue == [late]


@pytest.mark.parametrize(("code", "end"), [("1", "leftover"), ("2.3", "state_property")])
def test_what_is_overdue_ends_as_its_regime_says(opening: Opener, code: str, end: str) -> None:
    desk = opening(date(2027, 12, 1))
    case = sent(desk, code)
    assert desk.do("mark-overdue", case).code == "transit_before_limit"
    desk.when = morning(date(2028, 3, 1))
    said = desk.done("mark-overdue", case)
    assert (said["state"], said["next"]) == ("overdue", ["leftover", "state_property"])
    assert desk.do("end", case, "--reason", "ครบกำหนด").code == "role"
    assert desk.done("end", case, "--reason", "ครบกำหนด ไม่มีการส่งออก", by="wanida")["state"] == end
    assert desk.done("close", case, *WHY)["state"] == "closed"


def test_goods_are_imported_on_the_last_day_and_not_one_day_late(opening: Opener) -> None:
    desk = opening(date(2027, 12, 2))
    case, late = sent(desk, "2.3"), sent(desk, "2.3", duty_guaranteed=1000)
    desk.when = morning(date(2028, 1, 1))
    assert desk.done("convert", case, "A0010990100009")["state"] == "converted"
    desk.when = morning(date(2028, 1, 2))
    said = desk.do("convert", late, "A0010990100010")
    assert (said.code, "01-01-2571" in said.body["refused"]["th"]) == ("transit_after_limit", True)


def test_numbers_begin_anew_with_the_buddhist_year_at_midnight_in_thailand(opening: Opener) -> None:
    desk = opening(date(2027, 12, 31))
    # Goods entered the day before; 23:58 on the last evening in Thailand, then two minutes past midnight.
    with desk.inside() as made:
        cases = [considered(made, date_entry="2027-12-30") for _ in range(3)]
    signed = []
    for case, clock in zip(cases, ("16:50", "16:58", "17:02"), strict=True):
        desk.when = datetime.fromisoformat(f"2027-12-31T{clock}:00+00:00")
        signed.append(desk.done("sign", case, by="wanida"))
    assert [each["sequence_no"] for each in signed] == ["1/2570", "2/2570", "1/2571"]
    assert {each["limit_date"] for each in signed} == {"2028-03-29"}
    fates = {
        year: [(row["first"], row["fate"]) for row in register][:3]
        for year in (2570, 2571)
        if (register := desk.run("transit", "numbers", "--series", f"4901/{year}").body["numbers"])
    }
    assert fates == {2570: [(1, "used"), (2, "used"), (3, "waiting")], 2571: [(1, "used"), (2, "waiting")]}


def test_a_licence_that_ends_between_intake_and_signature_stops_the_signature(opening: Opener) -> None:
    desk = opening(date(2027, 12, 30))
    last = date(2027, 12, 31)
    with desk.inside() as made:
        case = received(made, date_entry="2027-12-30")
        done(check(made, CLERK, case, handed(expiry=last)))
        done(consider(made, CLERK, case, looked({})))
        other = considered(made, date_entry="2027-12-30")
        done(sign(made, SIGNER, other))
    desk.when = morning(last + timedelta(days=1))
    said = desk.do("sign", case, by="wanida")
    assert (said.code, "31-12-2570" in said.body["refused"]["en"]) == ("transit_proof_ended", True)
    # Where the bond's own licence ended with the year, no new case is considered on it either.
    renew = ("guarantee", "add", "BOND-1", "--type", "bond", "--holder", TRADER, "--licence", "DLT-1")
    desk.done(*renew, "--licence-expiry", "31-12-2570")
    with desk.inside() as made:
        late = received(made, date_entry="2027-12-30")
        done(check(made, CLERK, late, handed(), "in a test"))
    assert desk.consider(late).code == "licence_expired"


def test_two_officers_who_sign_at_once_take_two_numbers_and_one_case_once(opening: Opener) -> None:
    desk = opening(date(2027, 12, 1))
    with desk.inside() as made:
        one, two = (considered(made, date_entry="2027-12-01") for _ in range(2))
    at = ("--officer", "wanida", "--home", desk.home, "--json")
    assert desk.when is not None
    env = {**ENV, **shown(desk.when)}
    same = run_all(*[("transit", "sign", one, *at)] * 2, env=env)
    assert sorted(said.status for said in same) == [0, 1]
    assert next(said for said in same if said.status).code in ("transit_done_already", "transit_number_used")
    with desk.inside() as made:
        three = considered(made, date_entry="2027-12-01")
    both = run_all(("transit", "sign", two, *at), ("transit", "sign", three, *at), env=env)
    assert [said.status for said in both] == [0, 0]
    numbers = sorted(said.body["sequence_no"] for said in (*both, *(each for each in same if not each.status)))
    assert numbers == ["1/2570", "2/2570", "3/2570"]
    fates = [(row["first"], row["fate"]) for row in desk.run("transit", "numbers").body["numbers"]]
    assert fates[:4] == [(1, "used"), (2, "used"), (3, "used"), (4, "waiting")]


def test_goods_do_not_arrive_or_leave_before_their_papers_are_handed_over(opening: Opener) -> None:
    desk = opening(date(2027, 12, 1))
    with desk.inside() as made:
        case = considered(made, date_entry="2027-12-01")
        done(sign(made, SIGNER, case))
    with desk.at(EXIT_OFFICE):
        for step, words in (("arrive", ARRIVED), ("exit", ())):
            said = desk.do(step, case, *words)
            assert (said.code, "(key)" in said.body["refused"]["th"]) == ("transit_not_now", True)
    assert desk.done("key", case, declaration(case))["next"][0] == "hand_over"
    with desk.at(EXIT_OFFICE):
        assert desk.do("exit", case).code == "transit_not_now"
