"""The rarer calls of a workstation: snapshots, digests, its own chain, forks, decisions of a post, cases."""

from collections.abc import Sequence
from datetime import UTC

from officer_app.central.faults import push_failed
from officer_app.central.line import Line
from officer_app.core.acts import Act
from officer_app.core.ports import Decision, IdleClaim, Mark, OwnAct, PushOutcome, SnapshotOffer

_DIGEST = "select feed_seq, digest from api_v1.digest(%s::text, %s::bigint)"
_OWN_ACTS = "select station_seq, body, signature, feed_seq from api_v1.own_acts(%s::bigint, %s::integer)"
_REPORT_FORK = "select api_v1.report_fork(%s::bigint, %s::bytea, %s::bytea)"
_TELL_HEARD = "select api_v1.tell_heard(%s::bytea[])"
_CAUGHT_UP = "select api_v1.caught_up(%s::uuid)"
_HAND_BACK = "select api_v1.hand_back(%s::text, %s::integer)"
_PULL_DECISIONS = (
    "select number, permit, round, withdrawn, act_id, station, officer, at, epoch, seat"
    " from api_v1.pull_decisions(%s::bigint, %s::integer)"
)
_TAKE_SEAT = "select api_v1.take_seat(%s::text, %s::text, %s::text)"
_TOLD = "select api_v1.decisions_told(%s::text, %s::text)"
_TELL = (
    "select api_v1.tell_decisions(%s::text, %s::text, %s::bigint[], %s::text[], %s::integer[], %s::text[], %s::text[],"
    " %s::text[], %s::text[], %s::timestamptz[], %s::integer[], %s::text[])"
)
_IDLE = "select permit, round, act_id, station, officer, at, granted_by from api_v1.claims_without_act(%s::integer)"
_SET_ASIDE = "select outcome, coalesce(reason, '') from api_v1.set_aside(%s::bigint, %s::bytea, %s::bytea, %s::bytea)"
_SNAPSHOT = "select manifest, signature from api_v1.snapshot()"
_SNAPSHOT_PART = "select api_v1.snapshot_part(%s::text, %s::integer)"
_TAKE_NUMBERS = "select first, last from api_v1.take_numbers(%s::text, %s::integer, %s::text)"
_CASE_ACTS = "select side, station_seq, body, signature from api_v1.case_acts(%s::text)"


class CaseCalls:
    """Part of core.ports.Central, over the line for bulk."""

    _bulk: Line

    def digest(self, feed: str, up_to: int) -> Mark | None:
        """See core.ports.Central.digest."""
        rows = self._bulk.call(_DIGEST, [feed, up_to])
        return Mark(*rows[0]) if rows else None

    def set_aside(self, act: Act) -> PushOutcome:
        """See core.ports.Central.set_aside."""
        rows = self._bulk.call(_SET_ASIDE, [act.station_seq, act.body, act.hash, act.signature], push_failed)
        return PushOutcome(act.act_id, *rows[0])

    def snapshot(self) -> SnapshotOffer | None:
        """See core.ports.Central.snapshot."""
        rows = self._bulk.call(_SNAPSHOT)
        return SnapshotOffer(*rows[0]) if rows else None

    def snapshot_part(self, snapshot_id: str, part: int) -> bytes:
        """See core.ports.Central.snapshot_part."""
        return self._bulk.call(_SNAPSHOT_PART, [snapshot_id, part])[0][0] or b""

    def own_acts(self, after_seq: int, limit: int) -> tuple[OwnAct, ...]:
        """This workstation's chain behind `after_seq` as it is held here, refused acts too."""
        return tuple(OwnAct(*row) for row in self._bulk.stream(_OWN_ACTS, [after_seq, limit]))

    def report_fork(self, act: Act) -> bool:
        """See core.ports.Central.report_fork."""
        return bool(self._bulk.call(_REPORT_FORK, [act.station_seq, act.body, act.signature])[0][0])

    def tell_heard(self, acts: Sequence[Act]) -> None:
        """See core.ports.Central.tell_heard."""
        self._bulk.call(_TELL_HEARD, [[act.body for act in acts]])

    def caught_up(self, feed_epoch: str) -> bool:
        """See core.ports.Central.caught_up."""
        return bool(self._bulk.call(_CAUGHT_UP, [feed_epoch])[0][0])

    def take_seat(self, name: str, word: str, fresh: str) -> bool:
        """See core.ports.Central.take_seat."""
        return bool(self._bulk.call(_TAKE_SEAT, [name, word, fresh])[0][0])

    def take_numbers(self, series: str, count: int, act_id: str) -> tuple[int, int]:
        """See core.ports.Central.take_numbers."""
        first, last = self._bulk.call(_TAKE_NUMBERS, [series, count, act_id])[0]
        return int(first), int(last)

    def hand_back(self, post: str, epoch: int) -> int:
        """See core.ports.Central.hand_back."""
        return int(self._bulk.call(_HAND_BACK, [post, epoch])[0][0])

    def pull_decisions(self, after: int, limit: int) -> tuple[Decision, ...]:
        """What this server of a post decided behind number `after`."""
        rows = self._bulk.stream(_PULL_DECISIONS, [after, limit])
        return tuple(Decision(*row[:7], *[row[7].astimezone(UTC), *row[8:]]) for row in rows)

    def tell_decisions(self, post: str, server: str, decisions: Sequence[Decision]) -> int:
        """See core.ports.Central.tell_decisions."""
        if not decisions:
            return int(self._bulk.call(_TOLD, [post, server])[0][0])
        names = ("number", "permit", "round", "withdrawn", "act_id", "station", "officer", "at", "epoch", "seat")
        columns = [[getattr(decision, name) for decision in decisions] for name in names]
        return int(self._bulk.call(_TELL, [post, server, *columns])[0][0])

    def claims_without_act(self, minutes: int) -> tuple[IdleClaim, ...]:
        """Rights granted more than `minutes` ago whose act has not come."""
        rows = self._bulk.call(_IDLE, [minutes])
        return tuple(IdleClaim(*row[:5], *[row[5].astimezone(UTC), row[6]]) for row in rows)

    def case_acts(self, case_id: str) -> tuple[tuple[str, OwnAct], ...]:
        """See core.ports.Central.case_acts."""
        return tuple((row[0], OwnAct(row[1], row[2], row[3], 0)) for row in self._bulk.call(_CASE_ACTS, [case_id]))
