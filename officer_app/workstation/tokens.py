"""Stamp codes: between a stamp act and the token that security makes and checks."""

import logging
from collections.abc import Callable, Mapping

from officer_app.core.acts import Act, ActKind, Mode, format_time
from officer_app.core.buddhist import datetime_be
from officer_app.core.export import Outcome
from officer_app.core.ports import ReadToken, Signer, SignerFailed, TokenSays
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES, STAMP_ROLES
from officer_app.security import stamp_token
from officer_app.security.chain_keys import Registration
from officer_app.security.key_standing import KeyState, Standing

log = logging.getLogger(__name__)


def issue_token(act: Act, signer: Signer) -> str:
    """The code of a stamp act; see `core.ports.IssueToken`.

    A stamp made from paper carries none, as its release needs the centre's own consent: a post that knows it from its
    code alone could not tell. Nor does one whose officer's signer failed (design §10).
    """
    if act.signer_failed or act.fields.get("unverified") is True:
        return ""
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
        act_id=act.act_id,
    )
    try:
        return stamp_token.issue(claims, signer)
    except SignerFailed as failure:
        log.warning("stamp %s: its code was not signed (%s), the slip will carry none", act.act_id, failure.code)
        return ""
    except ValueError:
        log.warning("stamp %s: its claims do not fit a code, the slip will carry none", act.act_id)
        return ""


def token_reader(
    mode: Mode,
    keys: Callable[[], Mapping[str, Registration]],
    standing: Callable[[str], Standing] = Standing,
    *,
    certified_only: bool = False,
) -> ReadToken:
    """A reader of codes that believes only those of its own `mode`: training is worth nothing in real work.

    `keys`: whose keys are known here; `standing`: what a key is worth; `certified_only`: a key without certificate is
    worth nothing.
    """

    def read_token(text: str) -> TokenSays | Refusal:
        known = keys()
        answer = stamp_token.read(text, lambda name: known[name].public_key if name in known else None)
        if isinstance(answer, stamp_token.ForgedToken):
            return Refusal("forged_token")
        if isinstance(answer, stamp_token.UnknownKey):
            other = answer.mode is not None and answer.mode is not mode
            return other_mode(answer.mode) if other and answer.mode else Refusal("unknown_key")
        if isinstance(answer, stamp_token.NotAToken):
            return Refusal("not_a_token")
        officer = known[answer.key_id].officer
        return _judged(answer, officer, standing(answer.key_id), mode, certified_only=certified_only)

    return read_token


def _judged(
    token: stamp_token.ValidToken, officer: str, standing: Standing, mode: Mode, *, certified_only: bool
) -> TokenSays | Refusal:
    """What a code that was signed by a key of `officer` says, or why it is not believed all the same."""
    claims = token.claims
    # A key speaks for the one officer it was registered for; a long name is shortened in the code.
    if not names(claims.officer, officer):
        return Refusal("forged_token")
    if claims.mode is not mode:
        return other_mode(claims.mode)
    state, revocation = standing.at(claims.at), standing.revocation
    if state is KeyState.REVOKED and revocation is not None:
        return Refusal("code_key_revoked", {"officer": officer, "at": datetime_be(revocation.since)})
    if state is KeyState.EXPIRED:
        return Refusal("code_key_ended", {"officer": officer})
    if certified_only and state is not KeyState.CERTIFIED:
        return Refusal("code_key_not_certified", {"officer": officer})
    allowed = standing.roles(claims.at)
    if allowed is not None and not allowed & (STAMP_ROLES[claims.outcome] | ACT_ROLES[ActKind.REDIRECT]):
        return Refusal("code_role", {"officer": officer})
    return TokenSays(
        permit=claims.permit,
        round=claims.round,
        outcome=str(claims.outcome),
        stamp_text=claims.stamp_text,
        release_post=claims.release_post,
        officer=officer,
        at=claims.at,
        act_hash=claims.act_hash.hex(),
        act_id=claims.act_id,
        revoked=format_time(revocation.since) if revocation is not None else "",
    )


def other_mode(mode: Mode) -> Refusal:
    """A code of training, of a sample, or, where training goes on, of real work."""
    if mode is Mode.REAL:
        return Refusal("real_token")
    return Refusal("training_token" if mode is Mode.TRAINING else "sample_token")


def names(claimed: str, officer: str) -> bool:
    """Whether a code's officer is `officer`; a long name ends in … there."""
    return officer.startswith(claimed[:-1]) if claimed.endswith("…") else claimed == officer
