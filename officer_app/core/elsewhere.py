"""Acts of another site that this one is to know: signed as they were there, brought here as reference records."""

import json
from typing import Any

from officer_app.core.acts import Act, ActKind, BadAct, read
from officer_app.core.kinds import known
from officer_app.core.records import Provenance, Record

RECORD_KIND = "act_elsewhere"
KEY_KINDS = (ActKind.STATION_OPENED, ActKind.KEY_REGISTERED, ActKind.KEY_CERTIFIED, ActKind.KEY_REVOKED)
"""What says whose keys sign there."""
AT_EXIT = frozenset(
    {
        *(ActKind.TRANSIT_ARRIVE, ActKind.TRANSIT_EXIT, ActKind.TRANSIT_OPEN_GOODS),
        *(ActKind.TRANSIT_NOTE, ActKind.TRANSIT_ANSWER),
    }
)
"""What an exit office does with a case of another site, and what that site is told; besides it takes back its own."""


def elsewhere_number(act: Act) -> str:
    """Under which number an act is fed to another site; small letters first, so that no scan finds it."""
    return f"elsewhere/{act.site}/{act.act_id}"


def elsewhere_record(act: Act) -> Record:
    """The record that carries `act`, as of its time."""
    doc = json.dumps({"body": act.body.decode("utf-8"), "signature": act.signature.hex()}, ensure_ascii=False)
    return Record(RECORD_KIND, elsewhere_number(act), doc, Provenance.COUNTER, act.at)


def act_in(record: Record) -> Act:
    """The act that a record carries, byte for byte. Raises ValueError where it carries another or none."""
    try:
        table: dict[str, Any] = json.loads(record.doc)
        act = read(str(table["body"]).encode("utf-8"), bytes.fromhex(str(table["signature"])))
    except (KeyError, TypeError, AttributeError, RecursionError, BadAct) as error:
        raise ValueError(f"{record.number} carries no act") from error
    if elsewhere_number(act) != record.number:
        raise ValueError(f"{record.number} carries another act")
    return act


def is_of_exit(act: Act, own_ids: frozenset[str]) -> bool:
    """Whether `act`, done at an exit office, is for the site of the case too; `own_ids` are that office's own acts."""
    kind = known(act.kind)
    return kind in AT_EXIT or (kind is ActKind.ANNUL and act.text("annuls") in own_ids)
