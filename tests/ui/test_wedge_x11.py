"""A real X server, a real layout, real keys: a scanner's keys are read right and reach no field, a person's all do."""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from officer_app.ui.physical_keys import US
from tests.ui.at_x11 import x_server

TOOLS = ("Xvfb", "xdotool", "setxkbmap")
pytestmark = pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 60.0
SHIFT, CAPS, ENTER, TAB, ALT, NUM_LOCK = 50, 66, 36, 23, 64, 77
SCANNER_MS, PERSON_MS = 1, 40
PAD_KEYS = dict(zip("0123456789", ("90", "87", "88", "89", "83", "84", "85", "79", "80", "81"), strict=True))
KEYS = {character: (code + 8, place) for code, pair in US.items() for place, character in ((1, pair[1]), (0, pair[0]))}
"""Character → X keycode, and whether Shift is held: what a scanner set to a US keyboard presses."""
# Every character that a number, a stamp's code (base45) or a command may hold.
EVERY = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz$%*+-./:|_()[]#&@!?=,;<>{}~^`\\'\""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server without a screen."""
    with x_server("800x600") as number:
        yield number


class Keyboard:
    """The keyboard of a display, and the program that has its focus."""

    def __init__(self, display: str, program: "subprocess.Popen[str]", layout: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self.lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, args=(program,))
        self._reader.start()
        self._run("setxkbmap", layout)
        window = self._next()["ready"]
        self._run("xdotool", "windowfocus", "--sync", str(window))

    def press(self, codes: list[str], delay_ms: int) -> None:
        """Press keys one after the other; X keycodes, `50+38` with Shift."""
        self._run("xdotool", "key", "--delay", str(delay_ms), *codes)

    def scan(self, *texts: str, end: int = ENTER, prefix: str = "") -> None:
        """Scans as a scanner sends them, back to back."""
        # Not all at once: xdotool pauses between its commands, and a scanner never does within a scan.
        for first in range(0, len(texts), 25):
            scans = [[*keys(prefix + text), str(end)] for text in texts[first : first + 25]]
            self.press([code for scan in scans for code in scan], SCANNER_MS)

    def scan_in_alt_mode(self, *texts: str, alt_end: str = "", slowly: bool = False) -> None:
        """Scans of a scanner that holds Alt and types each character's code on the number pad."""
        rest = ["sleep", str(PERSON_MS / 1000)] if slowly else []
        for text in texts:
            commands: list[str] = []
            for each in text + alt_end:
                commands += ["keydown", str(ALT)]
                for digit in f"{ord(each):04}":
                    commands += ["keydown", PAD_KEYS[digit], "keyup", PAD_KEYS[digit], *rest]
                commands += ["keyup", str(ALT)]
            self._run("xdotool", *commands, *([] if alt_end else ["key", str(ENTER)]))

    def heard(self, number: int) -> list[str]:
        """The next scans that the program heard."""
        return [self._next()["scan"] for _ in range(number)]

    def field(self) -> str:
        """What stands in the field when a person has pressed Enter there."""
        self.press([str(ENTER)], PERSON_MS)
        text: str = self._next()["field"]
        return text

    def close(self) -> None:
        self._reader.join(WAIT_S)

    def _next(self) -> dict[str, Any]:
        return self.lines.get(timeout=WAIT_S)

    def _read(self, program: "subprocess.Popen[str]") -> None:
        for line in program.stdout or ():
            self.lines.put(json.loads(line))

    def _run(self, *command: str, text: str = "") -> None:
        subprocess.run(command, env=self._environment, input=text, text=True, check=True, timeout=10 * WAIT_S)


def keys(text: str) -> list[str]:
    """The keys of a US keyboard that write `text`."""
    return [f"{SHIFT}+{code}" if shift else str(code) for code, shift in (KEYS[character] for character in text)]


@contextmanager
def keyboard(display: str, layout: str, **setup: object) -> Iterator[Keyboard]:
    command = [sys.executable, "-m", "tests.ui.typing_window", json.dumps({"gap_ms": 120, **setup})]
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as program:
        try:
            made = Keyboard(display, program, layout)
            yield made
        finally:
            program.terminate()
            made.close()


def numbers(count: int) -> list[str]:
    """Numbers and codes that together hold every character."""
    made = []
    for place in range(count):
        number = f"99{place % 12 + 1:02}{chr(65 + place % 26)}{place:07}"
        turned = EVERY[place % len(EVERY) :] + EVERY[: place % len(EVERY)]
        made.append(number if place % 2 else number[:4] + turned[: 8 + place % 9].strip() + number[-4:])
    assert set(EVERY) <= set("".join(made))
    return made


def test_five_hundred_scans_under_the_thai_layout_are_right_and_leave_the_field_alone(display: str) -> None:
    with keyboard(display, "th") as desk:
        codes = numbers(500)

        desk.scan(*codes)

        assert desk.heard(500) == codes
        assert desk.field() == "\n"


@pytest.mark.parametrize("layout", ["us", "th"])
@pytest.mark.parametrize("caps", [False, True])
def test_layout_and_caps_lock_make_no_difference(display: str, layout: str, caps: bool) -> None:
    with keyboard(display, layout) as desk:
        if caps:
            desk.press([str(CAPS)], PERSON_MS)
        try:
            desk.scan("9911A0000001", "abc-XYZ:%$", "OA1:6BF+70790T9WJWG.FKY*4GO0")
            desk.scan("9911A0000002", end=TAB)

            wanted = ["9911A0000001", "abc-XYZ:%$", "OA1:6BF+70790T9WJWG.FKY*4GO0", "9911A0000002"]
            assert desk.heard(4) == wanted
            assert desk.field() == "\n"
        finally:
            if caps:
                desk.press([str(CAPS)], PERSON_MS)


def test_five_hundred_words_typed_by_a_person_are_untouched(display: str) -> None:
    # Positions of the Thai letters ก ด ห ฟ า ส and of the space bar.
    letters, space = {"ก": 40, "ด": 41, "ห": 39, "ฟ": 38, "า": 45, "ส": 46}, 65
    order = list(letters)
    words = ["".join(order[(word + place) % 6] for place in range(1 + word % 3)) for word in range(500)]
    codes = [str(code) for word in words for code in (*(letters[letter] for letter in word), space)]
    with keyboard(display, "th", gap_ms=35) as desk:
        desk.press(codes, PERSON_MS)

        assert desk.field() == " ".join(words) + " \n"


def test_a_scan_with_prefix_may_be_slow_and_what_has_none_is_typing(display: str) -> None:
    with keyboard(display, "us", prefix="~", suffix="enter") as desk:
        desk.press([*keys("~9911A0000001"), str(ENTER)], PERSON_MS)
        assert desk.heard(1) == ["9911A0000001"]

        desk.scan("hello")

        assert desk.lines.get(timeout=WAIT_S) == {"field": "hello\n"}


def test_a_scanner_that_sends_no_key_at_the_end_is_read_by_its_pace(display: str) -> None:
    with keyboard(display, "th", suffix="none") as desk:
        desk.press(keys("9911A0000001"), SCANNER_MS)
        assert desk.heard(1) == ["9911A0000001"]


@pytest.mark.parametrize(("layout", "num_lock"), [("us", False), ("th", True)])
def test_a_scanner_in_alt_mode_is_read_under_any_layout(display: str, layout: str, num_lock: bool) -> None:
    with keyboard(display, layout) as desk:
        if num_lock:
            desk.press([str(NUM_LOCK)], PERSON_MS)
        try:
            desk.scan_in_alt_mode("9911A0000001")
            desk.scan_in_alt_mode("a+:$~", alt_end="\r\n")
            desk.scan("9911A0000003")

            assert desk.heard(3) == ["9911A0000001", "a+:$~", "9911A0000003"]
            assert desk.field() == "\n"
        finally:
            if num_lock:
                desk.press([str(NUM_LOCK)], PERSON_MS)


def test_a_person_who_holds_alt_is_no_scanner(display: str) -> None:
    with keyboard(display, "us", gap_ms=20) as desk:
        desk.press([str(NUM_LOCK)], PERSON_MS)
        try:
            desk.scan_in_alt_mode("Ab", slowly=True)

            # What X11 itself writes for these keys; Enter then reached the field.
            assert desk.lines.get(timeout=WAIT_S) == {"field": "00650098\n"}
        finally:
            desk.press([str(NUM_LOCK)], PERSON_MS)
