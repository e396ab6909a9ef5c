"""The right to let cargo leave, or to take a stamp back: asked of the one place that may give it (decision 0010)."""

from dataclasses import dataclass, replace

from officer_app.core.acts import ActKind, parse_time
from officer_app.core.buddhist import datetime_be
from officer_app.core.cases import RECORD_KIND as CASE
from officer_app.core.cases import case_number, idle_case, read_case
from officer_app.core.ports import Central, Claim, Denied, Granted, Taken, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.core.rights import (
    PENDING_KIND,
    RECORD_KIND,
    Authority,
    authority_number,
    pending_number,
    read_authority,
    read_pending,
)
from officer_app.usecases.counter import Counter
from officer_app.usecases.meet_post import post_server
from officer_app.usecases.seat import UNCONFIRMED, seat_name

UNUSED = "right_unused"


@dataclass(frozen=True)
class Right:
    """A granted right. `granted_by`: centre, post, workstation or alone. Use it through `still_right`.

    `feed_epoch` of the centre and `server` (that of the post's own server) as they were when it was asked for.
    """

    granted_by: str
    authority: Authority
    feed_epoch: str
    server: str = ""


def authority_of(counter: Counter, post: str) -> Authority | Refusal:
    """Who grants the releases of `post`, as far as the mirror knows; the centre where it knows nothing."""
    records = [record for record in counter.mirror.find(authority_number(post)) if record.kind == RECORD_KIND]
    if not records:
        return Authority(post)
    try:
        return read_authority(records[0].doc)
    except ValueError:
        return Refusal("record_unreadable", {"number": authority_number(post)})


def ask_right(counter: Counter, claim: Claim) -> Right | Refusal:
    """Ask the authority of `claim.post`; the same claim asked again gets the same answer."""
    if counter.central is None:
        return Right("alone", Authority(claim.post), "")
    authority = authority_of(counter, claim.post)
    if isinstance(authority, Refusal):
        return authority
    right = Right(authority.kind, authority, counter.journal.feed_epoch(), post_server(counter.journal))
    mode, seat = str(counter.journal.station.mode), seat_name(counter.journal)
    claim = replace(claim, epoch=authority.epoch, mode=mode, seat=seat)
    if claim.unverified and authority.kind != "centre":
        # Only the centre may say that what was written down from paper is what it knows.
        consent = _answer(counter, counter.central, replace(claim, purpose="consent"), Authority(claim.post))
        if isinstance(consent, Refusal):
            return consent
    if authority.kind == "workstation" and authority.holder == counter.journal.station.name:
        return still_right(counter, right, claim) or right
    if authority.kind == "post" and counter.post is not None:
        if refusal := still_right(counter, right, claim):
            return refusal
        granted = _answer(counter, counter.post, claim, authority)
    else:
        granted = _answer(counter, counter.central, claim, authority)
    return granted if isinstance(granted, Refusal) else replace(right, granted_by=granted)


def claim_right(counter: Counter, key: str, claim: Claim) -> tuple[Claim, Right | Refusal]:
    """`ask_right`, also where the right was granted to this workstation for an act that was lost with its journal: then
    it is claimed by that act. `key`: under what the journal keeps the claim. Gives the claim that was answered.

    Whether cargo left by the lost act is not known here: a release is used only after two officers closed its case.
    """
    right = ask_right(counter, claim)
    if not isinstance(right, Refusal) or right.code != UNUSED:
        return claim, right
    if claim.purpose != "withdraw" and not _is_closed(counter, str(right.params["case"])):
        return claim, right
    claim = replace(claim, act_id=str(right.params["act"]), looked=True)
    counter.journal.take_up_claim(key, claim.round, claim.act_id)
    return claim, ask_right(counter, claim)


def _is_closed(counter: Counter, case_id: str) -> bool:
    records = [record for record in counter.mirror.find(case_number(case_id)) if record.kind == CASE]
    return any(not read_case(record.doc).is_open for record in records)


def _unused(counter: Counter, claim: Claim, station: str, act_id: str, who: dict[str, str]) -> Refusal | None:
    """A right granted to this very workstation for an act that is not here."""
    here = counter.journal
    if station != here.station.name or any(act.act_id == act_id for act in here.acts_on("permit", claim.permit)):
        return None
    return Refusal(UNUSED, {**who, "act": act_id, "case": idle_case(claim.permit, claim.round, act_id)})


def still_right(counter: Counter, right: Right, claim: Claim) -> Refusal | None:
    """Whether the right may be used now; asked once more inside the journal's transaction, where nobody else writes."""
    if right.granted_by == "alone":
        return None
    if counter.journal.feed_epoch() != right.feed_epoch:
        # The centre was restored between the answer and the act: what it granted then it may not know now.
        return Refusal("centre_recovering", {"authority": right.authority.holder})
    if right.authority.kind == "centre" or right.granted_by == "centre":
        return None
    if right.granted_by == "post" and post_server(counter.journal) != right.server:
        # So was the post's own server.
        return Refusal("centre_recovering", {"authority": right.authority.holder})
    # What the centre or a post's server granted is used also where a workstation has the right by now, which knows it.
    own = _own_right(counter, right.authority) if right.granted_by == "workstation" else None
    return _knows_enough(counter, right.authority, claim) or own


def _knows_enough(counter: Counter, authority: Authority, claim: Claim) -> Refusal | None:
    """Whoever grants in an epoch has to know all that was granted before it."""
    of_old = counter.mirror.feed_epoch() != counter.journal.feed_epoch()
    if authority.resting or of_old:
        # A mirror of another epoch names who granted before the centre was restored.
        return Refusal("centre_recovering", {"authority": authority.holder})
    if counter.journal.acts_cursor() < authority.acts_place:
        return Refusal("not_caught_up", {"authority": authority.holder})
    for act in counter.journal.acts_on("permit", claim.permit):
        # Also where the fold left it aside, because the permit was held at that moment: its authority granted it.
        if claim.stamp and act.text("annuls") == claim.stamp and act.act_id != claim.act_id:
            return Refusal("stamp_withdrawn")
    for stamp in {"", claim.stamp}:
        for record in counter.mirror.find(pending_number(claim.permit, claim.round, stamp)):
            if record.kind != PENDING_KIND:
                continue
            try:
                pending = read_pending(record.doc)
            except ValueError:
                return Refusal("record_unreadable", {"number": claim.permit})
            if pending.act_id != claim.act_id:
                if pending.withdrawn == (claim.stamp if claim.purpose == "withdraw" else ""):
                    who = {"officer": pending.officer, "at": datetime_be(parse_time(pending.at))}
                    if unused := _unused(counter, claim, pending.station, pending.act_id, who):
                        return unused
                return Refusal("already_granted", {"station": pending.station, "officer": pending.officer})
    return None


def _own_right(counter: Counter, authority: Authority) -> Refusal | None:
    """Whether this workstation's own journal may grant."""
    if reason := counter.journal.value(UNCONFIRMED):
        return Refusal("journal_unconfirmed", {"why": reason})
    if authority.seat != seat_name(counter.journal):
        return Refusal("other_seat", {"post": authority.post, "authority": authority.holder})
    if _waits_for_centre(counter):
        return Refusal("own_grants_used", {"count": str(counter.rules.own_grants)})
    station = counter.journal.station.name
    for act in counter.journal.acts_on("post", authority.post):
        epoch = act.fields.get("epoch")
        handed = act.kind == ActKind.AUTHORITY_HANDED_BACK and act.station == station
        if handed and isinstance(epoch, int) and epoch >= authority.epoch:
            return Refusal("right_handed_back", {"post": authority.post})
    return None


def _waits_for_centre(counter: Counter) -> bool:
    """Whether as many releases as the settings allow were granted here without the centre's knowing of them."""
    most = counter.rules.own_grants
    if not most:
        return False
    unsent = counter.journal.own_acts(counter.journal.pushed_seq(), counter.journal.queue().unsent)
    own = [act for act in unsent if act.kind == ActKind.RELEASE and act.text("granted_by") == "workstation"]
    return len(own) >= most


def _answer(counter: Counter, place: Central, claim: Claim, authority: Authority) -> str | Refusal:
    """Who granted the right, or the refusal, naming the authority."""
    try:
        answer = place.claim(claim, counter.rules.claim_deadline_s)
    except Unreachable as error:
        return Refusal("no_right", {"authority": authority.holder, "trouble": error.trouble})
    if isinstance(answer, Granted):
        return answer.granted_by
    if isinstance(answer, Taken):
        who = {"officer": answer.officer, "at": datetime_be(answer.at)}
        if unused := _unused(counter, claim, answer.station, answer.act_id, who):
            return unused
        who["station"] = answer.station
        return Refusal("already_released" if claim.purpose != "withdraw" else "already_withdrawn", who)
    if answer.code == "other_seat":
        # Granted to this workstation when its journal was elsewhere: a copy of it may have used it.
        case = idle_case(claim.permit, claim.round, claim.act_id)
        at = datetime_be(counter.clock())
        return Refusal(UNUSED, {"officer": claim.officer, "at": at, "act": claim.act_id, "case": case})
    return _denied(answer, claim)


def _denied(answer: Denied, claim: Claim) -> Refusal:
    """The objection as a refusal with every gap of its sentence filled."""
    if answer.code == "wrong_post":
        return Refusal("wrong_post", {"post": claim.post, "here": answer.detail})
    if answer.code == "already_released" and claim.purpose == "withdraw":
        return Refusal("released_meanwhile", {"station": answer.detail})
    if answer.code == "already_released":
        # It has not heard that the release of the round before was annulled: nobody and no time to name.
        return Refusal("round_not_open", {"round": answer.detail})
    words = {"reason": answer.detail, "by": "centre", "authority": answer.detail}
    return Refusal(answer.code, {**words, "mode": answer.detail, "epoch": answer.detail})
