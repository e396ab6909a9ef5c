"""The printing page on a real workstation and a simulated printer, by keys and scans alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget

from officer_app.app.words import segment
from officer_app.core.refusals import Refusal
from officer_app.devices.printers.simulated import NAME, PAPER_OUT, REFUSES, SimulatedPrinter
from officer_app.print.pictures import Pictures
from officer_app.texts import Both
from officer_app.ui.background import Background
from officer_app.ui.errors import Faults
from officer_app.ui.pages.prints_page import PrintsPage
from officer_app.ui.paper_printer import draw_on_printer
from officer_app.usecases.record_print import prints_of
from officer_app.usecases.undo import undo_stamp
from officer_app.viewmodels.print_steps import Place
from officer_app.viewmodels.prints import PrintsModel
from officer_app.viewmodels.view import Asking
from officer_app.workstation.paper_desk import StationPapers
from tests.ui.naming import nameless
from tests.viewmodels.world import Sounds
from tests.workstation.paper_station import AIR, Base, PaperStation, make_base

TOML = f'default = "{NAME}"\n[printers.{NAME}]\nvia = "simulated"\n'


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return make_base(tmp_path_factory.mktemp("base") / "home")


class Printer:
    """The page, its workstation, and a person at the keyboard."""

    def __init__(self, station: PaperStation) -> None:
        self.station = station
        folder = station.opened.home.folder
        (folder / "printers.toml").write_text(TOML, encoding="utf-8")
        self.device = SimulatedPrinter(folder / "simulated-printer")
        self.sounds = Sounds()
        self.left = 0
        texts = station.opened.texts
        faults = Faults(texts, lambda fault: Both("ผิดพลาด", str(fault)))
        self.background = Background(faults)
        papers = StationPapers(station.opened, Pictures(), draw_on_printer, patience_s=0.0)
        self.model = PrintsModel(papers, texts, self.sounds, self.background.run, self._changed)
        self.model.sign_in(station.inspector)
        self.page = PrintsPage(self.model, segment, faults, self._leave)
        self.page.language = "en"
        self.stack = QStackedWidget()
        self.stack.addWidget(self.page)
        self.stack.resize(1280, 720)
        self.stack.show()
        self.settle()

    def _changed(self) -> None:
        self.page.render_view()

    def _leave(self) -> None:
        self.left += 1

    def settle(self) -> None:
        """Wait until nothing is under way."""
        end = QDeadlineTimer(20_000)
        while self.background.under_way and not end.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        assert not self.background.under_way
        QApplication.processEvents()

    def press(self, key: str) -> None:
        focus = self.page if self.page.hasFocus() else self.stack.focusWidget()
        QTest.keySequence(focus, key)
        self.settle()

    def type_in(self, text: str) -> None:
        focus = self.stack.focusWidget()
        assert isinstance(focus, QLineEdit)
        if text.isascii():
            QTest.keyClicks(focus, text)
        else:
            # QTest knows no Thai keys.
            focus.setText(text)
        self.press("Return")

    def scan(self, text: str) -> None:
        self.page.do(lambda: self.model.on_scan(text))
        self.settle()

    def choose(self, form: str) -> None:
        forms = [choice.form for choice in self.model.choices]
        for _ in range(forms.index(form)):
            self.press("Down")
        self.press("Return")

    def statuses(self) -> list[str]:
        return [row.status for row in self.model.rows]

    def close(self) -> None:
        self.background.close()
        self.stack.close()
        self.stack.deleteLater()


@pytest.fixture
def at(base: Base, tmp_path: Path, dressed: QApplication) -> Iterator[Printer]:
    station = base.copy(tmp_path / "home")
    made = Printer(station)
    yield made
    made.close()
    station.opened.close()


def place(at: Printer) -> Place:
    return at.model.place


def asked(at: Printer) -> Asking | None:
    return at.page.view.asking


def wrong(at: Printer) -> str:
    """What is wrong with the last answer; the question has to be open still."""
    asking = asked(at)
    assert asking is not None
    return asking.wrong


def printed_once(at: Printer, form: str = "air-permit") -> None:
    at.scan(AIR)
    at.choose(form)
    assert place(at) is Place.LOOK
    at.press("Return")


def test_an_empty_list_says_so_and_escape_leaves(at: Printer) -> None:
    assert at.page.view.empty == "Nothing has been printed from this workstation yet."
    at.press("Escape")
    assert at.left == 1


def test_a_scanned_number_lists_its_papers_and_one_is_looked_at_before_it_is_printed(at: Printer) -> None:
    at.scan(AIR)
    assert at.page.view.title == f"Papers of {AIR}"
    assert {"air-permit", "fee-slip", "petition-flight"} <= {choice.form for choice in at.model.choices}
    assert "stamp-slip" not in {choice.form for choice in at.model.choices}
    at.choose("air-permit")
    assert at.page.view.page is not None
    assert at.page.view.page_text == f"Sheet 1 of {len(at.model.pages)}"
    assert at.station.prints() == []
    at.press("Return")
    assert at.statuses() == ["printed"]
    assert at.page.view.message.endswith("printed")
    assert [done.status for done in prints_of(at.station.prints())] == ["printed"]


def test_the_same_paper_again_asks_why_and_a_digit_answers(at: Printer) -> None:
    printed_once(at)
    at.press("F6")
    asking = asked(at)
    assert asking is not None
    assert asking.prompt == "Why again"
    assert "1 paper or label damaged" in asking.hint
    at.type_in("1")
    assert asked(at) is None
    acts = [done.act for done in prints_of(at.station.prints())]
    assert [act.fields["copy"] for act in acts] == [1, 2]
    assert acts[1].text("reason") == "กระดาษหรือฉลากเสียหาย"
    assert acts[1].officer == "somchai"


def test_own_words_are_a_reason_and_nothing_or_a_lone_number_is_none(at: Printer) -> None:
    printed_once(at)
    at.press("F6")
    for answer in ("", "9", "77", "ก" * 81):
        at.page.question.field.clear()
        at.type_in(answer)
        assert wrong(at), answer
    assert len(prints_of(at.station.prints())) == 1
    at.page.question.field.clear()
    at.type_in("หัวหน้าขอไปแนบสำนวน")
    assert prints_of(at.station.prints())[1].act.text("reason") == "หัวหน้าขอไปแนบสำนวน"


def test_a_scan_answers_no_question_and_takes_none_away(at: Printer) -> None:
    printed_once(at)
    at.press("F6")
    refused = at.sounds.heard.count("refuse")
    at.scan("9911A0000002")
    assert "scanned number" in wrong(at)
    assert at.sounds.heard.count("refuse") == refused + 1
    at.type_in("9911A0000002")
    assert asked(at) is not None
    assert len(prints_of(at.station.prints())) == 1
    assert place(at) is Place.QUEUE


def test_what_waits_for_paper_is_not_called_printed_and_can_be_cancelled(at: Printer) -> None:
    at.device.trouble(PAPER_OUT, on=True)
    printed_once(at)
    assert at.statuses() == ["waiting"]
    assert "held up: out of paper" in at.page.view.lines[0].cells[-1]
    at.press("F6")
    assert asked(at) is None
    at.press("F7")
    assert at.statuses() == ["failed"]
    assert "the job was cancelled" in at.page.view.lines[0].cells[-1]


def test_what_failed_is_no_copy_when_it_is_printed_at_last(at: Printer) -> None:
    at.device.trouble(REFUSES, on=True)
    printed_once(at)
    assert at.statuses() == ["failed"]
    at.device.trouble(REFUSES, on=False)
    at.press("F6")
    assert asked(at) is None
    assert at.statuses() == ["printed", "failed"]
    assert [row.copy for row in at.model.rows] == [1, 1]


def test_paper_that_comes_back_lets_the_list_say_printed_by_itself(at: Printer) -> None:
    at.device.trouble(PAPER_OUT, on=True)
    printed_once(at)
    at.device.trouble(PAPER_OUT, on=False)
    at.press("F5")
    assert at.statuses() == ["printed"]


def test_a_text_that_no_record_has_is_asked_for(at: Printer) -> None:
    at.scan(AIR)
    at.choose("petition-flight")
    assert asked(at) is not None
    while asked(at) is not None:
        at.type_in("ข้อความทดสอบ")
    assert place(at) is Place.LOOK
    at.press("Return")
    assert at.statuses() == ["printed"]


def test_todays_registers_have_a_key(at: Printer) -> None:
    at.press("F8")
    assert {choice.form for choice in at.model.choices} == {"daily-register", "overdue-list", "shift-handover"}
    at.press("Escape")
    assert place(at) is Place.QUEUE


def test_a_number_without_papers_is_said(at: Printer) -> None:
    at.type_in("9911A0009999")
    assert "Nothing can be printed here for 9911A0009999" in at.page.view.message
    assert "refuse" in at.sounds.heard


def test_a_printed_paper_can_be_looked_at_and_one_whose_file_was_changed_cannot(at: Printer) -> None:
    printed_once(at)
    at.press("Return")
    assert place(at) is Place.LOOK
    at.press("Return")
    assert len(prints_of(at.station.prints())) == 1, "a paper of the list is printed again by F6 only"
    at.press("Escape")
    file = next((at.station.opened.home.papers).glob("air-permit-*.pdf"))
    file.write_bytes(file.read_bytes() + b"%")
    at.press("Return")
    assert place(at) is Place.QUEUE
    assert "gone or was changed" in at.page.view.message


def test_a_slip_whose_stamp_is_gone_is_not_printed_again(at: Printer) -> None:
    at.station.stamp(AIR)
    printed_once(at, "stamp-slip")
    assert not isinstance(undo_stamp(at.station.opened.counter, at.station.inspector, AIR), Refusal)
    at.press("F6")
    at.type_in("1")
    assert len(prints_of(at.station.prints())) == 1
    assert at.page.view.message


def test_locked_nothing_of_any_paper_is_left(at: Printer) -> None:
    printed_once(at)
    at.model.lock()
    at.page.render_view()
    assert at.page.view.lines == ()
    assert at.page.view.message == ""
    at.scan(AIR)
    assert at.page.view.lines == ()


def test_everything_has_a_name_in_every_state_and_language(at: Printer) -> None:
    def names() -> list[str]:
        interface = QAccessible.queryAccessibleInterface(at.page)
        assert interface is not None
        return nameless(interface)

    assert names() == []
    printed_once(at)
    assert names() == []
    assert at.page.list.accessibleName().startswith("Printing – latest jobs of this workstation: ")
    at.press("F6")
    assert names() == []
    assert at.page.question.field.accessibleName() == "Why again"
    at.press("Escape")
    at.page.language = "th"
    at.press("Return")
    assert names() == []
    assert at.page.paper.accessibleName().startswith("ดูเอกสาร แผ่นที่ 1 จาก ")
