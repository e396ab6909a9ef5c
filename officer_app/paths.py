"""Where things lie: the shipped resources, and the files of a workstation's home."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


def resources() -> Path:
    """The folder of shipped resources, in a bundle or beside the package."""
    bundled = getattr(sys, "_MEIPASS", None)
    root = Path(bundled) if bundled else Path(__file__).resolve().parent.parent
    return root / "resources"


def default_home() -> Path:
    """The home used when nothing else is said: OFFICER_APP_HOME, else the user's own data folder."""
    named = os.environ.get("OFFICER_APP_HOME")
    if named:
        return Path(named)
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_DATA_HOME")
    return Path(base) / "officer-app" if base else Path.home() / ".local" / "share" / "officer-app"


@dataclass(frozen=True)
class Home:
    """The files of one workstation under `folder`."""

    folder: Path

    @property
    def settings(self) -> Path:
        """What the workstation is, as TOML."""
        return self.folder / "settings.toml"

    @property
    def journal(self) -> Path:
        """Acts (encrypted)."""
        return self.folder / "journal.db"

    @property
    def mirror(self) -> Path:
        """Reference records (encrypted, replaceable)."""
        return self.folder / "mirror.db"

    @property
    def transit_rules(self) -> Path:
        """The office's own rules of transit; without it the shipped ones count."""
        return self.folder / "transit.toml"

    @property
    def lost_mirror(self) -> Path:
        """A mirror that was damaged and set aside, for whoever wants to look at it."""
        return self.folder / "mirror.damaged"

    @property
    def ballast(self) -> Path:
        """Takes up room that acts get when the disk fills."""
        return self.folder / "ballast"

    @property
    def looks(self) -> Path:
        """Who looked at which record (encrypted)."""
        return self.folder / "looks.db"

    @property
    def scans(self) -> Path:
        """What became of the scans (encrypted)."""
        return self.folder / "scans.db"

    @property
    def file_key(self) -> Path:
        """The key of both databases."""
        return self.folder / "keys" / "file.key"

    @property
    def certificates(self) -> Path:
        """What the office root has signed, and its public key."""
        return self.folder / "certificates"

    @property
    def papers(self) -> Path:
        """Rendered papers."""
        return self.folder / "papers"

    @property
    def registers(self) -> Path:
        """Registers that officers took out, as PDF and spreadsheets."""
        return self.folder / "registers"

    @property
    def exchange(self) -> Path:
        """Held by the program that exchanges with the centre."""
        return self.folder / "exchange.lock"

    @property
    def snapshot(self) -> Path:
        """Parts of a snapshot that is being loaded; gone afterwards."""
        return self.folder / "snapshot"

    @property
    def log(self) -> Path:
        """The program's log: no personal data, no secrets."""
        return self.folder / "log" / "officer-app.log"

    @property
    def old_settings(self) -> Path:
        """The settings file as it was before each change."""
        return self.folder / "settings-before"

    @property
    def support(self) -> Path:
        """What was taken out for support: lines of the log, findings of the doctor."""
        return self.folder / "support"

    @property
    def training(self) -> Path:
        """Practice desks, each a home of its own."""
        return self.folder / "training"

    @property
    def practice(self) -> Path:
        """What makes a home a practice desk."""
        return self.folder / "practice.json"

    @property
    def window(self) -> Path:
        """Where the desktop program's window stood when it was closed."""
        return self.folder / "window.place"

    @property
    def lock(self) -> Path:
        """Held by the desktop program while it is open."""
        return self.folder / "desktop.lock"
