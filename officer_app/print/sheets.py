"""What a print says beyond its form's data: whose it is, which copy, and where on the paper it stands."""

from dataclasses import dataclass
from datetime import datetime

from officer_app.core.buddhist import datetime_be


@dataclass(frozen=True)
class Reprint:
    """The paper was printed before: its `number` (2 is the first reprint), who wants it again, when and why."""

    number: int
    officer: str
    reason: str
    at: datetime

    @property
    def text(self) -> str:
        """What stands on every sheet."""
        return f"สำเนา พิมพ์ครั้งที่ {self.number} COPY · เหตุผล: {self.reason} · โดย {self.officer} · {datetime_be(self.at)}"


@dataclass(frozen=True)
class Placing:
    """Where the form lies: `right` and `down` in mm from the paper's top left; `paper` (width, height) mm if it is
    another than the form's own (a stamp on a presented sheet). A printer's calibration is added to both.
    """

    right: float = 0.0
    down: float = 0.0
    paper: tuple[float, float] | None = None


@dataclass(frozen=True)
class State:
    """What every sheet must say of itself. `training`: the sample was made in training, and says that instead."""

    certified: bool = False
    sample: bool = False
    reprint: Reprint | None = None
    training: bool = False


AS_IT_IS = Placing()
PLAIN = State()
