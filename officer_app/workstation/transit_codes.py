"""Codes on transit papers: between the act of a hand-over and the token that security makes and checks."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from officer_app.core.acts import Act, Mode
from officer_app.core.buddhist import datetime_be
from officer_app.core.ports import Clock, Signer, SignerFailed
from officer_app.core.refusals import Refusal
from officer_app.core.seals import seals_digest
from officer_app.core.transit import TransitState
from officer_app.core.transit_codes import ReadTransitCode, TransitCodeSays
from officer_app.security import transit_token
from officer_app.security.chain_keys import Registration
from officer_app.security.key_standing import KeyState, Standing
from officer_app.security.signed_code import Foreign, Forged, NoCode
from officer_app.workstation.tokens import names, other_mode

log = logging.getLogger(__name__)

CLOCK_LEEWAY = timedelta(minutes=10)
"""So far ahead of our clock a code may have been signed: two workstations' clocks differ."""


def issue_transit_code(act: Act, before: TransitState, signer: Signer) -> str:
    """The code of a hand-over; see `core.transit_codes.IssueTransitCode`. None where the signer failed."""
    limit = before.limit
    if act.signer_failed or limit is None:
        return ""
    claims = transit_token.TransitClaims(
        case=act.subject.number,
        declaration_no=before.fact("declaration_no"),
        sequence_no=before.fact("sequence_no"),
        seals=act.text("seals"),
        vehicle=act.text("vehicle"),
        entry_office=before.fact("office"),
        exit_office=before.fact("exit_office"),
        limit=limit,
        site=act.site,
        officer=act.officer,
        at=act.at,
        mode=Mode(act.mode),
        act_id=act.act_id,
    )
    try:
        return _issued(claims, signer)
    except SignerFailed as failure:
        log.warning("hand-over %s: its code was not signed (%s), the papers carry none", act.act_id, failure.code)
    except ValueError:
        log.warning("hand-over %s: its claims do not fit a code, the papers carry none", act.act_id)
    return ""


def _issued(claims: transit_token.TransitClaims, signer: Signer) -> str:
    """The code, with the seals themselves where there is room for them. Raises ValueError and SignerFailed."""
    try:
        return transit_token.issue(claims, signer)
    except ValueError:
        return transit_token.issue(replace(claims, seals=seals_digest(claims.seals)), signer)


def transit_code_reader(
    mode: Mode,
    keys: Callable[[], Mapping[str, Registration]],
    standing: Callable[[str], Standing],
    clock: Clock,
    *,
    certified_only: bool = False,
) -> ReadTransitCode:
    """A reader of codes that believes only those of its own `mode`; see `tokens.token_reader`."""

    def read_code(text: str) -> TransitCodeSays | Refusal:
        known = keys()
        answer = transit_token.read(text, lambda name: known[name].public_key if name in known else None)
        if isinstance(answer, Forged):
            return Refusal("transit_code_forged")
        if isinstance(answer, Foreign):
            claims = transit_token.claims_of(answer.payload)
            other = claims is not None and claims.mode is not mode
            return other_mode(claims.mode) if claims is not None and other else Refusal("transit_code_unknown_key")
        if isinstance(answer, NoCode):
            return Refusal("transit_code_unread")
        claims, officer = answer.claims, known[answer.key_id].officer
        if not names(claims.officer, officer) or claims.at > clock() + CLOCK_LEEWAY:
            return Refusal("transit_code_forged")
        if claims.mode is not mode:
            return other_mode(claims.mode)
        worth = standing(answer.key_id)
        if worth.revocation is not None:
            # Revoked since as well: who stole the key writes any time he likes, and no act is here to prove it.
            return Refusal("transit_code_key_revoked", {"officer": officer, "at": datetime_be(worth.revocation.since)})
        state = worth.at(claims.at)
        if state is KeyState.EXPIRED:
            return Refusal("transit_code_key_ended", {"officer": officer})
        if certified_only and state is not KeyState.CERTIFIED:
            return Refusal("transit_code_key_not_certified", {"officer": officer})
        return replace(claims, officer=officer)

    return read_code
