"""A month at a transit office: many cases at every step, as another workstation of the office recorded them."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from officer_app.core.acts import GENESIS, Act, Draft, Mode, Place, Subject, compose, read
from officer_app.core.exchange import FeedAct
from officer_app.core.kinds import ActKind
from officer_app.workstation.opening import Workstation
from tests.workstation.transit_station import declared

ROUND = 40
"""Of so many cases of the month most are closed, and one stands at each other place."""
BATCH = 500
STEPS: tuple[ActKind, ...] = (
    *(ActKind.TRANSIT_RECEIVE, ActKind.TRANSIT_CHECK, ActKind.TRANSIT_CONSIDER, ActKind.TRANSIT_SIGN),
    *(ActKind.TRANSIT_KEY, ActKind.TRANSIT_HAND_OVER, ActKind.TRANSIT_DEPART, ActKind.TRANSIT_ARRIVE),
    *(ActKind.TRANSIT_EXIT, ActKind.TRANSIT_CLOSE),
)


def month_of_cases(opened: Workstation, cases: int, until: datetime) -> None:
    """Have `opened` hear of so many cases, filed evenly over the thirty days before `until`."""
    feed = [FeedAct(place, act) for place, act in enumerate(_acts(cases, until), start=1)]
    for first in range(0, len(feed), BATCH):
        opened.journal.receive(feed[first : first + BATCH])


def case_number(place: int) -> str:
    """The number of the case at `place`, from 0."""
    return f"TC4901MS269{place:05d}"


def _acts(cases: int, until: datetime) -> Iterator[Act]:
    table = declared()
    seq, prev = 0, GENESIS
    for case in range(cases):
        filed, after = until - timedelta(days=30) * (cases - case) / cases, ""
        steps = STEPS[: case % ROUND + 1] if case % ROUND < len(STEPS) else STEPS
        for step, kind in enumerate(steps):
            fields = _fields(kind, case, filed, table)
            for subject, named, said in ((("transit", case_number(case)), kind, fields), *_secured(kind, case)):
                seq += 1
                at = filed + timedelta(minutes=7 * step)
                draft = Draft(f"MS-2/{seq}", named, Subject(*subject), "prasit", at, said)
                place = Place("MS", "MS-2", seq, prev, after, Mode.SAMPLE)
                act = read(compose(draft, place, "00" * 8), b"not looked at here")
                prev, after = act.hash, act.act_id if subject[0] == "transit" else after
                yield act


def _secured(kind: ActKind, case: int) -> tuple[tuple[tuple[str, str], ActKind, dict[str, Any]], ...]:
    """What a signature draws on the bond, and a closing gives back."""
    drawn = {ActKind.TRANSIT_SIGN: ActKind.GUARANTEE_DRAWN, ActKind.TRANSIT_CLOSE: ActKind.GUARANTEE_FREED}.get(kind)
    if drawn is None:
        return ()
    return ((("guarantee", "BOND-1"), drawn, {"case": case_number(case), "satang": 3_141_592}),)


def _fields(kind: ActKind, case: int, filed: datetime, table: Mapping[str, Any]) -> dict[str, Any]:
    limit = (filed + timedelta(days=30)).date().isoformat()
    said: dict[ActKind, dict[str, Any]] = {
        ActKind.TRANSIT_RECEIVE: {
            "applicant": f"บริษัท ตัวอย่างขนส่ง {case % 60} จำกัด",
            "applicant_class": "1",
            "office": "4901",
            "declared": dict(table),
        },
        ActKind.TRANSIT_CHECK: {
            "applicant_class": "1",
            "papers": {},
            "proofs": {},
            "guarantee": "BOND-1",
            "duty": 3_141_592,
        },
        ActKind.TRANSIT_CONSIDER: {
            "declared": dict(table),
            "agrees": True,
            "exit_office": "2901",
            "entry_date": filed.date().isoformat(),
            "days": 30,
        },
        ActKind.TRANSIT_SIGN: {
            "sequence_no": f"{case + 1}/2569",
            "series": "4901/2569",
            "number": case + 1,
            "entry_date": filed.date().isoformat(),
            "limit_date": limit,
            "legal_basis": "-",
        },
        ActKind.TRANSIT_KEY: {"declaration_no": f"A029299{case // 99999 + 11:02d}{case:05d}"},
        ActKind.TRANSIT_HAND_OVER: {"handed_to": "นายสมมติ", "seals": f"S{case}A, S{case}B", "vehicle": "701234"},
        ActKind.TRANSIT_ARRIVE: {"seals_intact": True, "seals_found": f"S{case}A, S{case}B", "office": "2901"},
        ActKind.TRANSIT_EXIT: {"office": "2901"},
        ActKind.TRANSIT_CLOSE: {"reason": "คู่ฉบับส่งกลับครบถ้วน"},
    }
    return said.get(kind, {})
