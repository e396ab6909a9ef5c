"""Stamp what is not in the mirror, from the sheet itself: marked unverified; match_paper compares it later."""

from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import StampWish, may_stamp
from officer_app.core.canonical import Value, clean_text
from officer_app.core.on_paper import PAPER, UNVERIFIED, paper_fields
from officer_app.core.permit_state import PermitState
from officer_app.core.ports import Claim, Granted, SignedIn, Unreachable
from officer_app.core.records import Permit
from officer_app.core.refusals import Refusal
from officer_app.usecases.allowed import good_reason
from officer_app.usecases.counter import Counter


@dataclass(frozen=True)
class FromPaper:
    """The recorded stamp. `asked`: what the centre said of the number: unknown, unreachable, or alone without one."""

    act: Act
    state: PermitState
    asked: str


def stamp_from_paper(
    counter: Counter, officer: SignedIn, keyed: Permit, wish: StampWish, reason: str
) -> FromPaper | Refusal:
    """Record `wish` on `keyed`, the permit as its sheet says it. A Refusal recorded nothing.

    Refused where the mirror or the centre knows the number, or knew it: then its record counts. The stamp carries no
    code; what was keyed is in the act and so reaches every post. May wait for the network: call it off the main thread.
    """
    words, findings = clean_text(reason), clean_text(wish.findings)
    cleaned = StampWish(wish.outcome, clean_text(wish.release_post), findings)
    if refusal := good_reason(counter, words):
        return refusal
    if any(record.number == keyed.number and record.kind == "permit" for record in counter.mirror.find(keyed.number)):
        return Refusal("record_known", {"number": keyed.number})
    if counter.mirror.is_gone("permit", keyed.number):
        # Also when cut off: what was loaded or cancelled long ago is no permit that its sheet could speak for.
        return Refusal("record_gone", {"number": keyed.number})
    asked = ask_centre(counter, officer, keyed.number)
    if isinstance(asked, Refusal):
        return asked
    state = counter.journal.permit_state(keyed.number)
    fields: dict[str, Value] = {
        "outcome": str(wish.outcome),
        "stamp_text": counter.rules.stamp_texts[wish.outcome],
        "release_post": cleaned.release_post,
        "findings": findings,
        "line": keyed.line,
        "reason": words,
        "asked": asked,
        UNVERIFIED: True,
        PAPER: paper_fields(keyed),
    }
    draft = counter.draft(ActKind.STAMP, Subject("permit", keyed.number, state.round), officer, fields)

    def guard(now: PermitState) -> Refusal | None:
        if refusal := may_stamp(keyed, now, officer.person, cleaned, counter.rules):
            return refusal
        return None if now.round == state.round else Refusal("not_now", {"state": now.state})

    act = counter.journal.record(draft, officer.signer, guard)
    if isinstance(act, Refusal):
        return act
    return FromPaper(act, counter.journal.permit_state(keyed.number), asked)


def ask_centre(counter: Counter, officer: SignedIn, number: str) -> str | Refusal:
    """What the centre says of a number that is not here; a Refusal where it knows the permit."""
    if counter.central is None:
        return "alone"
    mode = str(counter.journal.station.mode)
    claim = Claim(number, 1, counter.new_id(), "", officer.person.name, unverified=True, purpose="consent", mode=mode)
    try:
        answer = counter.central.claim(claim, counter.rules.claim_deadline_s)
    except Unreachable:
        return "unreachable"
    return Refusal("record_on_its_way", {"number": number}) if isinstance(answer, Granted) else "unknown"
