"""Move the right of a post: hand it back, or take it by force with two people (docs/decisions/0010)."""

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.canonical import Value, clean_text
from officer_app.core.cases import RECORD_KIND
from officer_app.core.ports import SignedIn, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.core.rights import Authority
from officer_app.core.roles import ACT_ROLES
from officer_app.core.two_persons import SECOND, SECOND_KEY
from officer_app.usecases.allowed import may_act, two_may
from officer_app.usecases.counter import Counter
from officer_app.usecases.release_right import authority_of
from officer_app.usecases.seat import seat_name


def hand_back(counter: Counter, officer: SignedIn, post: str) -> Act | Refusal:
    """End this authority's epoch: from the moment this is recorded it grants nothing more. Also when cut off."""
    if refusal := may_act(officer, ACT_ROLES[ActKind.AUTHORITY_HANDED_BACK]):
        return refusal
    authority = authority_of(counter, post)
    if isinstance(authority, Refusal):
        return authority
    fields: dict[str, Value] = {"epoch": authority.epoch}
    if authority.kind == "post" and counter.post is not None:
        try:
            # Its server first: were only the act recorded, the other lanes would go on claiming.
            fields["server"] = counter.post.hello().feed_epoch
            fields["decisions"] = counter.post.hand_back(post, authority.epoch)
        except Unreachable as error:
            return Refusal("no_right", {"authority": authority.holder, "trouble": error.trouble})
    elif authority.kind != "workstation" or authority.holder != counter.journal.station.name:
        return Refusal("not_the_authority", {"post": post, "authority": authority.holder})
    elif authority.seat != seat_name(counter.journal):
        # A copy of the journal ends nothing that the journal itself may still grant.
        return Refusal("other_seat", {"post": post, "authority": authority.holder})
    elif authority.seat:
        fields["seat"] = authority.seat
    draft = counter.draft(ActKind.AUTHORITY_HANDED_BACK, Subject("post", post), officer, fields)
    return counter.journal.record(draft, officer.signer)


def force_move(
    counter: Counter, officer: SignedIn, second: SignedIn, post: str, kind: str, holder: str, reason: str
) -> Act | Refusal:
    """Take the right of `post` from an authority that does not answer. The centre obeys when the act arrives, and
    opens a case: until the old authority is heard, a permit may be released twice.

    A post's own server that was put back from a backup is let go on by this (kind `post`), under the next epoch; a
    workstation whose journal was put back or moved gets the right of its post again by it.
    """
    words = clean_text(reason)
    authority = authority_of(counter, post)
    if isinstance(authority, Refusal):
        return authority
    if refusal := two_may(counter, officer, second, words, ActKind.AUTHORITY_FORCED):
        return refusal
    if counter.central is None:
        return Refusal("not_the_authority", {"post": post, "authority": "alone"})
    fields = _forced(authority, kind, holder, second, words)
    if kind == "post" and counter.post is not None and counter.journal.station.post == post:
        try:
            hello = counter.post.hello()
        except Unreachable as error:
            return Refusal("no_right", {"authority": holder, "trouble": error.trouble})
        if hello.recovering:
            fields["server"] = hello.feed_epoch
    draft = counter.draft(ActKind.AUTHORITY_FORCED, Subject("post", post), officer, fields)
    return counter.journal.record(draft, officer.signer, second=second.signer)


def close_case(
    counter: Counter, officer: SignedIn, second: SignedIn, case_id: str, reason: str, about: str = RECORD_KIND
) -> Act | Refusal:
    """Two officers close a case, with a reason; the centre notes it when the act arrives. `about`: the kind of subject
    under which it is closed.
    """
    words = clean_text(reason)
    if refusal := two_may(counter, officer, second, words, ActKind.CASE_CLOSED):
        return refusal
    fields: dict[str, Value] = {**_second(second), "reason": words}
    draft = counter.draft(ActKind.CASE_CLOSED, Subject(about, case_id), officer, fields)
    return counter.journal.record(draft, officer.signer, second=second.signer)


def _forced(authority: Authority, kind: str, holder: str, second: SignedIn, reason: str) -> dict[str, Value]:
    return {
        "epoch": authority.epoch,
        "kind": kind,
        "holder": holder,
        **_second(second),
        "reason": reason,
    }


def _second(second: SignedIn) -> dict[str, Value]:
    return {SECOND: second.person.name, SECOND_KEY: second.signer.key_id}
