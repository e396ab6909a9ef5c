"""What PostgreSQL's errors mean to a workstation, in sentences that hold no secret."""

import psycopg

from officer_app.core.ports import ChainFork, ChainGap, PushBroken, Unreachable

GAP = "ZG001"
FORK = "ZF001"
SHUT_OUT = "28000"
ASLEEP = ("25006", "57P01", "57P02", "57P03")
"""A server that does not write (a standby, or one that was fenced) or goes down: another one may be at work."""
OF_AN_ACT = ("21", "22", "23", "2F", "38", "39", "54", "P0", "XX", "Z")
"""Classes of SQLSTATE that one act of a batch can bring about. Others are the centre's own trouble, which passes."""
_OUR_CERTIFICATE = ("certificate", "unknown ca", "decrypt error")
"""In an alert of TLS, which is the server's word: it does not take what we showed (RFC 8446 §6.2)."""
_NOBODY_LISTENS = ("onnection refused", "/10061)")
"""The machine itself said so at once: libpq's words, and the number that Windows adds in any language."""
_TELLING = ("FATAL:", "certificate", "SSL error", *_NOBODY_LISTENS, "")
"""In which of libpq's lines to look for a reason, the best first."""
REPEATABLE = ("40001", "40P01")
"""Serialization failure and deadlock: the same call again is right, and harmless (design.md §9)."""


def cannot_connect(error: psycopg.Error) -> Unreachable:
    """Why no connection came about. `here`: no way to it, or it does not know us; `centre`: it says it cannot, or its
    machine is there and no server runs on it.
    """
    text = _telling_line(str(error))
    answered = "FATAL:" in text
    reason = text.split("FATAL:")[-1].strip() if answered else text
    ours = (
        "password authentication failed",
        "certificate",
        "does not exist",
        "no pg_hba.conf entry",
        "pg_hba.conf rejects connection",
        "is not permitted to log in",
        "permission denied for database",
    )
    if answered and not any(part in reason for part in ours):
        return Unreachable(f"the centre let nobody in: {reason}", "centre", "centre_busy")
    if answered:
        return Unreachable(f"the centre does not accept this workstation: {reason}", "here", "not_let_in")
    if "alert" in reason and any(part in reason for part in _OUR_CERTIFICATE):
        return Unreachable(f"the centre does not accept this workstation's certificate: {reason}", "here", "not_let_in")
    if any(part in reason for part in _NOBODY_LISTENS):
        return Unreachable(f"no server at the centre: {reason}", "centre", "no_server")
    kind = "not_proven" if "certificate" in reason or "SSL error" in reason else "no_connection"
    return Unreachable(f"no connection to the centre: {reason}", "here", kind)


def call_failed(error: psycopg.Error) -> Unreachable:
    """Why a call got no answer: an error of the server, or the line broke."""
    if error.sqlstate is None:
        return Unreachable("the line to the centre broke", "here", "line_broke")
    text = f"the centre answered with an error ({error.sqlstate}): {_primary(error)}"
    if error.sqlstate == SHUT_OUT:
        return Unreachable(text, "here", "not_let_in")
    return Unreachable(text, "centre", "centre_error")


def push_failed(error: psycopg.Error) -> Exception:
    """What the centre has against a batch of acts."""
    if error.sqlstate == GAP:
        return ChainGap(int(error.diag.message_detail or 0))
    if error.sqlstate == FORK:
        return ChainFork(_primary(error))
    if error.sqlstate is not None and error.sqlstate.startswith(OF_AN_ACT):
        return PushBroken(str(call_failed(error)))
    return call_failed(error)


def _primary(error: psycopg.Error) -> str:
    return error.diag.message_primary or type(error).__name__


def _telling_line(text: str) -> str:
    """Of several hosts one that answered says more than one that is down, a false one more than one without a server,
    and that one more than a silent one.
    """
    # libpq adds a hint on a line of its own ("Is the server running..."), and one line for each host it tried.
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("\t")]
    telling = [[line for line in lines if part in line] for part in _TELLING]
    said = next((found[-1] for found in telling if found), "no reason given")
    return said.rpartition("connection failed: ")[2]
