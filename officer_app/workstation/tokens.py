"""Stamp codes: between a stamp act and the token that security makes and checks."""

import logging
from collections.abc import Callable, Mapping

from officer_app.core.acts import Act, Mode
from officer_app.core.export import Outcome
from officer_app.core.ports import ReadToken, Signer, TokenSays
from officer_app.core.refusals import Refusal
from officer_app.security import stamp_token
from officer_app.security.chain_keys import Registration

log = logging.getLogger(__name__)


def issue_token(act: Act, signer: Signer) -> str:
    """The code of a stamp act; see `core.ports.IssueToken`."""
    claims = stamp_token.StampClaims(
        permit=act.subject.number,
        round=act.subject.round,
        outcome=Outcome(act.text("outcome")),
        stamp_text=act.text("stamp_text"),
        release_post=act.text("release_post"),
        site=act.site,
        officer=act.officer,
        at=act.at,
        act_hash=act.hash,
        mode=Mode(act.mode),
    )
    try:
        return stamp_token.issue(claims, signer)
    except ValueError:
        log.warning("stamp %s: its claims do not fit a code, the slip will carry none", act.act_id)
        return ""


def token_reader(mode: Mode, keys: Callable[[], Mapping[str, Registration]]) -> ReadToken:
    """A reader of codes that believes only those of its own `mode`: a sample is worth nothing in real work."""

    def read_token(text: str) -> TokenSays | Refusal:
        known = keys()
        answer = stamp_token.read(text, lambda name: known[name].public_key if name in known else None)
        if isinstance(answer, stamp_token.ForgedToken):
            return Refusal("forged_token")
        if isinstance(answer, stamp_token.UnknownKey):
            return Refusal("unknown_key")
        if isinstance(answer, stamp_token.NotAToken):
            return Refusal("not_a_token")
        claims = answer.claims
        # A key speaks for the one officer it was registered for; a long name is shortened in the code.
        if not _names(claims.officer, known[answer.key_id].officer):
            return Refusal("forged_token")
        if claims.mode is not mode:
            return Refusal("sample_token")
        return TokenSays(
            permit=claims.permit,
            round=claims.round,
            outcome=str(claims.outcome),
            stamp_text=claims.stamp_text,
            release_post=claims.release_post,
            officer=claims.officer,
            at=claims.at,
            act_hash=claims.act_hash.hex(),
        )

    return read_token


def _names(claimed: str, officer: str) -> bool:
    """Whether a code's officer is `officer`; a long name ends in … there."""
    return officer.startswith(claimed[:-1]) if claimed.endswith("…") else claimed == officer
