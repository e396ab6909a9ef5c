"""The door of the window: badge and PIN, a new password, the idle lock, and the second officer on the spot."""

from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from officer_app.core.acts import ActKind
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.ui.status_round import LOOK_EVERY
from officer_app.viewmodels.entrances import Entrance, Leaving
from tests.ui.conftest import PASSWORD, AtDesk, OpenDesk
from tests.ui.fitting import clipped
from tests.ui.test_window import visible_text
from tests.viewmodels import world as sample
from tests.viewmodels.world import CHECKER, INSPECTOR, signed_in

INSPECTORS, CHECKERS, STRANGE = "OB1:somchai", "OB1:malee", "OB1:nobody"
PIN = "2599"


@dataclass
class Badges:
    """Accounts with two badges; the checker's key was not unlocked unless `unlocked` says so."""

    unlocked: set[str] = field(default_factory=lambda: {INSPECTORS})
    wrong: int = 0
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    checker: Person = CHECKER

    def whose_badge(self, text: str) -> Person | Refusal:
        people = {INSPECTORS: INSPECTOR, CHECKERS: self.checker}
        if text not in people:
            return Refusal("unknown_badge")
        return people[text] if text in self.unlocked else Refusal("no_session")

    def resume(self, badge: str, pin: str) -> SignedIn | Refusal:
        whose = self.whose_badge(badge)
        if isinstance(whose, Refusal) or pin == PIN:
            return whose if isinstance(whose, Refusal) else signed_in(whose)
        self.wrong += 1
        return Refusal("wrong_pin", {"left": str(5 - self.wrong)}) if self.wrong < 5 else Refusal("pin_spent")

    def change_password(self, name: str, old: str, new: str) -> SignedIn | Refusal:
        self.changed.append((name, old, new))
        return Refusal("password_same") if new == old else signed_in(INSPECTOR)


def answer(desk: AtDesk, *lines: str) -> None:
    """Type each line and Enter, and wait for the answer."""
    for line in lines:
        desk.player.type_text(line)
        desk.player.press("Return")
    assert desk.player.wait_until(lambda: not desk.window.sign_in_page.busy)


def scan(desk: AtDesk, text: str, entrance: Entrance) -> None:
    desk.player.scan(text)
    assert desk.player.wait_until(lambda: desk.window.sign_in_page.entrance is entrance)


def test_arrows_choose_the_name_while_the_password_is_asked_for(open_desk: OpenDesk) -> None:
    desk = open_desk("inspection")
    page = desk.window.sign_in_page
    first, last = page.name.itemData(0), page.name.itemData(page.name.count() - 1)
    page.take_focus()
    assert desk.window.focusWidget() is page.password
    for key, name in (("Up", first), ("Down", CHECKER.name), ("Down", last), ("Down", last), ("Up", CHECKER.name)):
        desk.player.press(key)
        assert page.account == name
    answer(desk, PASSWORD)
    assert desk.window.officer is not None
    assert desk.window.officer.person == CHECKER


def test_a_badge_and_its_pin_open_a_locked_screen(open_desk: OpenDesk) -> None:
    desk = open_desk(accounts=Badges())
    scan(desk, INSPECTORS, Entrance.PIN)
    page = desk.window.sign_in_page
    assert (page.account, page.name.isEnabled(), page.password.accessibleName()) == ("somchai", False, "PIN")
    assert desk.world.sounds.last == "good"
    answer(desk, PIN)
    assert desk.player.signed_in()
    assert desk.window.officer is not None
    assert desk.window.officer.person == INSPECTOR
    # Nobody finds the PIN's field, or what was typed, at the next lock.
    desk.player.press("Ctrl+L")
    assert (page.entrance, page.password.text(), page.name.isEnabled()) == (Entrance.PASSWORD, "", True)


def test_a_wrong_pin_is_asked_again_and_a_spent_one_asks_the_password(open_desk: OpenDesk) -> None:
    desk = open_desk(accounts=Badges())
    scan(desk, INSPECTORS, Entrance.PIN)
    for left in (4, 3, 2, 1):
        answer(desk, "0000")
        assert f"{left} tries" in desk.window.sign_in_page.said
        assert desk.world.sounds.last == "refuse"
        assert desk.window.sign_in_page.entrance is Entrance.PIN
    answer(desk, "0000")
    assert desk.window.sign_in_page.entrance is Entrance.PASSWORD
    assert not desk.player.signed_in()
    answer(desk, PASSWORD)
    assert desk.player.signed_in()


def test_a_badge_whose_key_is_not_open_is_told_to_use_the_password(open_desk: OpenDesk) -> None:
    desk = open_desk(accounts=Badges())
    desk.player.scan(CHECKERS)
    assert desk.player.wait_until(lambda: "password first" in desk.window.sign_in_page.said)
    assert desk.world.sounds.last == "refuse"
    assert desk.window.sign_in_page.entrance is Entrance.PASSWORD


@pytest.mark.parametrize("text", [STRANGE, sample.GREEN, ""])
def test_all_else_that_is_scanned_at_a_locked_screen_is_refused_and_counted(open_desk: OpenDesk, text: str) -> None:
    desk = open_desk(accounts=Badges())
    desk.player.scan(text)
    assert desk.player.wait_until(lambda: "1 scan(s) refused" in desk.window.sign_in_page.said)
    assert desk.world.sounds.last == "refuse"
    assert sample.GREEN not in visible_text(desk)


def test_escape_leaves_the_pin_for_the_password(open_desk: OpenDesk) -> None:
    desk = open_desk(accounts=Badges())
    scan(desk, INSPECTORS, Entrance.PIN)
    desk.player.type_text("25")
    desk.player.press("Escape")
    assert desk.window.sign_in_page.entrance is Entrance.PASSWORD
    assert desk.window.sign_in_page.password.text() == ""
    answer(desk, PASSWORD)
    assert desk.player.signed_in()


def test_another_officers_badge_locks_the_desk_and_asks_his_pin(open_desk: OpenDesk) -> None:
    accounts = Badges({INSPECTORS, CHECKERS})
    desk = open_desk(accounts=accounts)
    desk.sign_in("somchai")
    desk.scan(sample.GREEN)
    scan(desk, CHECKERS, Entrance.PIN)
    assert not desk.player.signed_in()
    assert sample.GREEN not in visible_text(desk)
    answer(desk, PIN)
    assert desk.window.officer is not None
    assert desk.window.officer.person == CHECKER


def test_ones_own_badge_changes_nothing(open_desk: OpenDesk) -> None:
    desk = open_desk(accounts=Badges())
    desk.sign_in("somchai")
    desk.scan(INSPECTORS)
    assert desk.player.signed_in()


def test_a_password_that_must_change_is_asked_for_twice(open_desk: OpenDesk) -> None:
    accounts = Badges()
    desk = open_desk(accounts=accounts, sign_in=lambda name, password: Refusal("must_change"))
    desk.window.sign_in_page.choose("somchai")
    desk.window.sign_in_page.take_focus()
    answer(desk, "first")
    page = desk.window.sign_in_page
    assert page.entrance is Entrance.NEW_PASSWORD
    assert page.again.isVisible()
    answer(desk, "new one", "other one")
    assert "twice" in page.said
    assert accounts.changed == []
    answer(desk, "first", "first")
    assert "differ from the old" in page.said
    assert page.entrance is Entrance.NEW_PASSWORD
    answer(desk, "new one", "new one")
    assert desk.player.signed_in()
    assert accounts.changed == [("somchai", "first", "first"), ("somchai", "first", "new one")]


def test_the_window_locks_by_itself_when_nobody_touches_it(open_desk: OpenDesk) -> None:
    desk = open_desk(idle_lock_minutes=5)
    time = [0.0]
    desk.window.idle.clock = lambda: time[0]
    desk.window.idle.stir()
    desk.sign_in("somchai")
    desk.scan(sample.GREEN)
    time[0] = 4 * 60.0
    desk.window.refresh()
    assert desk.player.signed_in()
    # A key, and a scan, begin the time anew.
    desk.player.press("F12")
    time[0] = 8 * 60.0
    desk.window.refresh()
    desk.scan(sample.RED)
    time[0] = 12 * 60.0
    desk.window.refresh()
    assert desk.player.signed_in()
    time[0] = 13 * 60.0
    desk.window.refresh()
    assert not desk.player.signed_in()
    assert sample.RED not in visible_text(desk)


def test_without_a_number_of_minutes_the_window_never_locks_by_itself(open_desk: OpenDesk) -> None:
    desk = open_desk(idle_lock_minutes=0)
    time = [0.0]
    desk.window.idle.clock = lambda: time[0]
    desk.sign_in("somchai")
    time[0] = 1e9
    desk.window.refresh()
    assert desk.player.signed_in()


# --- the second officer

WHAT = Both("เพิกถอนตราประทับ", "annul what was recorded on 9911A0000001")
SECOND = replace(CHECKER, roles=CHECKER.roles | {"supervisor"})
NO_SECOND = Person("anong", "อนงค์ เที่ยงธรรม", frozenset({"inspection"}))


@dataclass
class Asked:
    """A question for a second officer, and its answers."""

    desk: AtDesk
    answers: list[SignedIn | None] = field(default_factory=list)

    def ask(self) -> None:
        first = self.desk.window.officer
        assert first is not None
        self.desk.window.second.ask(WHAT, first, ActKind.ANNUL, self.answers.append)

    def sign(self, name: str, password: str) -> None:
        """Type into the dialog, and wait for its answer."""
        door = self.desk.window.second.door
        assert door is not None
        door.page.choose(name)
        door.page.password.setText(password)
        door.page.send()
        assert self.desk.player.wait_until(lambda: not door.page.busy)


@pytest.fixture
def asked(open_desk: OpenDesk) -> Asked:
    people = {person.name: person for person in (INSPECTOR, NO_SECOND, SECOND)}
    desk = open_desk(
        accounts=Badges({INSPECTORS, CHECKERS}, checker=SECOND),
        officers=lambda: tuple(people.values()),
        sign_in=lambda name, said: signed_in(people[name]) if said == PASSWORD else Refusal("wrong_password"),
    )
    desk.sign_in("somchai")
    question = Asked(desk)
    question.ask()
    return question


def test_the_second_officer_signs_on_the_spot_and_the_first_stays_at_the_desk(asked: Asked) -> None:
    door = asked.desk.window.second.door
    assert door is not None
    assert door.page.title == f"Second officer: {WHAT.en}"
    assert [door.page.name.itemData(place) for place in range(door.page.name.count())] == ["malee"]
    assert door.page.account == "malee"
    asked.sign("malee", "wrong")
    assert "wrong" in door.page.said
    assert asked.answers == []
    asked.sign("malee", PASSWORD)
    (second,) = asked.answers
    assert second is not None
    assert second.person == SECOND
    assert asked.desk.window.officer is not None
    assert asked.desk.window.officer.person == INSPECTOR
    assert asked.desk.window.second.door is None


@pytest.mark.parametrize(
    ("name", "said"), [("somchai", "asks for this"), ("anong", "does not have the role supervisor")]
)
def test_who_may_not_be_the_second_is_turned_back_and_the_question_stays(asked: Asked, name: str, said: str) -> None:
    asked.sign(name, PASSWORD)
    door = asked.desk.window.second.door
    assert door is not None
    assert said in door.page.said
    assert asked.desk.world.sounds.last == "refuse"
    assert asked.answers == []


def test_the_second_may_come_by_badge_and_pin_and_other_scans_are_refused(asked: Asked) -> None:
    door = asked.desk.window.second.door
    assert door is not None
    arrived = asked.desk.window.desk_page.model.arrived
    asked.desk.player.scan(sample.GREEN)
    assert asked.desk.player.wait_until(lambda: asked.desk.world.sounds.last == "refuse")
    # It is read as well: not every machine can be heard.
    assert door.page.said == "1 scan(s) refused: a second officer is asked for. Sign in or press Esc, then scan again."
    assert clipped(asked.desk) == []
    asked.desk.player.scan(CHECKERS)
    assert asked.desk.player.wait_until(lambda: door.page.entrance is Entrance.PIN)
    asked.sign("malee", PIN)
    assert [each.person for each in asked.answers if each is not None] == [SECOND]
    assert asked.desk.window.desk_page.model.arrived == arrived


def test_the_windows_own_keys_work_at_the_question_too(asked: Asked) -> None:
    door = asked.desk.window.second.door
    assert door is not None
    QTest.keyClick(door.page.password, Qt.Key.Key_F12)
    assert door.page.title == "เจ้าหน้าที่คนที่สอง: เพิกถอนตราประทับ"
    QTest.keyClick(door.page.password, Qt.Key.Key_F12)
    assert clipped(asked.desk) == []
    QTest.keyClick(door.page.password, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert (asked.answers, asked.desk.window.officer) == ([None], None)


def test_escape_lock_and_another_question_give_the_first_one_up(asked: Asked) -> None:
    asked.ask()
    assert asked.answers == [None]
    asked.desk.player.press("Ctrl+L")
    assert asked.answers == [None, None]
    assert asked.desk.window.second.door is None


def test_shift_f10_asks_the_reason_and_then_the_second_officer(open_desk: OpenDesk) -> None:
    supervisor = Person("anong", "อนงค์", frozenset({"supervisor"}))
    desk = open_desk(
        accounts=Badges(),
        sign_in=lambda name, password: signed_in(supervisor if name == "anong" else INSPECTOR),
    )
    desk.sign_in("somchai")
    desk.scan(sample.GREEN)
    desk.player.press("F5")
    desk.player.press("Shift+F10")
    desk.player.type_text("ประทับตราผิดใบ")
    desk.player.press("Return")
    door = desk.window.second.door
    assert door is not None
    assert door.page.title == f"Second officer: annul what was recorded on {sample.GREEN}"
    door.page.choose("anong")
    door.page.password.setText(PASSWORD)
    door.page.send()
    assert desk.player.wait_until(lambda: desk.player.view().headline == "Annulled")
    assert desk.world.journal.acts()[-1].text("second") == "anong"


def test_nothing_that_was_typed_as_a_secret_stands_on_the_screen(open_desk: OpenDesk) -> None:
    desk = open_desk(accounts=Badges())
    scan(desk, INSPECTORS, Entrance.PIN)
    answer(desk, "9876")
    desk.player.press("Escape")
    assert not desk.player.sign_in("somchai", "Wrong-horse-1")
    fields = "\n".join(field.text() + field.displayText() for field in desk.window.findChildren(QLineEdit))
    for secret in ("9876", "Wrong-horse-1", PIN):
        assert secret not in visible_text(desk) + fields
    desk.window.sign_in_page.password.setText(PASSWORD)
    assert PASSWORD not in desk.window.sign_in_page.password.displayText()


# --- who was at the desk


@dataclass
class Kept:
    """Attendance that is remembered: who, and how he came or why he left."""

    told: list[tuple[str, str]] = field(default_factory=list)

    def came(self, officer: SignedIn, how: Entrance) -> None:
        self.told.append((officer.person.name, f"came by {how}"))

    def left(self, officer: SignedIn, why: Leaving) -> None:
        self.told.append((officer.person.name, f"left: {why}"))


def test_who_comes_to_the_desk_and_leaves_it_is_kept_and_why(open_desk: OpenDesk) -> None:
    kept, time = Kept(), [0.0]
    desk = open_desk(accounts=Badges({INSPECTORS, CHECKERS}), attendance=kept, idle_lock_minutes=5)
    desk.window.idle.clock = lambda: time[0]
    desk.window.idle.stir()
    assert not desk.player.sign_in("somchai", "wrong")
    desk.sign_in("somchai")
    scan(desk, CHECKERS, Entrance.PIN)
    answer(desk, PIN)
    desk.player.press("Ctrl+L")
    desk.sign_in("somchai")
    time[0] = 6 * 60.0
    desk.window.refresh()
    desk.window.idle.stir()
    desk.sign_in("malee")
    desk.window.close()
    desk.window.close()
    assert kept.told == [
        ("somchai", "came by password"),
        ("somchai", "left: changed"),
        ("malee", "came by pin"),
        ("malee", "left: locked"),
        ("somchai", "came by password"),
        ("somchai", "left: idle"),
        ("malee", "came by password"),
        ("malee", "left: closed"),
    ]


def test_who_signs_as_the_second_officer_has_not_come_to_the_desk(open_desk: OpenDesk) -> None:
    kept = Kept()
    people = {person.name: person for person in (INSPECTOR, SECOND)}
    desk = open_desk(attendance=kept, sign_in=lambda name, said: signed_in(people[name]))
    desk.sign_in("somchai")
    question = Asked(desk)
    question.ask()
    question.sign("malee", PASSWORD)
    assert len(question.answers) == 1
    assert kept.told == [("somchai", "came by password")]


def test_who_may_stay_no_longer_finds_the_desk_locked(open_desk: OpenDesk) -> None:
    kept, ended = Kept(), list[bool]()
    desk = open_desk(attendance=kept, may_stay=lambda officer: not ended)
    desk.sign_in("somchai")
    desk.scan(sample.GREEN)
    for _ in range(LOOK_EVERY):
        desk.window.refresh()
    assert desk.player.signed_in()
    ended.append(True)
    for _ in range(LOOK_EVERY):
        desk.window.refresh()
    assert not desk.player.signed_in()
    assert sample.GREEN not in visible_text(desk)
    assert desk.player.wait_until(lambda: kept.told[-1] == ("somchai", "left: ended"))
