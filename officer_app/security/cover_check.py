"""Acts that only the workstation could sign, and the collective acts by which their officers signed them afterwards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import Value
from officer_app.core.roles import name_key
from officer_app.security.chain_check import Defect, Note, defect, note


@dataclass(frozen=True)
class Covered:
    """An act that a collective act names: its id, its place and its hash (hex)."""

    act_id: str
    station_seq: int
    hash: str


def rows(acts: Iterable[Act]) -> list[Mapping[str, Value]]:
    """`acts` as a collective act names them."""
    return [{"act_id": act.act_id, "station_seq": act.station_seq, "hash": act.hash.hex()} for act in acts]


def named(cover: Act) -> list[Covered] | None:
    """The acts that `cover` names; None where its list is in no form."""
    listed = cover.fields.get("acts", ())
    if isinstance(listed, str | int | Mapping):
        return None
    found = []
    for one in listed:
        if not isinstance(one, Mapping):
            return None
        act_id, seq, hash_ = one.get("act_id"), one.get("station_seq"), one.get("hash")
        if not (isinstance(act_id, str) and isinstance(seq, int) and isinstance(hash_, str)):
            return None
        found.append(Covered(act_id, seq, hash_))
    return found


@dataclass
class _Open:
    """Acts of one chain that wait for their officers' signatures, by act id; and by officer, as each act asks."""

    acts: dict[str, Act] = field(default_factory=dict)
    of_officers: dict[str, dict[str, Act]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, act: Act) -> None:
        self.drop(act.act_id)
        self.acts[act.act_id] = self.of_officers[name_key(act.officer)][act.act_id] = act

    def drop(self, act_id: str) -> None:
        act = self.acts.pop(act_id, None)
        if act is not None:
            del self.of_officers[name_key(act.officer)][act_id]

    def of(self, officer: str) -> list[Act]:
        return list(self.of_officers.get(name_key(officer), {}).values()) if self.acts else []


def check_covers(chain: Sequence[Act], good: frozenset[str], *, whole: bool) -> tuple[list[Defect], list[Note]]:
    """What is wrong with the covers of one chain (in its order), and a note for each act that still waits for one.

    `good`: key ids of officers whose signatures count here. An officer's collective act comes before anything else that
    he signs again: who has only the workstation's key cannot make it. `whole`: the chain has all its acts.
    """
    waiting, found = _Open(), []
    here = {act.act_id for act in chain}
    for act in chain:
        if act.kind == ActKind.COLLECTIVE:
            found += list(_cover(act, waiting, None if whole else here))
        elif act.signer_failed:
            waiting.add(act)
        elif act.officer and act.key in good and (left := waiting.of(act.officer)):
            text = f"{act.officer} signed again without covering act {left[0].station_seq} first"
            about = {"officer": act.officer, "acts": str(left[0].station_seq)}
            found.append(defect("not_covered", act, text, **about))
            for one in left:
                waiting.drop(one.act_id)
    notes = [
        note(
            "uncovered",
            act,
            f"the signer of {act.officer} had failed; no collective act covers it yet",
            officer=act.officer,
        )
        for act in waiting.acts.values()
    ]
    return found, notes


def _cover(cover: Act, waiting: _Open, here: set[str] | None) -> Iterator[Defect]:
    """What is wrong with one collective act; `here`: the acts of a chain that is not whole, by id."""
    listed = named(cover)
    if not listed:
        yield defect("bad_cover", cover, "a collective act that names no act")
        return
    for one in listed:
        act = waiting.acts.get(one.act_id)
        if act is None:
            if here is None or one.act_id in here:
                text = f"act {one.station_seq} is none that waits for a signature"
                yield defect("bad_cover", cover, text, acts=str(one.station_seq))
            continue
        if (act.station_seq, act.hash.hex()) != (one.station_seq, one.hash):
            text = f"act {act.station_seq} is not the one that this collective act covers"
            yield defect("bad_cover", cover, text, acts=str(act.station_seq))
        elif name_key(act.officer) != name_key(cover.officer) and not cover.text("reason"):
            text = f"act {act.station_seq} is of {act.officer}, not of {cover.officer}"
            yield defect("bad_cover", cover, text, acts=str(act.station_seq), officer=act.officer)
        waiting.drop(one.act_id)
