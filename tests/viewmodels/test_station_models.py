"""The pages of "this workstation" without a window: their keys, what comes too late, what a stop leaves."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from officer_app.core.log_lines import LogWanted
from officer_app.devices.printers.simulated import UNPLUGGED
from officer_app.texts import Both, Texts
from officer_app.viewmodels.about_model import AboutModel
from officer_app.viewmodels.checkup_model import CheckupModel
from officer_app.viewmodels.list_view import ListModel
from officer_app.viewmodels.log_model import LogModel
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.printers_model import PrintersModel
from officer_app.viewmodels.settings_model import Asked, SettingsModel
from officer_app.viewmodels.station_menu import StationMenu
from officer_app.viewmodels.station_names import PAGES
from tests.ui.station_at import REFERENCE, StationAt, make_station
from tests.viewmodels.world import INSPECTOR, NOW, ROOT, XRAYER, Later, Sounds, signed_in

T = TypeVar("T")
SUPERVISOR, OTHER = signed_in(INSPECTOR), signed_in(XRAYER)


class At:
    """Models at a real workstation; background work happens when a test lets it."""

    def __init__(self, station: StationAt) -> None:
        self.station = station
        self.later = Later()
        self.sounds = Sounds()
        self.copied: list[str] = []
        self.gone: list[str] = []
        self.failure = ""
        texts = Texts.load(ROOT / "resources" / "texts")
        self.tools = PageTools(texts, self.sounds, self.run, lambda: None)

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Both], None]) -> None:
        self.later.run(work, done, failed)

    def step(self) -> None:
        self.later.settle()

    def settings(self) -> SettingsModel:
        return self.begin(SettingsModel(self.station.office.settings, self.tools))

    def log(self) -> LogModel:
        return self.begin(LogModel(self.station.office.log, lambda: self.failure, self.copied.append, self.tools))

    def checkup(self) -> CheckupModel:
        return self.begin(CheckupModel(self.station.office.checkup, lambda: NOW, self.copied.append, self.tools))

    def begin(self, model: "Model") -> "Model":
        model.sign_in(SUPERVISOR)
        model.refresh()
        self.step()
        return model


Model = TypeVar("Model", bound=ListModel)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    station = make_station(tmp_path / "home")
    yield At(station)
    station.close()


def test_the_list_of_pages_opens_each_of_them(at: At) -> None:
    menu = at.begin(StationMenu(at.gone.append, at.tools))
    for verb in menu.view("th").verbs[:-1]:
        menu.press(verb.name)
    menu.selected = 0
    menu.move(2)
    menu.enter("")
    assert tuple(at.gone) == (*PAGES, PAGES[2])
    menu.on_scan("9911A0000001")
    assert "Nothing is scanned on this page" in menu.view("en").message


def test_an_answer_that_comes_after_the_officer_left_is_dropped(at: At) -> None:
    for model in (at.settings(), at.log(), at.begin(AboutModel(at.station.office.about, at.tools))):
        model.refresh()
        model.lock()
        at.step()
        view = model.view("en")
        assert (view.lines, view.message) == ((), "")
        model.refresh()
        assert not at.later.under_way, "nobody is here to read for"


def test_a_wrong_value_leaves_the_question_open_and_a_right_one_closes_it(at: At) -> None:
    model = at.settings()
    model.enter("volume")
    model.press("change")
    model.enter("")
    assert model.asked is Asked.VALUE
    model.enter("900")
    at.step()
    asking = model.view("th").asking
    assert asking is not None
    assert "0 (เงียบ) ถึง 100" in asking.wrong
    model.press("export")
    assert model.asked is Asked.VALUE, "one question at a time"
    model.enter("90")
    at.step()
    assert model.view("th").asking is None
    assert [row.value for row in model.rows if row.key == "volume"] == ["90"]
    assert model.view("en").lines[0].cells[2] == "at once"


def test_what_is_fixed_or_not_ones_own_to_change_is_refused_before_anything_is_asked(at: At) -> None:
    model = at.settings()
    model.press("change")
    assert (model.asked, "cannot be changed" in model.view("en").message) == (Asked.NOTHING, True)
    model.sign_in(OTHER)
    model.selected = 5
    for name in ("change", "take", "apply"):
        model.press(name)
        assert "does not have the role" in model.view("en").message
    model.press("export")
    assert model.asked is Asked.EXPORT, "reading is for everybody"


def test_only_changed_settings_can_be_seen_and_each_says_where_it_comes_from(at: At) -> None:
    model = at.settings()
    model.press("only")
    keys = [row.key for row in model.shown()]
    assert {"site", "desk", "name", "mode", "contact"} == set(keys)
    values = [fact.value for fact in model.view("en").sides[1].facts]
    assert "the file settings.toml" in values


def test_the_log_goes_to_the_last_failure_and_back_to_everything(at: At) -> None:
    model = at.log()
    model.press("failure")
    assert "No sentence with a reference" in model.view("en").message
    at.failure = REFERENCE
    model.press("failure")
    at.step()
    assert [line.reference for line in model.lines] == [REFERENCE]
    assert model.escape()
    at.step()
    assert (model.wanted, len(model.lines)) == (LogWanted(), 32)
    assert not model.escape()


def test_older_lines_follow_page_by_page(at: At) -> None:
    with at.station.home.log.open("a", encoding="utf-8") as stream:
        stream.writelines(f'{{"level": "INFO", "text": "n {place}"}}\n' for place in range(300))
    model = at.log()
    assert (model.lines[0].text, len(model.lines)) == ("n 299", 200)
    model.press("older")
    at.step()
    assert (model.lines[0].text, model.more) == ("n 99", False)
    model.press("older")
    assert at.sounds.last == "attention"
    model.press("copy")
    assert at.copied[-1].endswith("n 99")


def test_a_checkup_that_is_stopped_keeps_what_was_found(at: At) -> None:
    model = at.checkup()
    whole = len(model.findings)
    assert whole > 10
    model.refresh()
    assert (model.view("en").done, model.busy) == (0, True)
    assert model.escape()
    at.step()
    assert not model.busy
    assert len(model.findings) <= 1, "it stopped at its first step"
    assert not model.escape()
    model.press("again")
    at.step()
    assert len(model.findings) == whole
    model.press("copy")
    assert at.copied[-1].count("\n") == whole - 1


def test_what_is_wrong_comes_first_and_alone_where_that_is_wanted(at: At) -> None:
    model = at.checkup()
    states = [each.state for each in model.listed()]
    assert states == sorted(states, key=("bad", "attention", "good").index)
    model.press("only")
    assert {each.state for each in model.listed()} == {"bad", "attention"}


def test_a_specimen_that_waits_says_why(at: At) -> None:
    desk = at.station.office.printers
    model = at.begin(PrintersModel(desk, at.tools))
    at.station.printer.trouble(UNPLUGGED, on=True)
    model.press("test")
    at.step()
    assert "waits in the queue of SIMULATED" in model.view("en").message
    assert model.view("en").lines[0].cells[3].startswith("✗")
    model.move(1)
    assert model.view("th").sides[0].title == "LABEL-9"


def test_about_turns_between_facts_and_licences(at: At) -> None:
    model = at.begin(AboutModel(at.station.office.about, at.tools))
    facts = model.view("th")
    assert "โต๊ะตรวจ" in {line.cells[1] for line in facts.lines}
    model.press("licences")
    assert len(model.view("th").lines) > len(facts.lines)
    assert model.escape()
    assert model.view("th") == facts
    assert not model.escape()


def test_a_key_that_does_nothing_now_is_not_shown_as_open(at: At) -> None:
    model = at.settings()
    assert all(not verb.why for verb in model.view("en").verbs if verb.name in ("only", "export", "take"))
    model.press("export")
    assert {verb.name: verb.why for verb in model.view("en").verbs if verb.why} == {
        "change": "fixed",
        "only": "answer first",
        "export": "answer first",
        "take": "answer first",
    }
    model.escape()
    model.enter("nothing is called this")
    assert [verb.why for verb in model.view("en").verbs if verb.name == "change"] == ["no line"]


def test_a_list_of_changed_settings_says_so_and_hides_nothing_from_a_search(at: At) -> None:
    model = at.settings()
    title = {True: "Show all", False: "Changed ones"}
    for only in (True, False, True):
        model.press("only")
        assert [verb.title for verb in model.view("en").verbs if verb.name == "only"] == [title[only]]
    model.enter("undo_window")
    assert [row.key for row in model.shown()] == ["undo_window_s"]
    model.escape()
    model.press("only")
    assert model.escape(), "first back to all of them"
    assert (len(model.shown()), model.escape()) == (len(model.rows), False)


def test_the_phrases_of_a_setting_are_whole_answers(at: At) -> None:
    model = at.settings()
    model.enter("look")
    model.selected = [row.key for row in model.shown()].index("look")
    model.press("change")
    asking = model.view("en").asking
    assert asking is not None
    assert (asking.phrases, asking.whole) == (("light", "dark"), True)


def test_the_check_shows_how_to_get_all_of_it_back(at: At) -> None:
    model = at.checkup()
    for title in ("Show all", "Only wrong"):
        model.press("only")
        assert [verb.title for verb in model.view("en").verbs if verb.name == "only"] == [title]
