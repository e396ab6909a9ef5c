"""What PostgreSQL's errors mean to a workstation, in sentences that hold no secret."""

import psycopg

from officer_app.core.ports import ChainFork, ChainGap, Unreachable

GAP = "ZG001"
FORK = "ZF001"
BAD_HASH = "ZH001"
REPEATABLE = ("40001", "40P01")
"""Serialization failure and deadlock: the same call again is right, and harmless (design.md §9)."""


def cannot_connect(error: psycopg.Error) -> Unreachable:
    """Why no connection came about. `here`: no way to it, or it does not know us; `centre`: it says it cannot."""
    text = _last_line(str(error))
    answered = "FATAL:" in text
    reason = text.split("FATAL:")[-1].strip() if answered else text
    ours = (
        "password authentication failed",
        "certificate",
        "does not exist",
        "no pg_hba.conf entry",
        "is not permitted to log in",
    )
    if answered and not any(part in reason for part in ours):
        return Unreachable(f"the centre let nobody in: {reason}", "centre")
    if answered:
        return Unreachable(f"the centre does not accept this workstation: {reason}", "here")
    return Unreachable(f"no connection to the centre: {reason}", "here")


def call_failed(error: psycopg.Error) -> Unreachable:
    """Why a call got no answer: an error of the server, or the line broke."""
    if error.sqlstate is None:
        return Unreachable("the line to the centre broke", "here")
    return Unreachable(f"the centre answered with an error ({error.sqlstate}): {_primary(error)}", "centre")


def push_failed(error: psycopg.Error) -> Exception:
    """What the centre has against a batch of acts."""
    if error.sqlstate == GAP:
        return ChainGap(int(error.diag.message_detail or 0))
    if error.sqlstate == FORK:
        return ChainFork(_primary(error))
    return call_failed(error)


def _primary(error: psycopg.Error) -> str:
    return error.diag.message_primary or type(error).__name__


def _last_line(text: str) -> str:
    # libpq adds a hint on a line of its own ("Is the server running..."), and one line for each host it tried.
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("\t")]
    return lines[-1].removeprefix("connection failed: ") if lines else "no reason given"
