"""Own acts that wait for their officers' signatures since a signer failed, as the text the journal keeps of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import Value
from officer_app.core.covers import covered_by
from officer_app.core.roles import name_key

KEPT = "unsigned"
"""Under this name the journal keeps the acts that wait."""


@dataclass(frozen=True)
class Waiting:
    """One act that only the workstation could sign; `hash` in hex."""

    officer: str
    act_id: str
    station_seq: int
    hash: str

    @property
    def row(self) -> Mapping[str, Value]:
        """The act as a collective act names it."""
        return {"act_id": self.act_id, "station_seq": self.station_seq, "hash": self.hash}


def read(text: str) -> list[Waiting]:
    """The acts that wait, oldest first."""
    return [Waiting(*row) for row in json.loads(text)] if text else []


def after(text: str, act: Act) -> str:
    """What waits once `act` stands in the journal: it waits itself, or it covers others."""
    waiting = read(text)
    if act.kind == ActKind.COLLECTIVE:
        covered = covered_by(act)
        waiting = [one for one in waiting if one.act_id not in covered]
    elif act.signer_failed:
        waiting.append(Waiting(act.officer, act.act_id, act.station_seq, act.hash.hex()))
    return json.dumps([[one.officer, one.act_id, one.station_seq, one.hash] for one in waiting]) if waiting else ""


def of(text: str, officer: str) -> list[Waiting]:
    """The acts of one officer that wait."""
    return [one for one in read(text) if name_key(one.officer) == name_key(officer)]
