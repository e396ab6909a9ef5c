"""The centre as a PostgreSQL: a workstation's side of the functions in api_v1."""

import json
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as DeadlinePassed
from datetime import UTC

from officer_app.central.address import parse_address
from officer_app.central.case_calls import CaseCalls
from officer_app.central.faults import push_failed
from officer_app.central.line import CLOSED, Line, Row
from officer_app.central.watchdog import Watchdog
from officer_app.core.acts import Act, BadAct, read
from officer_app.core.ports import (
    Claim,
    Denied,
    FeedAct,
    FeedRecord,
    Granted,
    Hello,
    PushOutcome,
    Taken,
    Unreachable,
)
from officer_app.core.records import Record

PATIENCE_S = 10.0

_HELLO = (
    "select centre_now, feed_epoch::text, head_seq, head_hash, coalesce(mode, ''), recovering, heard"
    " from api_v1.hello()"
)
_PUSH = (
    "select station_seq, outcome, coalesce(reason, '')"
    " from api_v1.push(%s::bigint[], %s::bytea[], %s::bytea[], %s::bytea[])"
)
_CLAIM = (
    "select answer, code, detail, act_id, station, officer, at, granted_by"
    " from api_v1.claim(%s::text, %s::integer, %s::text, %s::text, %s::text, %s::boolean, %s::text, %s::text, %s::text,"
    " %s::integer, %s::text, %s::boolean)"
)
_PULL_ACTS = "select feed_seq, body, signature from api_v1.pull_acts(%s::bigint, %s::integer)"
_PULL_RECORDS = (
    "select feed_seq, kind, number, doc, provenance, as_of, deleted, keys::text"
    " from api_v1.pull_records(%s::bigint, %s::integer)"
)
_WARM = ["", 1, "", "", "", False, "", "warm", "", 0, "", False]
"""A claim for nothing, which is denied and leaves no trace: after it the centre has the statement ready."""

_logger = logging.getLogger(__name__)


class PgCentral(CaseCalls):
    """Implements core.ports.Central. Nothing is opened before the first call; calls may come from several threads.

    Claims have a line and a thread of their own, so that the caller's deadline holds whatever the network does.
    `patience_s`: how long any other call may make no progress before its line is shut down (seconds).
    """

    def __init__(self, url: str, password: str = "", *, patience_s: float = PATIENCE_S) -> None:
        """Raises BadCentralUrl and NotEncrypted; connects to nothing yet."""
        self._address = parse_address(url, password)
        self._watchdog = Watchdog(patience_s, "central-watchdog")
        self._bulk = Line(self._address, "sync", self._watchdog)
        self._claims = Line(self._address, "claims", self._watchdog, prepare_after=0)
        self._claimer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="central-claims")
        self._warming: Future[list[Row]] | None = None

    def __repr__(self) -> str:
        return f"PgCentral({self._address})"

    def hello(self) -> Hello:
        """Contact. Also keeps the line for claims open and ready, so that a claim is one question and one answer."""
        row = self._bulk.call(_HELLO)[0]
        self._keep_warm()
        return Hello(
            now=row[0].astimezone(UTC),
            feed_epoch=row[1],
            head_seq=row[2],
            head_hash=row[3],
            encrypted=self._bulk.encrypted,
            mode=row[4],
            recovering=row[5],
            heard=row[6],
        )

    def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        """Hand over acts in the order of their sequence; all or, where the chain is broken, none."""
        if not acts:
            return ()
        values = [
            [act.station_seq for act in acts],
            [act.body for act in acts],
            [act.hash for act in acts],
            [act.signature for act in acts],
        ]
        rows = self._bulk.call(_PUSH, values, push_failed)
        return tuple(
            PushOutcome(act.act_id, outcome, reason) for act, (_, outcome, reason) in zip(acts, rows, strict=True)
        )

    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        """Ask for the release right. An answer that comes after the deadline binds the same act only."""
        values = [claim.permit, claim.round, claim.act_id, claim.post, claim.officer, claim.unverified]
        values += [claim.stamp, claim.purpose, claim.mode, claim.epoch, claim.seat, claim.looked]
        # A person asks, and means now: pauses are for what programs repeat.
        self._claims.forgive()
        asked = self._submit(lambda: self._claims.call(_CLAIM, values))
        try:
            row = asked.result(deadline_s)[0]
        except CancelledError:
            raise Unreachable(CLOSED, "here", "closed") from None
        except DeadlinePassed:
            asked.cancel()
            # What hangs now would make the next claim wait as well.
            self._claims.abort()
            raise Unreachable(f"no answer from the centre within {deadline_s:g} s", "here", "too_slow") from None
        return _answer(row)

    def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]:
        """The acts of the site behind place `after`, in the order of the feed."""
        try:
            return tuple(FeedAct(row[0], read(row[1], row[2])) for row in self._bulk.stream(_PULL_ACTS, [after, limit]))
        except BadAct as error:
            raise Unreachable(
                f"the centre sent an act that cannot be read: {error}", "centre", "centre_error"
            ) from error

    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
        """The reference records of the site behind place `after`, in the order of the feed."""
        rows = self._bulk.stream(_PULL_RECORDS, [after, limit])
        # One list of them all is read in a third of the time that each would take by itself.
        others = json.loads(f"[{','.join([row[-1] for row in rows])}]")
        return tuple(
            [
                FeedRecord(place, Record(kind, number, doc, provenance, as_of.astimezone(UTC), deleted, keys))
                for (place, kind, number, doc, provenance, as_of, deleted, _), keys in zip(rows, others, strict=True)
            ]
        )

    def close(self) -> None:
        """End both lines and the threads; calls that hang end with Unreachable."""
        self._claims.close()
        self._bulk.close()
        self._claimer.shutdown(wait=True, cancel_futures=True)
        self._watchdog.close()

    def _submit(self, ask: Callable[[], list[Row]]) -> Future[list[Row]]:
        try:
            return self._claimer.submit(ask)
        except RuntimeError:
            raise Unreachable(CLOSED, "here", "closed") from None

    def _keep_warm(self) -> None:
        if self._warming is None or self._warming.done():
            self._claims.forgive()
            self._warming = self._submit(self._ping)

    def _ping(self) -> list[Row]:
        try:
            return self._claims.call(_CLAIM, _WARM)
        except Unreachable as error:
            _logger.info("the line for claims is not up: %s", error)
            return []


def _answer(row: Row) -> Granted | Taken | Denied:
    answer, code, detail, act_id, station, officer, at, granted_by = row
    if answer == "granted":
        return Granted(granted_by)
    if answer == "taken":
        return Taken(act_id, station, officer, at.astimezone(UTC))
    return Denied(code, detail or "")
