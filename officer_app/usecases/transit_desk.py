"""What the transit desk works with, and the one way in which a step of a case is recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from officer_app.core import transit
from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.assess import too_long
from officer_app.core.buddhist import bangkok_day, date_be, datetime_be, iso_day
from officer_app.core.canonical import Value, clean_text, is_blank
from officer_app.core.elsewhere import AT_EXIT
from officer_app.core.ports import IssueToken, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES, CASE_ROLES
from officer_app.core.seals import MOST_CHARACTERS
from officer_app.core.transit import JOURNEY, Phase, TransitState
from officer_app.core.transit_declared import PaperTrial, untried
from officer_app.core.transit_rules import TransitRules
from officer_app.core.two_persons import with_second
from officer_app.usecases.counter import Counter

CASE = "transit"
"""The kind of subject a case is."""

WHILE_HELD = frozenset({ActKind.TRANSIT_NOTE, ActKind.UNHOLD, ActKind.ANNUL})
"""What a hold does not stop."""
_AWAY = AT_EXIT | {ActKind.HOLD, ActKind.UNHOLD, ActKind.ANNUL}
_SEALS = frozenset({"seals", "seals_found"})
_STEPS = frozenset(step.act for step in transit.STEPS)

Check = Callable[[TransitState], Refusal | None]
"""What else speaks against a step, on the state as it is inside the journal's transaction."""


@dataclass(frozen=True)
class TransitDesk:
    """The counter, the office's rules, and which office this is: `office` is its four-digit code.

    `tried`: what of declared data would keep a paper of the case from being printed.
    """

    counter: Counter
    rules: TransitRules
    office: str
    tried: PaperTrial = untried

    @property
    def today(self) -> date:
        """The day on a Thai calendar."""
        return bangkok_day(self.counter.clock())

    def acts_on(self, number: str) -> list[Act]:
        """All acts known here on a case."""
        return self.counter.journal.acts_on(CASE, number)


@dataclass(frozen=True)
class Done:
    """An act that is recorded, and where the case stands now."""

    act: Act
    state: TransitState


def take(
    desk: TransitDesk,
    officer: SignedIn,
    number: str,
    kind: ActKind,
    fields: Mapping[str, Value],
    check: Check | None = None,
    act_id: str = "",
    second: SignedIn | None = None,
    code: IssueToken | None = None,
    after: str = "",
) -> Done | Refusal:
    """Record the step `kind` of case `number`, where the life-cycle allows it. A Refusal recorded nothing.

    `second` signs along where the act is of two persons; `code` makes the code that is kept with the act; `after`: the
    act that it follows, where a code named one that never came here.
    """
    before = desk.counter.journal.transit_state(number)
    refusal = may(officer, kind) or of_other_site(desk.counter, number, kind) or out_of_phase(before, kind)
    if refusal := refusal or too_wordy(desk, fields):
        return refusal
    draft = desk.counter.draft(kind, Subject(CASE, number), officer, dict(fields), act_id)
    draft = replace(draft, after=after)
    if second is not None:
        draft = with_second(draft, second.person.name, second.signer.key_id)

    def guard(now: TransitState) -> Refusal | None:
        return _stands_against(now, draft) or (check(now) if check else None)

    signer = second.signer if second is not None else None
    act = desk.counter.journal.record_transit(draft, officer.signer, guard, second=signer, code=code)
    if isinstance(act, Refusal):
        return act
    return Done(act, desk.counter.journal.transit_state(number))


def may(officer: SignedIn, kind: ActKind) -> Refusal | None:
    """Why `officer` may not do `kind` on a case; None where he may."""
    roles = CASE_ROLES.get(kind, ACT_ROLES[kind])
    return None if officer.person.roles & roles else Refusal("role", {"role": "/".join(sorted(roles))})


def of_other_site(counter: Counter, number: str, kind: ActKind) -> Refusal | None:
    """That a case of another site's office is not ours to do `kind` with: here its goods arrive and leave. Nor is one
    whose filing never came here, known from its paper alone: who closed it could not free its guarantee.
    """
    if kind in _AWAY:
        return None
    acts = counter.journal.acts_on(CASE, number)
    filed = next((act for act in acts if act.kind == ActKind.TRANSIT_RECEIVE), None)
    if filed is None:
        arrived = [act for act in acts if act.kind in JOURNEY]
        site = next((site for act in arrived if (site := act.text("code_site"))), "-")
        return Refusal("transit_filing_not_here", {"site": site}) if arrived else None
    if filed.site == counter.journal.station.site:
        return None
    return Refusal("transit_of_other_site", {"site": filed.site, "station": filed.station})


def reason_of(desk: TransitDesk, reason: str) -> str | Refusal:
    """`reason` fit for an act, or that one is needed."""
    words = clean_text(reason)
    if is_blank(words):
        return Refusal("reason_needed")
    return too_long(words, desk.counter.rules) if len(words) > desk.counter.rules.longest_words else words


def too_wordy(desk: TransitDesk, fields: Mapping[str, Value]) -> Refusal | None:
    """That a text among `fields` is longer than a paper can carry; tables have bounds of their own."""
    longest = desk.counter.rules.longest_words
    texts = ((name, text) for name, text in fields.items() if isinstance(text, str))
    long = next((text for name, text in texts if len(text) > (MOST_CHARACTERS if name in _SEALS else longest)), None)
    return None if long is None else too_long(long, desk.counter.rules)


def last_said(desk: TransitDesk, number: str, name: str) -> Value | None:
    """What the last act in the case's standing path said under `name`; None where none did."""
    return _last_said(desk.counter, number, name)


def last_fact_day(counter: Counter, number: str, name: str) -> date | None:
    """The day (YYYY-MM-DD) that the last act in the case's standing path said under `name`; None where none did."""
    return iso_day(_last_said(counter, number, name))


def declared_of(desk: TransitDesk, number: str) -> Mapping[str, Value]:
    """The data declared for the case, under the keys of form 448/1; empty where none were keyed yet."""
    found = last_said(desk, number, "declared")
    return found if isinstance(found, Mapping) else {}


def out_of_phase(now: TransitState, kind: ActKind) -> Refusal | None:
    """That `kind` is no step from where the case stands; None where it is one, or no step at all."""
    if now.blocked:
        return Refusal("blocked")
    if now.held_by and kind not in WHILE_HELD:
        return Refusal("held", {"reason": now.hold_reason})
    if now.phase in transit.allowed_from(kind):
        return None
    if now.phase is Phase.NEW:
        return Refusal("transit_unknown_case")
    done = next((step for step in reversed(now.path) if step.kind == kind), None)
    if done is not None:
        who = {"officer": done.officer, "station": done.station, "at": datetime_be(done.at), "next": now.phase}
        return Refusal("transit_done_already", who)
    return not_now(now.phase, kind)


def not_now(phase: Phase, kind: ActKind) -> Refusal:
    """That `kind` is no step from `phase`, and which step is."""
    return Refusal("transit_not_now", {"phase": phase, "step": kind, "next": phase})


def _last_said(counter: Counter, number: str, name: str) -> Value | None:
    state = counter.journal.transit_state(number)
    acts = {act.act_id: act for act in counter.journal.acts_on(CASE, number)}
    said = [acts[step.act_id].fields.get(name) for step in state.path if step.act_id in acts]
    return next((value for value in reversed(said) if value is not None), None)


def _stands_against(now: TransitState, draft: Draft) -> Refusal | None:
    if refusal := out_of_phase(now, draft.kind):
        return refusal
    wrong = transit.objection(now, draft.kind, draft) if draft.kind in _STEPS else ""
    return Refusal(wrong, {"limit": date_be(now.limit) if now.limit else ""}) if wrong else None
