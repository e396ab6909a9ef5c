"""The card of a transit case: what it is, what was done and by whom, its clocks, its last day, its guarantee."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from officer_app.core.acts import Act
from officer_app.core.buddhist import datetime_be
from officer_app.core.canonical import Value
from officer_app.core.guarantees import GuaranteeState
from officer_app.core.kinds import ActKind
from officer_app.core.transit import Phase, TransitState
from officer_app.core.transit_days import days_left
from officer_app.core.transit_rules import TransitRules
from officer_app.core.transit_service import ServiceClock, service_clocks
from officer_app.core.words import grouped, kg_text
from officer_app.usecases.transit_arrival import said_at_arrival
from officer_app.usecases.transit_desk import CASE, TransitDesk, declared_of, last_said
from officer_app.usecases.transit_doubts import Doubts, doubts
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_words import clock_words, day_words, iso_words, left_words, phase_words, step_words
from officer_app.viewmodels.view import Card, Fact, Mark, Shape, Side, Tone

_BAD = frozenset({Phase.OVERDUE, Phase.LEFTOVER, Phase.STATE_PROPERTY, Phase.REFUSED})
_GONE = frozenset({Phase.EXITED, Phase.CLOSED})
_INSIDE = frozenset({Phase.SIGNED, Phase.KEYED, Phase.HANDED_OVER, Phase.EN_ROUTE, Phase.ARRIVED, Phase.OVERDUE})


@dataclass(frozen=True)
class CaseFacts:
    """A case as it was last read. `today` is a Thai day; `serving`: the office was open."""

    number: str
    state: TransitState
    acts: Sequence[Act]
    clocks: Sequence[ServiceClock]
    declared: Mapping[str, Value]
    guarantee: str
    guaranteed: GuaranteeState | None
    legal_basis: str
    agreement: str
    override: str
    arrived: Act | None
    today: date
    serving: bool
    rules: TransitRules
    doubts: Doubts = Doubts()

    @property
    def left(self) -> int | None:
        """Days until the last one; None where none is set or the goods are gone."""
        return days_left(self.state.limit, self.today) if self.state.limit and self.state.phase in _INSIDE else None


def read_case(desk: TransitDesk, number: str) -> CaseFacts:
    """The case as it stands now, but for its guarantee: of that all cases draw, and reading it takes its time."""
    state = desk.counter.journal.transit_state(number)
    guarantee = str(last_said(desk, number, "guarantee") or "")
    acts = desk.counter.journal.time_line(CASE, number)
    arrivals = {step.act_id for step in state.path if step.kind == ActKind.TRANSIT_ARRIVE}
    return CaseFacts(
        number=number,
        state=state,
        acts=acts,
        clocks=service_clocks(desk.rules, state, desk.counter.clock()),
        declared=declared_of(desk, number),
        guarantee=guarantee,
        guaranteed=None,
        legal_basis=str(last_said(desk, number, "legal_basis") or ""),
        agreement=str(last_said(desk, number, "agreement") or ""),
        override=str(last_said(desk, number, "override") or ""),
        arrived=next((act for act in acts if act.act_id in arrivals), None),
        today=desk.today,
        serving=desk.rules.hours.is_open(desk.counter.clock()),
        rules=desk.rules,
        doubts=doubts(desk, number),
    )


def case_card(case: CaseFacts, due: str, speech: Speech) -> Card:
    """The whole card; `due` says what may be done next."""
    return Card(
        number=case.number,
        # Who applies stands among the facts: a long name beside a large number has no room on a small screen.
        kind="",
        line=_mark(case.state.phase, speech),
        due=due,
        facts=tuple(fact for fact in (*_who(case, speech), *_way(case, speech), *_cover(case, speech)) if fact.value),
        ours=_service(case, speech),
        core=_last_day(case, speech),
        acts=tuple(_line(act, speech) for act in case.acts if act.kind != "print"),
        warnings=tuple(_warnings(case, speech)),
    )


def _mark(phase: Phase, speech: Speech) -> Mark:
    if phase in _BAD:
        return Mark("red", Shape.BARRED, phase_words(phase, speech))
    shape, colour = (Shape.TICK, "green") if phase in _GONE else (Shape.CLOCK, "grey")
    return Mark(colour, shape, phase_words(phase, speech))


def _who(case: CaseFacts, speech: Speech) -> list[Fact]:
    wanted = case.rules.applicant(case.state.fact("applicant_class"))
    words = f"{wanted.code} {wanted.th if speech.language == 'th' else wanted.en}" if wanted else ""
    sequence = case.state.fact("sequence_no")
    return [
        Fact(speech.say("transit_head_applicant"), case.state.fact("applicant"), strong=True),
        Fact(speech.say("transit_fact_sequence"), sequence, strong=True),
        Fact(speech.say("transit_fact_declaration"), case.state.fact("declaration_no"), strong=True),
        Fact(speech.say("transit_fact_class"), words),
    ]


def _way(case: CaseFacts, speech: Speech) -> list[Fact]:
    told, state = case.declared, case.state
    places = [str(told.get(name) or "") for name in ("origin_place", "destination_place", "destination_country")]
    exit_office = " ".join(filter(None, (str(told.get("office_exit") or ""), state.fact("exit_office"))))
    goods = []
    if isinstance(packages := told.get("packages_total"), int):
        goods.append(speech.say("transit_packages", n=grouped(packages)))
    if isinstance(weight := told.get("gross_weight_total"), int):
        goods.append(speech.say("transit_kg", kg=kg_text(weight)))
    return [
        Fact(speech.say("transit_fact_entered"), iso_words(state.fact("entry_date"))),
        Fact(speech.say("transit_fact_way"), " → ".join(filter(None, places))),
        Fact(speech.say("transit_fact_exit_office"), exit_office),
        Fact(speech.say("transit_fact_route"), str(told.get("route") or "")),
        Fact(speech.say("transit_fact_goods"), " · ".join(goods)),
        Fact(speech.say("transit_fact_vehicle"), state.fact("vehicle") or str(told.get("vehicle") or "")),
        Fact(speech.say("transit_fact_seals"), state.fact("seals"), strong=True),
        Fact(speech.say("transit_fact_handed_to"), state.fact("handed_to")),
        Fact(speech.say("transit_fact_import"), state.fact("import_declaration")),
    ]


def _cover(case: CaseFacts, speech: Speech) -> list[Fact]:
    found = []
    if case.guaranteed is not None:
        found.append(Fact(speech.say("transit_fact_guarantee"), guarantee_words(case, speech)))
    basis = f"{case.agreement} – {case.legal_basis}" if case.agreement else case.legal_basis
    found.append(Fact(speech.say("transit_fact_basis"), basis))
    found.append(Fact(speech.say("transit_fact_override"), case.override, tone=Tone.ATTENTION))
    return found


def guarantee_words(case: CaseFacts, speech: Speech) -> str:
    """The guarantee of a case: its number, what the case draws, what is free."""
    state = case.guaranteed
    if state is None or not state.registered:
        return speech.say("transit_guarantee_unknown", number=case.guarantee)
    if not state.limited:
        return speech.say("transit_guarantee_general", number=case.guarantee, until=day_words(state.licence_expiry))
    drawn = state.drawn.get(case.number, 0)
    sums = {"drawn": f"{drawn / 100:,.2f}", "free": f"{state.free / 100:,.2f}"}
    return speech.say("transit_guarantee_sums", number=case.guarantee, **sums)


def _service(case: CaseFacts, speech: Speech) -> Side:
    title = speech.say("transit_service")
    if not case.clocks:
        return Side(title, "–", "")
    value, tone = clock_words(case.clocks[-1], speech, serving=case.serving)
    return Side(title, value, " · ".join(clock_words(clock, speech)[0] for clock in case.clocks[:-1]), tone)


def _last_day(case: CaseFacts, speech: Speech) -> Side:
    title = speech.say("transit_limit")
    if case.state.limit is None:
        return Side(title, "–", speech.say("transit_limit_unset"))
    words, tone = left_words(case.left, case.rules.remind_days, speech)
    return Side(title, day_words(case.state.limit), "" if case.left is None else words, tone)


def _line(act: Act, speech: Speech) -> str:
    who = speech.say("by_at", officer=speech.officer(act.officer), at=datetime_be(act.at))
    said = (act.text(name) for name in ("reason", "findings", "discrepancies", "why_here"))
    more = " · ".join(text for text in said if text)
    more = speech.say("transit_incomplete_short") if more == "incomplete" else more
    return f"{step_words(act.kind, speech)} – {who} · {act.station}" + (f" ({more})" if more else "")


def _arrival(arrived: Act, speech: Speech) -> Iterator[str]:
    """What the exit office found otherwise than it was sent: the goods, and the office itself."""
    said = said_at_arrival(arrived)
    if said.meant_for:
        offices = {"office": arrived.text("office"), "exit": said.meant_for}
        yield speech.say("transit_office_differed", **offices, why=said.office or "–")
    if arrived.fields.get("seals_intact") is False:
        yield speech.say("transit_seals_differed", what=said.goods or "–")


def _warnings(case: CaseFacts, speech: Speech) -> list[str]:
    state, found = case.state, []
    if state.held_by:
        found.append(speech.say("transit_held", reason=state.hold_reason))
    if state.enquiry:
        found.append(speech.say("transit_enquiry_open"))
    if case.arrived is not None:
        found += _arrival(case.arrived, speech)
    if case.left is not None and case.left < 0 and state.phase is not Phase.OVERDUE:
        found.append(speech.say("transit_to_mark_overdue"))
    if case.doubts.overdrawn:
        found.append(speech.say("transit_overdrawn", guarantee=case.doubts.overdrawn))
    if case.doubts.uncovered:
        found.append(speech.say("transit_uncovered", guarantee=case.doubts.uncovered))
    if case.doubts.keyed_also:
        also = {"number": state.fact("declaration_no"), "cases": ", ".join(case.doubts.keyed_also)}
        found.append(speech.say("transit_keyed_also", **also))
    kinds = {act.act_id: act.kind for act in case.acts}
    odd = (_irregular(each.kind, kinds.get(each.act_id, ""), speech) for each in state.irregularities)
    return [*found, *dict.fromkeys(odd)]


def _irregular(kind: str, act: str, speech: Speech) -> str:
    """What people must look at: a step, recorded by an act of kind `act`, out of its order or against a rule."""
    out_of_order = "_out_of_order"
    if kind.endswith(out_of_order):
        return speech.say("transit_irregular_order", step=step_words(kind.removesuffix(out_of_order), speech))
    return speech.either(f"transit_irregular_{kind}", "transit_irregular", kind=kind, step=step_words(act, speech))
