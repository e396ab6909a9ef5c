"""The practice shift: exercises for each desk, and what of a training journal shows that one was done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from officer_app.core.acts import Act
from officer_app.core.canonical import Value
from officer_app.core.kinds import ActKind

TRAINEE, TRAINER = "trainee", "trainer"
"""The two accounts of a practice home. What the trainer did before the shift began is no exercise done."""


@dataclass(frozen=True)
class Sign:
    """An act that has to be there: its kind, its subject's number (empty: whatever), fields with these values."""

    kind: ActKind
    number: str = ""
    fields: Mapping[str, Value] = field(default_factory=dict)

    def fits(self, act: Act) -> bool:
        """Whether `act` is the one."""
        return (
            act.kind == self.kind
            and self.number in ("", act.subject.number)
            and all(act.fields.get(name) == value for name, value in self.fields.items())
        )


@dataclass(frozen=True)
class Exercise:
    """`name`: its sentences under `practice.<name>`; `number`: what is scanned; done once all `signs` came in order."""

    name: str
    number: str
    signs: tuple[Sign, ...]

    def done_by(self, acts: Iterable[Act]) -> Act | None:
        """Of the `acts`, in their order, the trainee's that completed it; None where it is not done."""
        left = list(self.signs)
        for act in acts:
            if left and act.officer not in ("", TRAINER) and left[0].fits(act):
                left.pop(0)
                if not left:
                    return act
        return None


def _one(name: str, number: str, kind: ActKind, **fields: Value) -> Exercise:
    return Exercise(name, number, (Sign(kind, number, fields),))


GREEN, AGAIN, RED, XRAY = "9911A0000015", "9911A0000016", "9911A0000029", "A0051991100032"
HELD, UNDONE, CANCELLED, ON_PAPER = "9911A0000017", "9911A0000018", "A0111991100038", "9911A0000901"
RELEASED, COMPARED, BROKEN, ELSEWHERE = "9911A0000015", "9911A0000016", "9911A0000017", "9911A0000018"
STAMPED_ON_PAPER, KEPT_BACK = "9911A0000902", "9911A0000019"
"""What the trainer prepares at a checking post: stamped for it, for another post, from paper while the line was cut."""

_STAMP, _REFUSE = ActKind.STAMP, ActKind.REFUSE
INSPECTION = (
    _one("green", GREEN, _STAMP, outcome="green"),
    Exercise("print", GREEN, (Sign(_STAMP, GREEN), Sign(ActKind.PRINT, GREEN), Sign(ActKind.PRINT, GREEN))),
    Exercise("red", RED, (Sign(ActKind.INSPECT, RED), Sign(_STAMP, RED, {"outcome": "red"}))),
    _one("xray", XRAY, _STAMP, outcome="xray"),
    _one("hold", HELD, ActKind.HOLD),
    Exercise("undo", UNDONE, (Sign(_STAMP, UNDONE), Sign(ActKind.ANNUL, UNDONE))),
    _one("wrong", CANCELLED, _REFUSE, code="cancelled"),
    _one("offline", ON_PAPER, _STAMP, unverified=True),
)
CHECKING = (
    _one("release", RELEASED, ActKind.RELEASE),
    _one("second", RELEASED, _REFUSE, code="already_released"),
    _one("compare", COMPARED, ActKind.RELEASE),
    _one("turn_back", BROKEN, _REFUSE),
    _one("elsewhere", ELSEWHERE, _REFUSE, code="wrong_post"),
    _one("keep_back", KEPT_BACK, ActKind.HOLD),
    _one("unverified", STAMPED_ON_PAPER, _REFUSE),
)
TRANSIT = (
    _one("t_receive", "", ActKind.TRANSIT_RECEIVE),
    _one("t_check", "", ActKind.TRANSIT_CHECK),
    _one("t_consider", "", ActKind.TRANSIT_CONSIDER),
    _one("t_sign", "", ActKind.TRANSIT_SIGN),
    _one("t_key", "", ActKind.TRANSIT_KEY),
    Exercise("t_print", "", (Sign(ActKind.PRINT, "", {"form": "448-1"}),)),
    _one("t_hand_over", "", ActKind.TRANSIT_HAND_OVER),
)
SHIFTS: Mapping[str, Sequence[Exercise]] = {
    "inspection": INSPECTION,
    "checking_post": CHECKING,
    "counter_services": (),
    "transit": TRANSIT,
}
"""Desk → its exercises, in the order in which they are offered."""
