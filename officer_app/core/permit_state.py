"""Where a permit stands: its state, its stamp, its release. What `core.export` folds acts into."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from officer_app.core.acts import Act
from officer_app.core.life_cycle import Standing


class State(StrEnum):
    """Where a permit stands by what was done at counters (domain.md §7.1)."""

    ISSUED = "issued"
    PRESENTED = "presented"
    INSPECTING = "inspecting"
    XRAY_PENDING = "xray_pending"
    MISMATCH = "mismatch"
    HELD = "held"
    STAMPED = "stamped"
    RELEASED = "released"
    RECEIVED = "received"
    LOADED = "loaded"
    SEIZED = "seized"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What the officer did; not to be mixed up with the permit's line."""

    GREEN = "green"
    RED = "red"
    XRAY = "xray"


@dataclass(frozen=True)
class Stamp:
    """A stamp as it stands: its text is the counter's, never the customs computer's status.

    `unverified`: made from paper, and no record has agreed with it yet. `redirected_by`: who sent it to another post
    than `officer`, who stamped.
    """

    act_id: str
    outcome: str
    text: str
    release_post: str
    officer: str
    station: str
    at: datetime
    findings: str = ""
    unverified: bool = False
    signer_failed: bool = False
    redirected_by: str = ""


@dataclass(frozen=True)
class Release:
    """The release of a round: who, where, when, and which place granted it."""

    act_id: str
    officer: str
    station: str
    at: datetime
    granted_by: str


@dataclass(frozen=True)
class PermitState(Standing):
    """What the acts on one permit add up to.

    `release` is the first release that stands, `more_releases` those after it (promise 2: kept, flagged). `line` is
    what a re-routing made of the permit's line, `cut_off_at` when it was cut off (as acts write times), `ended_by` the
    act that seized or cancelled it, `consent` the stamp whose release a supervisor agreed to, `matched` what became of
    the comparison with the record that came later: agrees, differs (`differs` says in what). `mismatch` says what did
    not agree with goods or vehicle. All empty where nothing of the kind was done.
    """

    state: State = State.ISSUED
    round: int = 1
    stamp: Stamp | None = None
    release: Release | None = None
    more_releases: tuple[Release, ...] = ()
    hold_reason: str = ""
    before_hold: State = State.ISSUED
    before_release: State = State.ISSUED
    before_mismatch: State = State.ISSUED
    before_end: State = State.ISSUED
    mismatch: str = ""
    ended_by: str = ""
    line: str = ""
    cut_off_at: str = ""
    consent: str = ""
    matched: str = ""
    differs: str = ""


def read_stamp(act: Act, before: Stamp | None = None) -> Stamp:
    """The stamp that a stamping makes, or the re-direction of the one `before`."""
    return Stamp(
        act_id=act.act_id,
        outcome=act.text("outcome"),
        text=act.text("stamp_text"),
        release_post=act.text("release_post"),
        officer=before.officer if before is not None else act.officer,
        redirected_by=act.officer if before is not None else "",
        station=act.station,
        at=act.at,
        findings=act.text("findings"),
        unverified=act.fields.get("unverified") is True,
        signer_failed=act.fields.get("signer_failed") is True,
    )


def read_release(act: Act) -> Release:
    """The release that an act is."""
    return Release(act.act_id, act.officer, act.station, act.at, act.text("granted_by"))
