"""Files of printed papers are let go of when they are old and the record prints them again just as they were."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from officer_app.core.acts import Subject
from officer_app.core.refusals import Refusal
from officer_app.print.pictures import Pictures
from officer_app.settings import Settings
from officer_app.workstation.kept_papers import PaperStore
from officer_app.workstation.papers import Made
from tests.workstation.paper_station import AIR, PaperStation

FIVE_YEARS = Settings("CE", "inspection", "CE-1").papers_kept_days


def printed(station: PaperStation, form: str, number: str, more: dict[str, object] | None = None) -> Made:
    found = station.opened.papers.gather(form, number, station.inspector.person)
    assert not isinstance(found, Refusal), found
    made = station.opened.papers.make(form, {**found.data, **(more or {})}, station.inspector, found.subject)
    assert isinstance(made, Made), made
    return made


def store(station: PaperStation, days_later: int) -> PaperStore:
    """The papers as they are looked at so many days from now."""
    opened = station.opened
    now = opened.counter.clock() + timedelta(days=days_later)
    return PaperStore(replace(opened, counter=replace(opened.counter, clock=lambda: now)), Pictures())


def test_nothing_goes_before_its_days_are_over(station: PaperStation) -> None:
    station.stamp(AIR)
    slip = printed(station, "stamp-slip", AIR)
    assert FIVE_YEARS >= 5 * 365
    assert store(station, FIVE_YEARS - 1).let_go(FIVE_YEARS).again == 0
    assert store(station, FIVE_YEARS + 1).let_go(0).old == 0
    assert slip.file.exists()


def test_what_the_record_prints_again_is_let_go_and_prints_again(station: PaperStation) -> None:
    station.stamp(AIR)
    slip = printed(station, "stamp-slip", AIR)
    looked = store(station, FIVE_YEARS + 1)
    assert (looked.survey(FIVE_YEARS).again, slip.file.exists()) == (1, True)
    gone = looked.let_go(FIVE_YEARS)
    assert (gone.files, gone.again, slip.file.exists()) == (1, 1, False)
    assert station.opened.papers.kept(slip.act) is None
    found = station.opened.papers.gather("stamp-slip", AIR, station.inspector.person)
    assert not isinstance(found, Refusal)
    assert station.opened.papers.render("stamp-slip", found.data).pages == 1
    assert station.prints() == [slip.act]


def test_what_no_record_gives_again_stays_for_ever(station: PaperStation) -> None:
    station.stamp(AIR)
    by_hand = printed(station, "stamp-slip", AIR, {"officer_position": "นายตรวจ"})
    sample = station.opened.papers.forms.template("petition-other").sample
    paper = Subject("paper", "0123456789abcdef")
    typed = station.opened.papers.make("petition-other", sample, station.inspector, paper)
    assert isinstance(typed, Made)
    stray = station.opened.home.papers / "stray.pdf"
    stray.write_bytes(b"%PDF-1.4 no act names it")
    found = store(station, 10 * FIVE_YEARS).let_go(FIVE_YEARS)
    assert (found.files, found.old, found.again) == (3, 2, 0)
    assert all(file.exists() for file in (by_hand.file, typed.file, stray))


def test_a_paper_whose_record_moved_on_is_the_only_one_that_says_how_it_was(station: PaperStation) -> None:
    station.stamp(AIR)
    slip = printed(station, "fee-slip", AIR)
    assert store(station, FIVE_YEARS + 1).let_go(FIVE_YEARS).again == 0, "it was made at another moment"
    assert slip.file.exists()


def test_a_link_to_a_paper_elsewhere_is_left_to_people(station: PaperStation, tmp_path: Path) -> None:
    station.stamp(AIR)
    slip = printed(station, "stamp-slip", AIR)
    elsewhere = slip.file.rename(tmp_path / "elsewhere.pdf")
    slip.file.symlink_to(elsewhere)
    assert store(station, FIVE_YEARS + 1).let_go(FIVE_YEARS).again == 0
    assert elsewhere.exists()
    assert slip.file.is_symlink()


def test_a_file_that_is_not_what_was_printed_is_left_to_people(station: PaperStation) -> None:
    station.stamp(AIR)
    slip = printed(station, "stamp-slip", AIR)
    slip.file.write_bytes(slip.file.read_bytes() + b" ")
    assert store(station, FIVE_YEARS + 1).let_go(FIVE_YEARS).old == 0
    assert slip.file.exists()
