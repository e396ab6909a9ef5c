"""The practice shift: exercises for each desk, and what of a practice desk's records shows that one was done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from officer_app.core.acts import Act
from officer_app.core.canonical import Value
from officer_app.core.kinds import ActKind

TRAINEE, TRAINER = "trainee", "trainer"
"""The two accounts of a practice home. What the trainer did before the shift began is no exercise done."""


SHOWN = "shown"
"""The kind of an event that is no act: a record was shown to the trainee, with all that may not be done with it."""


@dataclass(frozen=True)
class Event:
    """Something the trainee did at `at` (UTC): an act of `kind` on `number`, or a record that was shown to him."""

    at: datetime
    kind: str
    number: str
    fields: Mapping[str, Value] = field(default_factory=dict)


def events_of(acts: Iterable[Act], shown: Iterable[tuple[datetime, str, str]]) -> list[Event]:
    """What trainees did, in order: their `acts`, and what was `shown` (when, to whom, number)."""
    found = [Event(act.at, act.kind, act.subject.number, act.fields) for act in acts if _is_trainee(act.officer)]
    found += [Event(at, SHOWN, number) for at, officer, number in shown if _is_trainee(officer)]
    return sorted(found, key=lambda event: event.at)


def _is_trainee(officer: str) -> bool:
    return officer not in ("", TRAINER)


@dataclass(frozen=True)
class Sign:
    """An event that has to be there: its kind, its number (empty: whatever), fields with these values."""

    kind: str
    number: str = ""
    fields: Mapping[str, Value] = field(default_factory=dict)

    def fits(self, event: Event) -> bool:
        """Whether `event` is the one."""
        return (
            event.kind == self.kind
            and self.number in ("", event.number)
            and all(event.fields.get(name) == value for name, value in self.fields.items())
        )


@dataclass(frozen=True)
class Exercise:
    """`name`: its sentences under `practice.<name>`; `number`: what is scanned; done once all `signs` came in order."""

    name: str
    number: str
    signs: tuple[Sign, ...]

    def done_at(self, events: Iterable[Event]) -> datetime | None:
        """When the last of the `events`, in their order, that it takes came; None where it is not done."""
        left = list(self.signs)
        for event in events:
            if left and left[0].fits(event):
                left.pop(0)
                if not left:
                    return event.at
        return None


def _one(name: str, number: str, kind: str, **fields: Value) -> Exercise:
    return Exercise(name, number, (Sign(kind, number, fields),))


GREEN, AGAIN, RED, XRAY = "9911A0000015", "9911A0000016", "9911A0000029", "A0051991100032"
HELD, UNDONE, CANCELLED, ON_PAPER = "9911A0000017", "9911A0000018", "A0111991100038", "9911A0000901"
RELEASED, COMPARED, BROKEN, ELSEWHERE = "9911A0000015", "9911A0000016", "9911A0000017", "9911A0000018"
STAMPED_ON_PAPER, BATCHED = "9911A0000902", "9911A0000019"
"""What the trainer prepares at a checking post: stamped for it, for another post, from paper while the line was cut."""

AIR, BY_PART, PART, FOLLOWED = "A0021991100001", "A0041991100003", "CTI0003", "9911A0000015"
"""At counter services: a permit whose papers are wanted, one that is known by a part of its air waybill's number, and
one that the trainer stamped.
"""

_STAMP, _REFUSE = ActKind.STAMP, ActKind.REFUSE
INSPECTION = (
    _one("green", GREEN, _STAMP, outcome="green"),
    Exercise("print", GREEN, (Sign(_STAMP, GREEN), Sign(ActKind.PRINT, GREEN), Sign(ActKind.PRINT, GREEN))),
    Exercise("red", RED, (Sign(ActKind.INSPECT, RED), Sign(_STAMP, RED, {"outcome": "red"}))),
    _one("xray", XRAY, _STAMP, outcome="xray"),
    _one("hold", HELD, ActKind.HOLD),
    Exercise("undo", UNDONE, (Sign(_STAMP, UNDONE), Sign(ActKind.ANNUL, UNDONE))),
    _one("wrong", CANCELLED, SHOWN),
    _one("offline", ON_PAPER, _STAMP, unverified=True),
)
CHECKING = (
    _one("release", RELEASED, ActKind.RELEASE),
    Exercise("second", RELEASED, (Sign(ActKind.RELEASE, RELEASED), Sign(SHOWN, RELEASED))),
    _one("compare", COMPARED, ActKind.RELEASE, compared=["container_no"]),
    _one("turn_back", BROKEN, _REFUSE),
    _one("elsewhere", ELSEWHERE, SHOWN),
    _one("batch", BATCHED, ActKind.RELEASE),
    _one("unverified", STAMPED_ON_PAPER, SHOWN),
)
SERVICES = (
    _one("s_find", BY_PART, SHOWN),
    Exercise("s_line", FOLLOWED, (Sign(SHOWN, FOLLOWED), Sign(SHOWN, FOLLOWED))),
    _one("s_paper", AIR, ActKind.PRINT, form="air-permit"),
    _one("s_again", AIR, ActKind.PRINT, form="air-permit", copy=2),
    _one("s_fee", AIR, ActKind.PRINT, form="fee-slip"),
    _one("s_petition", AIR, ActKind.PRINT, form="petition-flight"),
    _one("s_wrong", CANCELLED, SHOWN),
)
TRANSIT = (
    _one("t_receive", "", ActKind.TRANSIT_RECEIVE),
    _one("t_check", "", ActKind.TRANSIT_CHECK),
    _one("t_consider", "", ActKind.TRANSIT_CONSIDER),
    _one("t_sign", "", ActKind.TRANSIT_SIGN),
    _one("t_key", "", ActKind.TRANSIT_KEY),
    Exercise("t_print", "", (Sign(ActKind.PRINT, "", {"form": "448-1"}),) * 2),
    _one("t_hand_over", "", ActKind.TRANSIT_HAND_OVER),
)
SHIFTS: Mapping[str, Sequence[Exercise]] = {
    "inspection": INSPECTION,
    "checking_post": CHECKING,
    "counter_services": SERVICES,
    "transit": TRANSIT,
}
"""Desk → its exercises, in the order in which they are offered."""
