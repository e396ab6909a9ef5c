"""Stamp what is not in the mirror, from the sheet itself: marked unverified, compared when the record comes."""

from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.assess import StampWish, may_stamp, too_long
from officer_app.core.canonical import Value, clean_text
from officer_app.core.on_paper import PAPER, UNVERIFIED, differences, paper_fields, paper_record
from officer_app.core.permit_state import PermitState
from officer_app.core.ports import Claim, Granted, SignedIn, Unreachable
from officer_app.core.records import Permit, Provenance, permit_from_doc
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.usecases.allowed import good_reason, may_act
from officer_app.usecases.counter import Counter


@dataclass(frozen=True)
class FromPaper:
    """The recorded stamp. `asked`: what the centre said of the number: unknown, unreachable, or alone without one."""

    act: Act
    state: PermitState
    asked: str


@dataclass(frozen=True)
class Waiting:
    """A stamp from paper no record was compared with yet; `came`: whether one is here now; what would differ."""

    permit: str
    act: Act
    came: bool
    differences: tuple[str, ...]


def stamp_from_paper(
    counter: Counter, officer: SignedIn, keyed: Permit, wish: StampWish, reason: str
) -> FromPaper | Refusal:
    """Record `wish` on `keyed`, the permit as its sheet says it. A Refusal recorded nothing.

    Refused where the mirror or the centre knows the number: then its record counts. The stamp carries no code; what was
    keyed is in the act and so reaches every post. May wait for the network: call it off the main thread.
    """
    words, findings = clean_text(reason), clean_text(wish.findings)
    cleaned = StampWish(wish.outcome, clean_text(wish.release_post), findings)
    if refusal := good_reason(counter, words):
        return refusal
    if any(record.number == keyed.number and record.kind == "permit" for record in counter.mirror.find(keyed.number)):
        return Refusal("record_known", {"number": keyed.number})
    asked = _ask_centre(counter, officer, keyed.number)
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


def waiting(counter: Counter) -> list[Waiting]:
    """The stamps from paper that stand and were compared with nothing, in the order of their time."""
    found = []
    for act in counter.journal.acts_of_kind(ActKind.STAMP):
        number = act.subject.number
        state = counter.journal.permit_state(number)
        stands = state.stamp is not None and state.stamp.act_id == act.act_id
        if act.fields.get(UNVERIFIED) is True and stands and not state.matched:
            record = _came(counter, number)
            keyed = _keyed(act)
            differ = differences(keyed, record) if record is not None and keyed is not None else ()
            found.append(Waiting(number, act, record is not None, differ))
    return sorted(found, key=lambda each: (each.act.at, each.act.act_id))


def match(counter: Counter, officer: SignedIn) -> list[Act] | Refusal:
    """Record for each stamp from paper whose record came whether they agree, and in what they do not."""
    if refusal := may_act(officer, ACT_ROLES[ActKind.MATCH]):
        return refusal
    made = []
    for each in waiting(counter):
        if not each.came:
            continue
        told = "; ".join(each.differences)
        if len(told) > counter.rules.longest_words:
            return too_long(told, counter.rules)
        fields: dict[str, Value] = {"agrees": not each.differences, "stamp": each.act.act_id}
        if told:
            fields["differences"] = told
        subject = Subject("permit", each.permit, each.act.subject.round)
        act = counter.journal.record(counter.draft(ActKind.MATCH, subject, officer, fields), officer.signer, _unmatched)
        if isinstance(act, Act):
            made.append(act)
    return made


def _unmatched(now: PermitState) -> Refusal | None:
    """Another desk may have compared it a moment ago."""
    return Refusal("not_now", {"state": now.state}) if now.matched else None


def _ask_centre(counter: Counter, officer: SignedIn, number: str) -> str | Refusal:
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


def _came(counter: Counter, number: str) -> Permit | None:
    """The permit as a record says it that is not from a sheet."""
    for record in counter.mirror.find(number):
        if record.kind == "permit" and record.number == number and record.provenance != Provenance.PAPER:
            try:
                return permit_from_doc(record.doc)
            except ValueError:
                return None
    return None


def _keyed(act: Act) -> Permit | None:
    record = paper_record(act.subject.number, [act])
    return None if record is None else permit_from_doc(record.doc)
