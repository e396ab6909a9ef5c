"""Who may grant a post's releases: the authority records that travel to workstations, and what they allow. Pure."""

import json
from dataclasses import dataclass
from typing import Any

from officer_app.core.acts import ActKind

RECORD_KIND = "authority"
PENDING_KIND = "decision"
KINDS = ("centre", "workstation", "post")
USES_RIGHT = (ActKind.RELEASE, ActKind.ANNUL, ActKind.REDIRECT)
"""Acts that use a right: after a restore the centre hears of them from whoever knows them."""


@dataclass(frozen=True)
class Authority:
    """Who grants the releases of `post` in one epoch.

    `kind`: centre, workstation (`holder` names it), post (its own server; `holder` is the post). Who grants has to know
    the centre's feed of acts up to `acts_place`. `forced`: the act of two people that took the right from an authority
    which had not handed it back. `resting`: the centre was restored, nobody grants until it has heard everyone. `seat`:
    of a workstation the one installation that grants, which no copy of its journal is; empty until it was heard once.
    """

    post: str
    epoch: int = 0
    kind: str = "centre"
    holder: str = "centre"
    acts_place: int = 0
    forced: str = ""
    resting: bool = False
    seat: str = ""


def authority_number(post: str) -> str:
    """Under which number the authority of `post` is recorded; small letters, so that no scan finds it."""
    return f"authority/{post}"


def pending_number(permit: str, round_: int, stamp: str = "") -> str:
    """Under which number a right is recorded that was granted, and whose act is not known yet."""
    return f"decision/{permit}/{round_}/{stamp}" if stamp else f"decision/{permit}/{round_}"


def read_authority(doc: str) -> Authority:
    """The authority of a record. Raises ValueError where it is none: then nobody may grant by it."""
    try:
        table: dict[str, Any] = json.loads(doc)
        found = Authority(
            post=table["post"],
            epoch=table["epoch"],
            kind=table["kind"],
            holder=table["holder"],
            acts_place=table["acts_place"],
            forced=table["forced"],
            resting=table["resting"],
            seat=table.get("seat", ""),
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not an authority: {error}") from error
    whole = all(type(number) is int and number >= 0 for number in (found.epoch, found.acts_place))
    texts = all(isinstance(text, str) for text in (found.post, found.holder, found.forced, found.seat))
    if not (whole and texts and found.kind in KINDS and isinstance(found.resting, bool)):
        raise ValueError("not an authority: a field is of another kind")
    return found


@dataclass(frozen=True)
class Pending:
    """A right that was granted elsewhere before the authority moved."""

    permit: str
    round: int
    withdrawn: str
    act_id: str
    station: str
    officer: str
    at: str


def read_pending(doc: str) -> Pending:
    """The granted right of a record. Raises ValueError."""
    try:
        table: dict[str, Any] = json.loads(doc)
        return Pending(**{name: table[name] for name in Pending.__dataclass_fields__})
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a granted right: {error}") from error
