"""The kinds of acts, and for each a row: what it is about, who signs it, what its fields must hold. One table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from officer_app.core.canonical import Value, is_blank


class ActKind(StrEnum):
    """The kinds this version writes and folds; an unknown kind is kept, shown and blocks only its subject."""

    STATION_OPENED = "station_opened"
    KEY_REGISTERED = "key_registered"
    KEY_CERTIFIED = "key_certified"
    KEY_REVOKED = "key_revoked"
    HEADS_WITNESSED = "heads_witnessed"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SHIFT_BEGUN = "shift_begun"
    SHIFT_ENDED = "shift_ended"
    SETTINGS_CHANGED = "settings_changed"
    SIGNER_FAILED = "signer_failed"
    COLLECTIVE = "collective"
    # Export: what may be done with a permit.
    PRESENT = "present"
    CUT_OFF = "cut_off"
    INSPECT = "inspect"
    XRAY_SEND = "xray_send"
    REROUTE = "reroute"
    MISMATCH = "mismatch"
    CORRECT = "correct"
    STAMP = "stamp"
    REDIRECT = "redirect"
    HOLD = "hold"
    UNHOLD = "unhold"
    SEIZE = "seize"
    ANNUL = "annul"
    CONSENT = "consent"
    RELEASE = "release"
    RECEIVE = "receive"
    LOAD = "load"
    CANCEL_EXPORT = "cancel_export"
    RETURN_GOODS = "return_goods"
    SHORT_PACKING = "short_packing"
    FLIGHT_CHANGE = "flight_change"
    CONTINGENCY = "contingency"
    MATCH = "match"
    LICENCE = "licence"
    REFUSE = "refuse"
    PRINT = "print"
    # Counter services.
    FEE_CHARGED = "fee_charged"
    FEE_PAID = "fee_paid"
    PETITION_FILED = "petition_filed"
    PETITION_DECIDED = "petition_decided"
    # Transit (domain.md §7.2).
    TRANSIT_RECEIVE = "transit_receive"
    TRANSIT_CHECK = "transit_check"
    TRANSIT_CONSIDER = "transit_consider"
    TRANSIT_SIGN = "transit_sign"
    TRANSIT_KEY = "transit_key"
    TRANSIT_HAND_OVER = "transit_hand_over"
    TRANSIT_DEPART = "transit_depart"
    TRANSIT_ARRIVE = "transit_arrive"
    TRANSIT_EXIT = "transit_exit"
    TRANSIT_CLOSE = "transit_close"
    TRANSIT_REFUSE = "transit_refuse"
    TRANSIT_OVERDUE = "transit_overdue"
    TRANSIT_LEFTOVER = "transit_leftover"
    TRANSIT_STATE_PROPERTY = "transit_state_property"
    TRANSIT_CONVERT = "transit_convert"
    TRANSIT_ENQUIRE = "transit_enquire"
    TRANSIT_ANSWER = "transit_answer"
    TRANSIT_EXTEND = "transit_extend"
    TRANSIT_OPEN_GOODS = "transit_open_goods"
    TRANSIT_NOTE = "transit_note"
    # The register of bonds, cash and bank guarantees; numbers given to a workstation.
    GUARANTEE_REGISTERED = "guarantee_registered"
    GUARANTEE_DRAWN = "guarantee_drawn"
    GUARANTEE_FREED = "guarantee_freed"
    GUARANTEE_CLOSED = "guarantee_closed"
    NUMBERS_GIVEN = "numbers_given"
    NUMBERS_RETURNED = "numbers_returned"
    # Who may grant, and what two officers settle.
    AUTHORITY_HANDED_BACK = "authority_handed_back"
    AUTHORITY_FORCED = "authority_forced"
    CASE_CLOSED = "case_closed"


class By(StrEnum):
    """Whose key signs: an officer's; the workstation's own; or an officer's unless nobody is signed in."""

    OFFICER = "officer"
    STATION = "station"
    EITHER = "either"


class Need(StrEnum):
    """What a field must hold: a text that shows something, a whole number, yes or no, a list."""

    TEXT = "text"
    WHOLE = "whole"
    FLAG = "flag"
    LIST = "list"


@dataclass(frozen=True)
class Row:
    """What every act of a kind has: the kinds of subject it may be about, its signer, and its required fields."""

    about: frozenset[str]
    by: By
    fields: Mapping[str, Need]


TEXT, WHOLE, FLAG, LIST = Need.TEXT, Need.WHOLE, Need.FLAG, Need.LIST
PERMIT, TRANSIT, STATION = frozenset({"permit"}), frozenset({"transit"}), frozenset({"station"})
CARGO = PERMIT | TRANSIT
PAPERS = frozenset({"receipt", "bond", "paper", "day"})
"""What only papers are about: records of the customs computer, a form's own data, a register's day."""
ANYTHING = frozenset({"permit", "transit", "station", "post", "case", "fee", "petition", "guarantee", "declaration"})


def _row(about: frozenset[str], by: By = By.OFFICER, **fields: Need) -> Row:
    return Row(about, by, fields)


KINDS: Mapping[ActKind, Row] = {
    ActKind.STATION_OPENED: _row(STATION, By.STATION, public_key=TEXT),
    ActKind.KEY_REGISTERED: _row(STATION, By.STATION, public_key=TEXT, officer=TEXT),
    ActKind.KEY_CERTIFIED: _row(STATION, By.STATION, key_id=TEXT),
    ActKind.KEY_REVOKED: _row(STATION, By.STATION, key_id=TEXT, since=TEXT, reason=TEXT),
    ActKind.HEADS_WITNESSED: _row(STATION, By.STATION, heads=LIST),
    ActKind.SIGNED_IN: _row(STATION, By.EITHER),
    ActKind.SIGNED_OUT: _row(STATION, By.EITHER, why=TEXT),
    ActKind.SHIFT_BEGUN: _row(STATION, shift=TEXT),
    ActKind.SHIFT_ENDED: _row(STATION, shift=TEXT),
    ActKind.SETTINGS_CHANGED: _row(STATION, changes=LIST),
    ActKind.SIGNER_FAILED: _row(STATION, By.EITHER, why=TEXT),
    ActKind.COLLECTIVE: _row(STATION, acts=LIST),
    ActKind.PRESENT: _row(PERMIT),
    ActKind.CUT_OFF: _row(PERMIT, cut_off_at=TEXT),
    ActKind.INSPECT: _row(PERMIT),
    ActKind.XRAY_SEND: _row(PERMIT),
    ActKind.REROUTE: _row(PERMIT, to=TEXT, reason=TEXT),
    ActKind.MISMATCH: _row(PERMIT, what=TEXT, reason=TEXT),
    ActKind.CORRECT: _row(PERMIT, reason=TEXT),
    ActKind.STAMP: _row(PERMIT, outcome=TEXT, stamp_text=TEXT, release_post=TEXT),
    ActKind.REDIRECT: _row(PERMIT, annuls=TEXT, outcome=TEXT, stamp_text=TEXT, release_post=TEXT, reason=TEXT),
    ActKind.HOLD: _row(CARGO, reason=TEXT),
    ActKind.UNHOLD: _row(CARGO, reason=TEXT),
    ActKind.SEIZE: _row(PERMIT, reason=TEXT),
    ActKind.ANNUL: _row(CARGO, annuls=TEXT, reason=TEXT),
    ActKind.CONSENT: _row(PERMIT, stamp=TEXT, reason=TEXT),
    ActKind.RELEASE: _row(PERMIT, granted_by=TEXT),
    ActKind.RECEIVE: _row(PERMIT, terminal=TEXT),
    ActKind.LOAD: _row(PERMIT),
    ActKind.CANCEL_EXPORT: _row(PERMIT, reason=TEXT),
    ActKind.RETURN_GOODS: _row(PERMIT, whole=FLAG, reason=TEXT),
    ActKind.SHORT_PACKING: _row(PERMIT, declaration=TEXT, reason=TEXT),
    ActKind.FLIGHT_CHANGE: _row(PERMIT, flight=TEXT, legal_basis=TEXT),
    ActKind.CONTINGENCY: _row(PERMIT, manual_number=TEXT, reason=TEXT),
    ActKind.MATCH: _row(PERMIT, By.EITHER, agrees=FLAG, stamp=TEXT),
    ActKind.LICENCE: _row(PERMIT | {"declaration"}, licence=TEXT),
    ActKind.REFUSE: _row(CARGO, By.EITHER, reason=TEXT),
    ActKind.PRINT: _row(ANYTHING | PAPERS, By.EITHER, form=TEXT),
    ActKind.FEE_CHARGED: _row(ANYTHING, fee=TEXT, satang=WHOLE),
    ActKind.FEE_PAID: _row(ANYTHING, receipt_no=TEXT, satang=WHOLE),
    ActKind.PETITION_FILED: _row(ANYTHING, petition=TEXT, form=TEXT),
    ActKind.PETITION_DECIDED: _row(ANYTHING, petition=TEXT, granted=FLAG, reason=TEXT),
    ActKind.TRANSIT_RECEIVE: _row(TRANSIT, applicant=TEXT),
    ActKind.TRANSIT_CHECK: _row(TRANSIT, applicant_class=TEXT),
    ActKind.TRANSIT_CONSIDER: _row(TRANSIT, agrees=FLAG),
    ActKind.TRANSIT_SIGN: _row(TRANSIT, sequence_no=TEXT, entry_date=TEXT, limit_date=TEXT),
    ActKind.TRANSIT_KEY: _row(TRANSIT, declaration_no=TEXT),
    ActKind.TRANSIT_HAND_OVER: _row(TRANSIT, handed_to=TEXT),
    ActKind.TRANSIT_DEPART: _row(TRANSIT),
    ActKind.TRANSIT_ARRIVE: _row(TRANSIT, seals_intact=FLAG),
    ActKind.TRANSIT_EXIT: _row(TRANSIT),
    ActKind.TRANSIT_CLOSE: _row(TRANSIT, reason=TEXT),
    ActKind.TRANSIT_REFUSE: _row(TRANSIT, reason=TEXT),
    ActKind.TRANSIT_OVERDUE: _row(TRANSIT, limit_date=TEXT),
    ActKind.TRANSIT_LEFTOVER: _row(TRANSIT, reason=TEXT),
    ActKind.TRANSIT_STATE_PROPERTY: _row(TRANSIT, reason=TEXT),
    ActKind.TRANSIT_CONVERT: _row(TRANSIT, import_declaration=TEXT),
    ActKind.TRANSIT_ENQUIRE: _row(TRANSIT, office=TEXT, reason=TEXT),
    ActKind.TRANSIT_ANSWER: _row(TRANSIT, reason=TEXT),
    ActKind.TRANSIT_EXTEND: _row(TRANSIT, limit_date=TEXT, reason=TEXT),
    ActKind.TRANSIT_OPEN_GOODS: _row(TRANSIT, ground=TEXT),
    ActKind.TRANSIT_NOTE: _row(TRANSIT, text=TEXT),
    ActKind.GUARANTEE_REGISTERED: _row(frozenset({"guarantee"}), guarantee_type=TEXT, satang=WHOLE),
    ActKind.GUARANTEE_DRAWN: _row(frozenset({"guarantee"}), case=TEXT, satang=WHOLE),
    ActKind.GUARANTEE_FREED: _row(frozenset({"guarantee"}), case=TEXT, satang=WHOLE),
    ActKind.GUARANTEE_CLOSED: _row(frozenset({"guarantee"}), reason=TEXT),
    ActKind.NUMBERS_GIVEN: _row(STATION, By.EITHER, series=TEXT, first=WHOLE, last=WHOLE),
    ActKind.NUMBERS_RETURNED: _row(STATION, By.EITHER, series=TEXT, first=WHOLE, last=WHOLE),
    ActKind.AUTHORITY_HANDED_BACK: _row(frozenset({"post"}), epoch=WHOLE),
    ActKind.AUTHORITY_FORCED: _row(frozenset({"post"}), kind=TEXT, second=TEXT, reason=TEXT),
    # A case of the centre, or what this site's own acts tell without it (core.cases.DOUBT).
    ActKind.CASE_CLOSED: _row(frozenset({"case", "doubt"}), second=TEXT, reason=TEXT),
}


def known(kind: str) -> ActKind | None:
    """The kind of that name, or None for a newer version's."""
    try:
        return ActKind(kind)
    except ValueError:
        return None


def faults(kind: ActKind, about: str, fields: Mapping[str, Value]) -> tuple[str, ...]:
    """What an act of `kind` lacks: names of its fields, and `subject` where it is not about an `about`; or nothing."""
    row = KINDS[kind]
    wrong = [name for name, need in row.fields.items() if not _fulfils(fields.get(name), need)]
    return tuple(wrong if about in row.about else ["subject", *wrong])


def _fulfils(value: Value | None, need: Need) -> bool:
    match need:
        case Need.TEXT:
            return isinstance(value, str) and not is_blank(value)
        case Need.WHOLE:
            return isinstance(value, int) and not isinstance(value, bool)
        case Need.FLAG:
            return isinstance(value, bool)
        case Need.LIST:
            return isinstance(value, list | tuple)
