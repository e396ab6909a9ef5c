"""Which printer takes which paper, and how it is set up: `printers.toml` in the home."""

import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from officer_app.devices.printers.cups import Cups
from officer_app.devices.printers.drawn import Draw, DrawnPrinter
from officer_app.devices.printers.jobs import Spooler
from officer_app.devices.printers.simulated import SimulatedPrinter
from officer_app.devices.printers.windows import WindowsQueue
from officer_app.print.sheets import AS_IT_IS, Placing
from officer_app.workstation.trouble import Trouble

FILE = "printers.toml"
LABEL_DPI, OFFICE_DPI = 203, 300
LABELS = frozenset({"stamp-slip"})
_VIAS = ("cups", "windows", "drawn", "simulated")


Drawing = Callable[[int], Draw | None]
"""What draws on printers of so many dots an inch (0: what they have); None where nothing can."""


def nothing_draws(dpi: int) -> Draw | None:
    """Where there is no window."""
    return None


@dataclass(frozen=True)
class PrinterSetup:
    """One printer: dots an inch, what its paper lies off by (mm to the right, mm down), its paper's name, its system.

    `dpi` 0: 203 for labels, 300 for sheets; drawn papers then come at what the printer has. `via`: `cups` is handed
    the PDF, `windows` and `drawn` (any system) have its pages drawn on the printer.
    """

    dpi: int = 0
    right_mm: float = 0.0
    down_mm: float = 0.0
    media: str = ""
    via: str = ""

    def dots(self, form: str) -> int:
        """Dots an inch that bar codes of `form` keep to."""
        return self.dpi or (LABEL_DPI if form in LABELS else OFFICE_DPI)

    def placing(self, at: Placing = AS_IT_IS) -> Placing:
        """`at`, moved by what this printer is off by."""
        return Placing(at.right + self.right_mm, at.down + self.down_mm, at.paper)


PLAIN = PrinterSetup()


@dataclass(frozen=True)
class Printers:
    """`default` for papers that name none; `forms` paper → printer; `overlay` where a stamp lies on a presented sheet
    (x, y, width and height of that sheet, mm).
    """

    default: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    overlay: tuple[float, float, float, float] = (103.0, 208.0, 210.0, 297.0)
    setups: Mapping[str, PrinterSetup] = field(default_factory=dict)

    def for_form(self, form: str) -> str:
        """The printer of a paper, or empty."""
        return self.forms.get(form, self.default)

    def setup(self, printer: str) -> PrinterSetup:
        """How a printer is set up."""
        return self.setups.get(printer, PLAIN)

    def overlaid(self) -> Placing:
        """Where a stamp lies on the presented sheet."""
        x, y, width, height = self.overlay
        return Placing(x, y, (width, height))


def load_printers(folder: Path, default: str = "") -> Printers:
    """The printers of a home; none set up where there is no file. Raises Trouble, naming what is wrong."""
    file = folder / FILE
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Printers(default)
    except (OSError, ValueError) as error:
        raise Trouble("printers_unreadable", path=FILE, detail=str(error)) from error
    try:
        return _printers(table, default)
    except (TypeError, ValueError) as error:
        raise Trouble("printers_unreadable", path=FILE, detail=str(error)) from error


def _printers(table: Mapping[str, Any], default: str) -> Printers:
    if unknown := sorted(set(table) - {"default", "forms", "overlay", "printers"}):
        raise ValueError(f"unknown setting {unknown[0]}")
    setups = {name: PrinterSetup(**about) for name, about in table.get("printers", {}).items()}
    for name, setup in setups.items():
        numbers = (setup.dpi, setup.right_mm, setup.down_mm)
        if any(type(number) not in {int, float} for number in numbers):
            raise ValueError(f"{name}: dpi, right_mm and down_mm are numbers")
        if setup.via and setup.via not in _VIAS:
            raise ValueError(f"{name}: via is one of {', '.join(_VIAS)}")
        if max(abs(setup.right_mm), abs(setup.down_mm)) > 30:
            raise ValueError(f"{name}: more than 30 mm off is no calibration")
    known = Printers()
    x, y, width, height = (float(part) for part in table.get("overlay", known.overlay))
    return Printers(str(table.get("default", default)), dict(table.get("forms", {})), (x, y, width, height), setups)


def spooler_of(setup: PrinterSetup, home: Path, drawing: Drawing = nothing_draws) -> Spooler:
    """The print system a printer hangs on: its own word, else the machine's."""
    on_windows = sys.platform == "win32"
    via = setup.via or ("windows" if on_windows else "cups")
    if via == "simulated":
        return SimulatedPrinter(home / "simulated-printer")
    if via == "cups":
        return Cups()
    return DrawnPrinter(WindowsQueue() if via == "windows" or on_windows else Cups(), drawing(setup.dpi))
