"""The real program on a real X server, worked by keys alone: a permit's way over two desks, as officers go it."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.acts import ActKind
from officer_app.ui.front import SMALLEST
from tests.cli.running import PROGRAM, run
from tests.ui.at_x11 import (
    CASES,
    DEAD_CENTRE,
    ENTER,
    F5,
    F6,
    F8,
    GREEN,
    LOCK,
    OTHER,
    PASSWORD,
    SPACE,
    THIRD,
    WAIT_S,
    WITH_PASSWORD,
    Person,
    acts_of,
    at_window,
    make_home,
    needs_tools,
    stamp_green,
    x_server,
)

pytestmark = needs_tools


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server without a screen."""
    with x_server() as made:
        yield made


@pytest.fixture(scope="module", autouse=True)
def left_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Person]]:
    """A window that locks after a minute: somebody scans a permit and walks away, while the other stories go on."""
    home = make_home(tmp_path_factory.mktemp("alone") / "home", "inspection")
    settings = home / "settings.toml"
    written = settings.read_text("utf-8")
    assert "idle_lock_minutes = 10" in written
    settings.write_text(written.replace("idle_lock_minutes = 10", "idle_lock_minutes = 1"), "utf-8")
    with x_server() as display, at_window(home, display) as person:
        person.scan(GREEN)
        yield home, person


def test_a_scan_and_one_key_stamp_and_print_and_a_locked_window_does_nothing(tmp_path: Path, display: str) -> None:
    home = make_home(tmp_path / "home", "inspection")
    with at_window(home, display) as person:
        person.scan(GREEN)
        person.press(F5)
        person.sees(GREEN, "stamped")
        person.until(lambda: any((home / "papers").rglob("*.pdf")))
        locked = person.acts()
        person.press(LOCK)
        person.until(lambda: person.acts() > locked)
        person.scan(OTHER)
        person.press(F5)
        person.sign_in()
        person.scan(OTHER)
        person.press(F8)
        person.write("wait for papers")
        person.sees(OTHER, "held")
        # By now all keys before were heard, those at the locked screen too.
        assert [event["status"] for event in person.events(OTHER)] == ["hold"]


@pytest.mark.parametrize("scale", ["1.5", "2"])
def test_an_enlarged_window_opens_no_larger_than_the_screen(
    tmp_path: Path, display: str, monkeypatch: pytest.MonkeyPatch, scale: str
) -> None:
    home = make_home(tmp_path / "home", "inspection")
    monkeypatch.setenv("QT_SCALE_FACTOR", scale)
    with at_window(home, display) as person:
        width, height = person.size()
        smallest = [round(length * float(scale)) for length in SMALLEST]
        assert width <= max(1280, smallest[0])
        assert height <= max(720, smallest[1])


def test_a_release_is_confirmed_once_and_the_second_is_refused(tmp_path: Path, display: str) -> None:
    home = make_home(tmp_path / "home", "checking_post")
    stamp_green(home, GREEN, OTHER)
    with at_window(home, display) as person:
        person.scan(GREEN)
        person.press(F5)
        person.sees(GREEN, "released")
        for key in (F5, ENTER):
            person.scan(GREEN)
            person.press(key, SPACE)
        person.scan(OTHER)
        person.press(F5)
        person.sees(OTHER, "released")
        assert len(person.releases(GREEN)) == len(person.releases(OTHER)) == 1


def test_cut_off_from_its_authority_the_post_releases_nothing_but_may_refuse(tmp_path: Path, display: str) -> None:
    home = make_home(tmp_path / "home", "checking_post")
    settings = home / "settings.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('central_url = ""', f'central_url = "{DEAD_CENTRE}"'), "utf-8"
    )
    stamp_green(home, GREEN)
    with at_window(home, display) as person:
        person.scan(GREEN)
        person.press(F5)

        def refuses() -> bool:
            """What can only be recorded of a permit that was not released, once he has seen why he may not."""
            person.press(SPACE)
            person.scan(GREEN)
            person.press(F6)
            person.write("seal broken")
            return any("seal broken" in str(event) for event in person.events(GREEN))

        person.until(refuses)
        assert person.state(GREEN) == "stamped"


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A central store on loopback; the environment in which it is administered."""
    folder = tmp_path_factory.mktemp("postgres") / "server"
    with EmbeddedPostgres(folder, durable=False) as server:
        administered = {"OFFICER_APP_ADMIN_URL": server.admin_url("centre")}
        assert run("central", "init", env=administered).status == 0
        yield administered


def join(home: Path, centre: dict[str, str]) -> None:
    """Give a workstation its place at the centre."""
    enrolled = run("central", "enrol", "--home", home, env=centre)
    assert enrolled.status == 0, enrolled.err


def sync(home: Path) -> None:
    """One exchange."""
    exchanged = run("sync", "--once", "--home", home, "--json")
    assert exchanged.status == 0, exchanged.out


def test_over_three_windows_a_permit_is_stamped_released_and_refused_at_the_next_lane(
    tmp_path: Path, display: str, centre: dict[str, str]
) -> None:
    counter = make_home(tmp_path / "ce", "inspection", "CE-1", "wichai")
    lane, other_lane = (make_home(tmp_path / name, "checking_post", name) for name in ("CP-1a", "CP-1b"))
    for home in (counter, lane, other_lane):
        join(home, centre)
    with at_window(counter, display) as inspector:
        for number in (GREEN, OTHER):
            inspector.scan(number)
            inspector.press(F5)
            inspector.sees(number, "stamped")
    # All know of both stamps; of the release the other lane hears only when it asks for the right itself.
    for home in (counter, lane, other_lane):
        sync(home)
    with at_window(lane, display) as checker:

        def released() -> bool:
            """A busy centre may miss the claim's deadline: then he has seen that, and asks once more."""
            checker.press(SPACE)
            checker.scan(GREEN)
            checker.press(F5)
            return checker.releases(GREEN) == ["malee @ CP-1a"]

        checker.until(released)
    with at_window(other_lane, display) as second:
        second.scan(GREEN)
        second.press(F5)

        def goes_on() -> bool:
            """He has seen the refusal, whenever it comes, and takes the next permit."""
            second.press(SPACE)
            second.scan(OTHER)
            second.press(F5)
            return second.releases(OTHER) == ["malee @ CP-1b"]

        second.until(goes_on)
        sync(lane)
        second.until(lambda: second.releases(GREEN) == ["malee @ CP-1a"])


def test_two_officers_close_a_conflict_that_two_lanes_made_while_each_stood_alone(
    tmp_path: Path, display: str, centre: dict[str, str]
) -> None:
    homes = [make_home(tmp_path / name, "checking_post", name) for name in ("CP-2a", "CP-2b")]
    for home in homes:
        stamp_green(home, THIRD)
        words = ("release", THIRD, "--officer", "malee", "--home", home)
        assert run(*words, env=WITH_PASSWORD).status == 0
    for home in homes:
        join(home, centre)
    for home in (*homes, *homes):
        sync(home)
    assert cases(homes[0], centre) == 1
    with at_window(homes[0], display) as first:
        first.press(CASES)
        # List and evidence are read from journal and centre; keys that come before them only sound. The screen cannot
        # be asked, so he takes his time, and more of it at each try.
        for patience_s in (0.5, 1.0, 2.0, 4.0, 8.0, 16.0):
            first.press(ENTER)
            first.settle(patience_s)
            first.press(F6)
            first.write("lane b let it pass first")
            first.settle(patience_s)
            if len(first.windows()) > 1:
                break
        (asking,) = [window for window in first.windows() if window != first.window]
        first.turn_to(asking)
        first.write(PASSWORD)
        first.until(lambda: cases(homes[0], centre) == 0)
        # There is no window manager that would: the window itself takes the keys back.
        first.until(lambda: first.focused() == first.window)
    closed = acts_of(homes[0], ActKind.CASE_CLOSED)
    assert [(act.officer, act.text("second"), act.text("reason")) for act in closed] == [
        ("malee", "somchai", "lane b let it pass first")
    ]


def cases(home: Path, centre: dict[str, str]) -> int:
    """How many cases are open at the centre."""
    (site,) = run("central", "status", "--home", home, "--json", env=centre).body["sites"]
    return int(site["open_cases"])


def test_a_window_left_alone_locks_and_what_lay_on_it_is_there_again(left_alone: tuple[Path, Person]) -> None:
    home, person = left_alone
    person.until(lambda: how_it_was_left(home) == ["idle"], wait_s=120)
    person.press(F5)
    person.sign_in()
    # Not scanned again: the permit still lies on the card.
    person.press(F5)
    person.sees(GREEN, "stamped")
    assert person.events(GREEN)[0]["status"] == "stamp"


@pytest.mark.parametrize("end", ["asked to stop", "acknowledged"])
def test_a_program_that_cannot_open_says_so_and_ends_when_it_is_asked(tmp_path: Path, display: str, end: str) -> None:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    # What is said is the same where another program has the home.
    with subprocess.Popen([*PROGRAM, "--home", str(tmp_path / "none")], env=environment, stderr=subprocess.PIPE) as box:
        try:
            person = Person(tmp_path, environment, box.pid)
            person.until(lambda: bool(person.windows()))
            if end == "acknowledged":
                person.turn_to(person.windows()[-1])
                # Its button has the keys once the window has them.
                person.until(lambda: _pressed(person, box))
            else:
                box.send_signal(signal.SIGTERM)
            _, said = box.communicate(timeout=WAIT_S)
        finally:
            box.kill()
    assert box.returncode == 3
    assert "There is no workstation" in said.decode()


def _pressed(person: Person, program: "subprocess.Popen[bytes]") -> bool:
    """Enter, as long as there is a window for it."""
    if person.windows():
        person.press(ENTER)
    return program.poll() is not None


def how_it_was_left(home: Path) -> list[str]:
    """Why nobody was at the desk any more, each time."""
    return [act.text("why") for act in acts_of(home, ActKind.SIGNED_OUT)]
