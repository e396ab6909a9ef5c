"""Whether who did an act might: the roles that the office certified, and nobody releasing what he stamped."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from officer_app.core.acts import Act, ActKind
from officer_app.core.roles import SECOND_ROLES, name_key, roles_of
from officer_app.core.two_persons import SECOND_KEY
from officer_app.security.chain_check import Defect, defect
from officer_app.security.key_standing import Standing

_BY_THE_WAY = frozenset({ActKind.PRINT, ActKind.COLLECTIVE, ActKind.REFUSE})
"""What is recorded for whoever is at the desk, whatever his roles are."""


class DutyCheck:
    """What of all acts here speaks about it: what keys are certified for, and who stamped."""

    def __init__(self, acts: Iterable[Act], standings: Mapping[str, Standing]) -> None:
        self._standings = standings
        self._stamps = {act.act_id: act for act in acts if act.kind in (ActKind.STAMP, ActKind.REDIRECT)}

    def defects(self, chain: Sequence[Act]) -> Iterator[Defect]:
        """What is wrong in one chain. Of a key without a certificate nobody here knows what it may."""
        for act in chain:
            wanted = roles_of(act.kind, act.subject.kind, act.text("outcome"))
            if wanted is not None and act.kind not in _BY_THE_WAY:
                yield from self._role(act, act.key, act.officer, wanted)
            second = SECOND_ROLES.get(ActKind(act.kind)) if act.text(SECOND_KEY) and wanted is not None else None
            if second is not None:
                yield from self._role(act, act.text(SECOND_KEY), act.text("second"), second)
            if act.kind == ActKind.RELEASE:
                yield from self._released(act)

    def _released(self, release: Act) -> Iterator[Defect]:
        """Neither who stamped nor who re-directed the stamp may release under it."""
        stamp, seen = self._stamps.get(release.text("stamp")), set[str]()
        while stamp is not None and stamp.act_id not in seen:
            seen.add(stamp.act_id)
            if name_key(stamp.officer) == name_key(release.officer):
                text = f"{release.officer} released what {stamp.officer} had stamped: nobody does both"
                yield defect("released_own", release, text, officer=release.officer, act=stamp.act_id)
                return
            stamp = self._stamps.get(stamp.text("annuls")) if stamp.kind == ActKind.REDIRECT else None

    def _role(self, act: Act, key: str, officer: str, wanted: frozenset[str]) -> Iterator[Defect]:
        allowed = self._standings.get(key, Standing(key)).roles(act.at)
        if allowed is not None and not allowed & wanted:
            text = f"the office certified {officer} as {', '.join(sorted(allowed))}: none of these may do this"
            yield defect("role", act, text, officer=officer, roles=", ".join(sorted(allowed)))
