"""The register of bonds, cash and bank guarantees: entries, renewals, closings, and what is free."""

from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.buddhist import date_be
from officer_app.core.canonical import Value, clean_text, is_blank
from officer_app.core.guarantees import UNLIMITED, FreedAt, GuaranteeState, GuaranteeType
from officer_app.core.numbers import normalise
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.core.words import baht_text
from officer_app.usecases.transit_desk import TransitDesk, may, reason_of

KIND = "guarantee"
LONGEST_NUMBER = 60
MOST_SATANG = 10**15
"""The greatest sum a form has room for."""
_OUT = frozenset({Phase.EXITED, Phase.CLOSED})
_ITEMS = MappingProxyType({"1": "1.2"})
"""Where brief 004 §12 asks a class for its guarantee, where that is not under the class's own number."""


@dataclass(frozen=True)
class Entry:
    """A guarantee as it is registered. `satang` in satang; `trip`: the one case it is for, empty for all.

    `licence` is the transport licence on which a carrier's bond hangs (brief 004 §12 1.2).
    """

    number: str
    type: GuaranteeType
    holder: str
    satang: int
    expiry: date | None = None
    licence: str = ""
    licence_expiry: date | None = None
    trip: str = ""


@dataclass(frozen=True)
class Kept:
    """An act on a guarantee, and what stands in the register now."""

    act: Act
    state: GuaranteeState


def register_guarantee(desk: TransitDesk, officer: SignedIn, entry: Entry) -> Kept | Refusal:
    """Enter a guarantee, or renew one of the same holder."""
    if refusal := may(officer, ActKind.GUARANTEE_REGISTERED):
        return refusal
    number, holder = clean_text(entry.number), clean_text(entry.holder)
    for name, text in (("number", number), ("holder", holder)):
        if is_blank(text) or len(text) > LONGEST_NUMBER:
            return Refusal("transit_field_needed", {"field": name})
    if not 0 <= entry.satang <= MOST_SATANG or (entry.type not in UNLIMITED and entry.satang == 0):
        return Refusal("transit_field_needed", {"field": "amount"})
    if entry.type in UNLIMITED and (not entry.licence.strip() or entry.licence_expiry is None):
        return Refusal("transit_field_needed", {"field": "licence"})
    state = guarantee_state(desk, number)
    if state.registered and state.holder != holder:
        return Refusal("guarantee_of_another", {"guarantee": number, "holder": state.holder})
    fields: dict[str, Value] = {"guarantee_type": str(entry.type), "holder": holder, "satang": entry.satang}
    days = {"expiry": entry.expiry, "licence_expiry": entry.licence_expiry}
    fields |= {name: day.isoformat() for name, day in days.items() if day is not None}
    fields |= {name: text for name, text in (("licence", clean_text(entry.licence)), ("trip", entry.trip)) if text}
    return _keep(desk, officer, number, ActKind.GUARANTEE_REGISTERED, fields)


def close_guarantee(desk: TransitDesk, officer: SignedIn, number: str, reason: str) -> Kept | Refusal:
    """End a guarantee: nothing new is drawn from it. What open cases drew stays drawn."""
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words
    if refusal := may(officer, ActKind.GUARANTEE_CLOSED):
        return refusal
    state = guarantee_state(desk, number)
    if not state.registered or state.closed:
        return Refusal("guarantee_closed" if state.closed else "guarantee_unknown", {"guarantee": number})
    return _keep(desk, officer, number, ActKind.GUARANTEE_CLOSED, {"reason": words})


def guarantee_state(desk: TransitDesk, number: str) -> GuaranteeState:
    """What stands in the register under `number`, without what was drawn for goods that are out (`is_out`)."""
    state = desk.counter.journal.guarantee_state(number)
    drawn = {case: satang for case, satang in state.drawn.items() if not is_out(desk, case)}
    return state if len(drawn) == len(state.drawn) else replace(state, drawn=drawn)


def is_out(desk: TransitDesk, number: str) -> bool:
    """Whether the goods of a case left, where that frees its guarantee (the table's `freed_at`). The act that says so
    may come later: an exit is heard of from another site, where nobody knows of our register.
    """
    return desk.rules.freed_at is FreedAt.EXIT and desk.counter.journal.transit_state(number).phase in _OUT


def not_his(desk: TransitDesk, number: str, guarantee: str, tax_number: str) -> Refusal | None:
    """That a registered guarantee is somebody else's than the applicant's, where his class needs one of his own
    (brief 004 §12). Numbers are compared without their dashes and blanks.
    """
    wanted = desk.rules.applicant(desk.counter.journal.transit_state(number).fact("applicant_class"))
    holder = guarantee_state(desk, guarantee).holder
    if wanted is None or not wanted.own_guarantee or not holder or normalise(holder) == normalise(tax_number):
        return None
    return Refusal("guarantee_not_his", {"guarantee": guarantee, "holder": holder, "applicant": tax_number or "-"})


def guarantee_refusal(desk: TransitDesk, number: str, guarantee: str, wrong: str, duty: int) -> Refusal:
    """What `core.guarantees.objection` said against `guarantee`, in words: sums in baht, its end, the rule's item."""
    state = guarantee_state(desk, guarantee)
    ends = state.licence_expiry if wrong == "licence_expired" else state.expiry
    code = desk.counter.journal.transit_state(number).fact("applicant_class")
    said = {
        "guarantee": guarantee,
        "free": baht_text(state.free + state.drawn.get(number, 0)),
        "duty": baht_text(duty),
        "expiry": date_be(ends) if ends else "",
        "trip": state.trip,
        "item": _ITEMS.get(code, code),
    }
    return Refusal(wrong, said)


def guarantees(desk: TransitDesk) -> dict[str, GuaranteeState]:
    """The whole register, by number."""
    acts = desk.counter.journal.acts_of_kind(ActKind.GUARANTEE_REGISTERED)
    return {number: guarantee_state(desk, number) for number in sorted({act.subject.number for act in acts})}


def _keep(desk: TransitDesk, officer: SignedIn, number: str, kind: ActKind, fields: dict[str, Value]) -> Kept | Refusal:
    act = desk.counter.journal.record(desk.counter.draft(kind, Subject(KIND, number), officer, fields), officer.signer)
    return act if isinstance(act, Refusal) else Kept(act, guarantee_state(desk, number))
