"""The summary of a practice shift, as figures and as a paper that is marked as training."""

from dataclasses import asdict, dataclass
from pathlib import Path

from officer_app.core.acts import format_time
from officer_app.core.practice import SHIFTS
from officer_app.texts import Texts
from officer_app.workstation.opening import Workstation
from officer_app.workstation.practice import MOST_ACTS, Practice, events
from officer_app.workstation.whole_files import write_whole

FORM = "practice-summary"


@dataclass(frozen=True)
class Result:
    """One exercise: `at` is when it was done (UTC, as in acts); empty where it was not."""

    place: int
    name: str
    number: str
    at: str

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        return {**asdict(self), "done": bool(self.at)}


def results(opened: Workstation, practice: Practice) -> list[Result]:
    """Each exercise of the desk, in its order."""
    done = events(opened)
    found = []
    for place, exercise in enumerate(SHIFTS[practice.desk], start=1):
        at = exercise.done_at(done)
        found.append(Result(place, exercise.name, exercise.number, format_time(at) if at else ""))
    return found


def write_summary(opened: Workstation, practice: Practice, file: Path | None = None) -> Path:
    """The summary as a PDF: in `file`, or in the practice desk's papers. Raises Trouble."""
    moment = opened.counter.clock()
    place = file or opened.home.papers / f"{FORM}-{moment:%Y%m%d-%H%M%S}.pdf"
    write_whole(place, opened.papers.render(FORM, summary_data(opened, practice)).data)
    return place


def summary_data(opened: Workstation, practice: Practice) -> dict[str, object]:
    """The fields of FORM."""
    texts, found = opened.texts, results(opened, practice)
    return {
        "site": opened.settings.site,
        "desk": _both(texts, f"window.desk_{practice.desk}"),
        "began_at": practice.began,
        "read_at": format_time(opened.counter.clock()),
        "done_total": sum(1 for each in found if each.at),
        "all_total": len(found),
        "acts_total": len(opened.journal.own_acts(0, MOST_ACTS)),
        "lines": [_line(texts, each) for each in found],
        "trainee_name": _both(texts, "practice.trainee"),
        "trainer_name": _both(texts, "practice.trainer"),
    }


def _line(texts: Texts, result: Result) -> dict[str, object]:
    line: dict[str, object] = {
        "place": result.place,
        "what": _both(texts, f"practice.{result.name}"),
        "result": _both(texts, "practice.result_done" if result.at else "practice.result_open"),
    }
    return line | ({"number": result.number} if result.number else {}) | ({"at": result.at} if result.at else {})


def _both(texts: Texts, key: str) -> str:
    said = texts.both(key)
    return f"{said.th} {said.en}"
