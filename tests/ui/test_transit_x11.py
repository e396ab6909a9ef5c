"""One case from paper to closed at two real windows, of the entry and of the exit office, by keys and scans alone."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.transit import Phase
from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.record_print import prints_of
from officer_app.workstation.opening import open_workstation
from officer_app.workstation.transit import transit_desk
from tests.cli.running import run
from tests.cli.test_transit import scanned
from tests.ui import test_stories_x11
from tests.ui.office_at_keys import PREFIX, AtWindow, at_window, serial_scanner
from tests.workstation.transit_station import PASSWORD, make_transit_base

TOOLS = ("Xvfb", "xdotool", "pdftoppm")
pytestmark = pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")
display = test_stories_x11.display

APPLICANT, CARRIER = "Sample Mae Sot Carrier", "Sample River Carrier"
TO_THE_WAY = (
    # Offices, entry, applicant, carrier, DLT approval, bills, invoice, places.
    *("Mae Sot", "Nong Khai", "2901", "", "1 Moo 9 Mae Sot", "0994000163011", "", CARRIER, "DLT-1", "31-12-2642"),
    *("", "TBL-1", "", "", "Yangon", "MM", "Vientiane", "Lao PDR", "LA"),
)
BY_ROAD = "1"
TO_THE_TOTALS = (
    *("Road 12, then 2, 17 hours", "70-1234", "", "31415.92"),
    *("Machines", "Machines", "84463000", "12", "crate", "1325", "1250", "USD", "8710", "285600", ""),
    *("PCIU3591458", "MST-1", "12", "1325", ""),
    *("", "", ""),
)
WRONG, RIGHT = "A0102991100776", "A0102991100777"
SEALS = ("MST-00001A", "MST-00001B")
RESOLVED = "one crate holds another"
SYNC_EVERY_S = 1


@dataclass
class Offices:
    """Mae Sot with a serial scanner, and an exit office of another site, whose scanner types."""

    entry: AtWindow
    leaving: AtWindow


@contextmanager
def two_offices(folder: Path, display: str, **settings: Any) -> Iterator[Offices]:
    """Both windows open, joined by a centre."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        scanner = stack.enter_context(serial_scanner())
        server = stack.enter_context(EmbeddedPostgres(folder / "postgres", durable=False))
        url = {"OFFICER_APP_ADMIN_URL": server.admin_url(f"db_{secrets.token_hex(4)}")}
        assert run("central", "init", "--json", env=url).status == 0
        ours: dict[str, Any] = {"wedge": False, "scanners": (scanner.port,)}
        windows = []
        theirs: dict[str, Any] = {"wedge_prefix": PREFIX}
        for site, office, own in (("MS", "4901", ours), ("NK", "2901", theirs)):
            home = folder / site
            make_transit_base(home, office, site, sync_every_s=SYNC_EVERY_S, **own, **settings)
            joined = run("central", "enrol", "--home", home, "--json", env=url)
            assert joined.status == 0, joined.out
            assert run("central", "office", office, "--site", site, "--json", env=url).status == 0
            opened = stack.enter_context(closing(open_workstation(home)))
            windows.append(stack.enter_context(at_window(opened, display, scanner if own is ours else None)))
        yield Offices(*windows)


def receive(at: AtWindow) -> str:
    """The clerk keys what stands on the sheets; gives the case."""
    at.press("F5")
    at.shown("receive")
    at.press("Enter")
    at.write(APPLICANT)
    at.press("1", "1")
    at.shown("keying")
    at.write(*TO_THE_WAY)
    at.shown("way")
    at.press(BY_ROAD)
    at.write(*TO_THE_TOTALS)
    at.until(lambda: bool(at.told["case"]), "the case is filed")
    case = str(at.told["case"])
    at.reached(case, Phase.RECEIVED)
    return case


def check(at: AtWindow, case: str) -> None:
    """Papers: all as asked, but for one counted by itself. Proofs, bond and duty."""
    at.press("F5")
    at.shown("papers")
    at.press("F5", *["Down"] * 4, "1", "Right", "5")
    at.shown("counted")
    at.press("Enter", "1")
    at.shown("proof")
    # The through bill and the transport licence are known from what was declared: Enter takes them.
    at.press("Enter", "Enter", "Enter", "Enter")
    at.scan("BOND-1")
    at.press("Enter")
    at.shown("guarantee")
    at.press("Enter", "Enter")
    at.reached(case, Phase.DOCUMENTS_COMPLETE)


def consider(at: AtWindow, case: str) -> None:
    """The invoice has a package more, which is explained; the bill of lading agrees."""
    at.press("F5")
    at.shown("compare")
    at.press("F6")
    at.write("13", "", "", "", "")
    at.press("F5", "Enter")
    at.shown("differences")
    at.press("Enter")
    at.write(RESOLVED)
    at.press("F5")
    at.reached(case, Phase.CONSIDERED)


def sign(at: AtWindow, case: str) -> None:
    """The clerk may not: the signer takes the desk, scans the case and signs."""
    at.press("F5")
    assert at.state(case).phase is Phase.CONSIDERED
    at.press("Lock")
    at.until(lambda: not at.told["officer"], "the desk is locked")
    at.shown("locked")
    at.sign_in("wanida", PASSWORD)
    at.scan(case)
    at.press("F5")
    at.shown("sign")
    at.press("1")
    at.reached(case, Phase.SIGNED)
    at.until(lambda: at.told["printing"] == "printed", "the papers are printed")
    at.shown("printed")


def key(at: AtWindow, case: str) -> None:
    """A wrong number is taken back by two officers; the right one is scanned."""
    at.press("F5")
    at.scan(WRONG)
    at.reached(case, Phase.KEYED)
    at.press("F6")
    at.shown("others")
    at.press("Up", *["Down"] * 20, "Enter")
    at.write("the number of another case")
    at.until(lambda: bool(at.told["second"]), "a second officer is asked")
    at.shown("second")
    at.second("anong", PASSWORD)
    at.reached(case, Phase.SIGNED)
    at.press("F5")
    at.scan(RIGHT)
    at.reached(case, Phase.KEYED)


def hand_over(at: AtWindow, case: str) -> None:
    """To the driver, under two seals."""
    at.press("F5")
    at.shown("hand-over")
    at.write("Somchai")
    at.scan(*SEALS)
    at.shown("seals")
    at.press("Enter", "Enter")
    at.reached(case, Phase.EN_ROUTE)
    at.until(lambda: at.told["printing"] == "printed", "the receipt is printed")


def arrive_and_leave(at: AtWindow, case: str, code: str) -> None:
    """At the exit office: the code on the 451, the seals as they are found, and out of the country."""
    at.sign_in("somsri", PASSWORD)
    at.until(lambda: at.state(case).phase is Phase.EN_ROUTE, "the exit office hears of the case")
    at.scan(code)
    at.shown("scanned")
    at.press("F5")
    at.scan(*SEALS)
    at.press("Enter", "Enter")
    at.reached(case, Phase.ARRIVED)
    at.press("F5", "1")
    at.reached(case, Phase.EXITED)


def close(at: AtWindow, case: str) -> None:
    """The return copy is back: it is scanned and matched."""
    at.front()
    at.until(lambda: at.state(case).phase is Phase.EXITED, "the entry office hears of the exit")
    at.press("Escape")
    at.scan(RIGHT)
    at.press("F5")
    at.shown("return-copy")
    at.press("Enter")
    at.reached(case, Phase.CLOSED)


def play(offices: Offices) -> str:
    """The whole case; gives its number."""
    entry, leaving = offices.entry, offices.leaving
    entry.front()
    entry.sign_in("prasit", PASSWORD)
    entry.shown("lists")
    case = receive(entry)
    for step in (check, consider, sign, key, hand_over):
        step(entry, case)
    (paper,) = entry.opened.home.folder.rglob("*451-lao*.pdf")
    leaving.front()
    arrive_and_leave(leaving, case, scanned(paper))
    close(entry, case)
    return case


def test_a_case_goes_from_paper_to_closed_at_two_offices_windows(tmp_path: Path, display: str) -> None:
    with two_offices(tmp_path, display) as offices:
        case = play(offices)
        opened = offices.entry.opened
        acts = opened.journal.acts_on("transit", case)
        steps = {act.kind: act.officer for act in sorted(acts, key=lambda act: act.at)}
        assert steps["transit_consider"] == "prasit"
        assert steps["transit_sign"] == "wanida"
        assert (steps["transit_arrive"], steps["transit_exit"]) == ("somsri", "somsri")
        (arrival,) = [act for act in acts if act.kind == "transit_arrive"]
        assert (arrival.fields["seals_intact"], arrival.fields["office"]) == (True, "2901")
        assert guarantee_state(transit_desk(opened), "BOND-1").drawn == {}
        forms = [done.act.text("form") for done in prints_of(opened.journal.acts_of_kind("print"))]
        assert forms == ["448-1", "container-list", "key-in-sheet", "451-lao", "hand-over-receipt"]
        assert opened.journal.transit_state(case).irregularities == ()
        assert (offices.entry.wrong, offices.leaving.wrong) == ({}, {})
