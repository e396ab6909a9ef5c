"""The folder a demonstration works in: what of it is the demonstration's own, and nothing else is ever touched."""

import json
import shutil
from pathlib import Path

from officer_app.workstation.trouble import Trouble

ROUND = 2
"""Raised when a round that an older version broke off cannot be gone on with; a new one is begun then."""

WORK_NAMES = frozenset({"round.json", "round.new", "postgres", "ce-1", "cp-1", "log"})
PAPERS = "*-[0-9]*.pdf"
SCREENS = "[0-9][0-9]-*.png"


class Place:
    """The parts of `out`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.work = out / "work"
        self.papers = out / "papers"
        self.screens = out / "screens"
        self.summary = out / "summary.json"
        self._finished = out / "work.finished"

    def prepare(self) -> bool:
        """Make room for a round; True where one that was broken off goes on. Raises OSError and Trouble."""
        self.out.mkdir(parents=True, exist_ok=True)
        self._check()
        if self._finished.exists():
            shutil.rmtree(self._finished)
        if self.work.exists() and _goes_on(self.work):
            return True
        if self.work.exists():
            self.remove_work()
        self.summary.unlink(missing_ok=True)
        for folder, names in ((self.papers, PAPERS), (self.screens, SCREENS)):
            for file in folder.glob(names):
                file.unlink()
        return False

    def remove_work(self) -> None:
        """Remove the working folder: its keys and passwords are of no use to anybody. Raises OSError."""
        # Under another name first: what a kill leaves of it is no round to go on with.
        self.work.rename(self._finished)
        shutil.rmtree(self._finished)

    def _check(self) -> None:
        """Raises Trouble where something of somebody else's has a name that the demonstration uses."""
        for folder in (self.work, self._finished):
            if folder.is_symlink() or (folder.exists() and not _only(folder, WORK_NAMES)):
                raise Trouble("demo_folder_taken", path=str(folder))
        for folder in (self.papers, self.screens):
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise Trouble("demo_folder_taken", path=str(folder))
        if self.summary.exists() and "scan_to_painted_ms" not in _read(self.summary):
            raise Trouble("demo_folder_taken", path=str(self.summary))


def _only(folder: Path, names: frozenset[str]) -> bool:
    return folder.is_dir() and all(entry.name in names for entry in folder.iterdir())


def _goes_on(work: Path) -> bool:
    return _read(work / "round.json").get("round") == ROUND


def _read(file: Path) -> dict[str, object]:
    """The JSON object in `file`; an empty one where there is none that can be read."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
