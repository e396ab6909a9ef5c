"""Annulments that say they are an undo and so name no second officer: whether they are one (design §6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from officer_app.core.acts import Act, ActKind
from officer_app.core.roles import name_key
from officer_app.core.two_persons import is_undo
from officer_app.security.chain_check import Defect, defect

ASKING = timedelta(seconds=15)
"""The window is looked at before the right is asked for; the act's own time comes after the answer."""


class UndoCheck:
    """What of all acts here speaks about an undo: the stamps, and the releases that stand under them."""

    def __init__(self, acts: Iterable[Act], window_s: int) -> None:
        """`window_s`: how long after a stamp its officer may undo it (seconds)."""
        self._window = timedelta(seconds=window_s) + ASKING
        self._here: set[str] = set()
        self._stamps: dict[str, Act] = {}
        self._released: dict[str, list[Act]] = {}
        self._annulled: dict[str, list[Act]] = {}
        by_kind: Mapping[str, dict[str, list[Act]]] = {
            ActKind.RELEASE: self._released,
            ActKind.ANNUL: self._annulled,
        }
        for act in acts:
            self._here.add(act.act_id)
            if act.kind in (ActKind.STAMP, ActKind.REDIRECT):
                self._stamps[act.act_id] = act
            elif act.kind in by_kind:
                about = act.text("stamp") if act.kind == ActKind.RELEASE else act.text("annuls")
                by_kind[act.kind].setdefault(about, []).append(act)

    def defects(self, chain: Sequence[Act], *, whole: bool) -> Iterator[Defect]:
        """What is wrong with the undos of one chain; `whole`: it has all its acts."""
        for act in chain:
            if is_undo(act) and (wrong := self._wrong(act, whole=whole)):
                yield defect("false_undo", act, wrong)

    def _wrong(self, undo: Act, *, whole: bool) -> str:
        stamp = self._stamps.get(undo.text("annuls"))
        if stamp is None:
            known = whole or undo.text("annuls") in self._here
            return "what it takes back is no stamp that is here" if known else ""
        if stamp.station != undo.station or stamp.station_seq >= undo.station_seq or stamp.subject != undo.subject:
            return "what it takes back was not stamped before, at this workstation, on this permit"
        if name_key(stamp.officer) != name_key(undo.officer):
            return f"what it takes back was stamped by {stamp.officer}"
        if not timedelta(0) <= undo.at - stamp.at <= self._window:
            return "what it takes back was not stamped just before"
        release = next((each for each in self._released.get(stamp.act_id, ()) if self._stood(each, undo)), None)
        return f"what it takes back was released by {release.officer} at {release.station}" if release else ""

    def _stood(self, release: Act, undo: Act) -> bool:
        """Whether a release stood when the stamp under it was undone. One of another workstation counts by its time."""
        if not _before(release, undo):
            return False
        return not any(_before(annulment, undo) for annulment in self._annulled.get(release.act_id, ()))


def _before(act: Act, undo: Act) -> bool:
    if act.station == undo.station:
        return act.station_seq < undo.station_seq
    return act.at < undo.at
