"""The card of a permit: everything an officer compares, with our stamp and the core's status side by side."""

from collections.abc import Sequence
from datetime import datetime

from officer_app.core.acts import Act, ActKind
from officer_app.core.buddhist import datetime_be
from officer_app.core.export import Outcome, PermitState, State
from officer_app.core.numbers import Kind, fits
from officer_app.core.records import DeclarationLine, Line, Permit, Provenance
from officer_app.core.rules import Rules
from officer_app.core.two_persons import SECOND, UNDO
from officer_app.core.words import grouped, kg_text
from officer_app.usecases.by_code import BY_CODE
from officer_app.usecases.look_up import Ambiguous, Answer, Found, FoundOther, NotRead, Several, Unknown
from officer_app.viewmodels.deadlines import flight_facts, licence_facts
from officer_app.viewmodels.speech import Speech, parse_moment
from officer_app.viewmodels.view import Card, Fact, Mark, Row, Shape, Side, Tone

_TOLD = ("stamp_text", "xray_reference", "findings", "reason")
LONGEST_NUMBER = 36
"""Characters of a number shown large; the longest, a house air waybill, has 35."""

_MARKS = {
    "green": ("green", Shape.CIRCLE),
    "red": ("red", Shape.DIAMOND),
    "xray": ("xray", Shape.TRIANGLE),
}


def mark(colour: str, speech: Speech, what: str = "line") -> Mark:
    """The colour, shape and word of a line (what the permit says) or an outcome (what the officer did): green, red
    or xray; anything else is grey.
    """
    look, shape = _MARKS.get(colour, ("grey", Shape.SQUARE))
    return Mark(look, shape, speech.either(f"{what}_{colour}", "line_unknown"))


def answer_card(answer: Answer | None, acts: Sequence[Act], speech: Speech, now: datetime, rules: Rules) -> Card | None:
    """The card of whatever was found, or of what was read where nothing was."""
    if isinstance(answer, Found):
        return permit_card(answer, acts, speech, now, rules)
    if isinstance(answer, FoundOther):
        return other_card(answer, speech)
    if isinstance(answer, Several | Ambiguous):
        return open_card(answer, speech)
    return None if answer is None else unknown_card(answer, speech)


def permit_card(found: Found, acts: Sequence[Act], speech: Speech, now: datetime, rules: Rules) -> Card:
    """The whole card. `acts` are the permit's, in order of time; `now` is UTC."""
    permit = found.permit
    return Card(
        number=permit.number,
        kind=_found_by(found, speech),
        line=mark(_line(permit, rules), speech),
        due=speech.say(f"due_{found.due}") if found.due else "",
        facts=(
            *_what_moves(permit, speech),
            *flight_facts(found, speech, now, rules),
            *_places(permit, speech),
            *licence_facts(found, acts, speech, now, rules),
        ),
        rows=tuple(_row(line) for line in permit.declarations),
        total=Row(
            speech.say("total", n=str(len(permit.declarations))),
            grouped(permit.packages),
            kg_text(permit.gross_weight_g),
        ),
        ours=our_side(found.state, speech, now),
        core=core_side(found, speech, now),
        acts=tuple(_act_line(act, speech) for act in acts if act.kind != ActKind.PRINT),
        warnings=_warnings(found, speech),
        source=_source(found.provenance, found.as_of, speech),
        sample=found.provenance == Provenance.SAMPLE,
    )


def other_card(found: FoundOther, speech: Speech) -> Card:
    """A record of another kind: what it is, and where it came from."""
    record = found.record
    kind = speech.either(f"record_{record.kind}", "named", name=record.kind)
    return Card(
        number=record.number,
        kind=kind,
        facts=(Fact(speech.say("fact_kind"), kind), Fact(speech.say("fact_as_of"), datetime_be(record.as_of))),
        source=_source(record.provenance, record.as_of, speech),
        sample=record.provenance == Provenance.SAMPLE,
    )


def open_card(answer: Several | Ambiguous, speech: Speech) -> Card:
    """A number that means more than one thing: the number and what it may be. The question beside it has the rest."""
    kinds = " / ".join(_read_as(kind, speech) for kind in fits(answer.reading))
    return Card(answer.reading.number[:LONGEST_NUMBER], kinds)


def unknown_card(unknown: Unknown | NotRead, speech: Speech) -> Card:
    """What was read, and as what: the officer compares it with the paper."""
    if isinstance(unknown, NotRead):
        return Card(unknown.raw[:LONGEST_NUMBER], "", facts=(Fact(speech.say("fact_read_as"), speech.say("not_read")),))
    reading = unknown.reading
    facts = [Fact(speech.say("fact_read_as"), _read_as(reading.kind, speech), strong=True)]
    if unknown.data_age_s is not None:
        facts.append(Fact(speech.say("fact_data_age"), speech.duration(unknown.data_age_s)))
    doubts = tuple(speech.reason(doubt) for doubt in reading.warnings)
    return Card(reading.number[:LONGEST_NUMBER], "", facts=tuple(facts), warnings=doubts)


def our_side(state: PermitState, speech: Speech, now: datetime) -> Side:
    """What was done here: the release, else the stamp, else nothing yet."""
    title = speech.say("side_ours")
    if state.release is not None:
        release = state.release
        note = speech.say("by_at", officer=speech.officer(release.officer), at=datetime_be(release.at))
        return Side(title, speech.state("released"), f"{note} · {release.station}", Tone.GOOD)
    if state.stamp is not None:
        stamp = state.stamp
        age = speech.say("ago", age=speech.duration((now - stamp.at).total_seconds()))
        note = speech.say("by_at", officer=speech.officer(stamp.officer), at=datetime_be(stamp.at))
        where = " · ".join(filter(None, (stamp.station, stamp.release_post)))
        return Side(title, stamp.text, f"{note} · {where} ({age})", Tone.GOOD)
    word = speech.say("ours_none") if state.state is State.ISSUED else speech.state(state.state)
    return Side(title, word, state.hold_reason, Tone.REFUSE if state.hold_reason else Tone.NEUTRAL)


def core_side(found: Found, speech: Speech, now: datetime) -> Side:
    """What the customs computer last said, with its age (where it gave none, the record's): never ours. A record that
    did not come from it (a file at the counter, a sample) speaks for nobody.
    """
    title, permit = speech.say("side_core"), found.permit
    state = speech.either(f"core_{permit.state}", "named", name=permit.state)
    if found.provenance == BY_CODE:
        return Side(title, speech.say("core_unknown"), speech.say("core_by_code"))
    if found.provenance != Provenance.CORE:
        source = speech.either(f"provenance_{found.provenance}", "named", name=found.provenance)
        return Side(title, speech.say("core_unknown"), speech.say("core_not_from", source=source, state=state))
    value = f"{permit.core_status} · {state}" if permit.core_status else state
    as_of = parse_moment(permit.core_as_of) or found.as_of
    age = speech.duration((now - as_of).total_seconds())
    return Side(title, value, speech.say("core_as_of", at=datetime_be(as_of), age=age))


def _read_as(kind: Kind, speech: Speech) -> str:
    return speech.either(f"number_{kind}", "number_unknown")


def _found_by(found: Found, speech: Speech) -> str:
    # An air permit's number may be its declaration's (domain §3.2): found by its own number all the same.
    itself = found.reading.number == found.permit.number and found.reading.kind is not Kind.TOKEN
    kinds = (Kind.PERMIT, Kind.MANUAL_PERMIT)
    kind = Kind.PERMIT if itself and found.reading.kind not in kinds else found.reading.kind
    return speech.either(f"kind_{kind}", "kind_permit")


def _line(permit: Permit, rules: Rules) -> str:
    if rules.is_xray(permit.order):
        return Outcome.XRAY
    return {Line.GREEN: "green", Line.RED: "red"}.get(Line(permit.line), "") if permit.line in set(Line) else ""


def _what_moves(permit: Permit, speech: Speech) -> tuple[Fact, ...]:
    company = (permit.company_name, permit.company_tax_no, permit.company_branch)
    vehicle = (permit.vehicle, permit.vehicle_province, permit.vehicle_country)
    facts = (
        Fact(speech.say("fact_company"), _joined(*company)),
        Fact(speech.say("fact_vehicle"), _joined(*vehicle), strong=True),
        Fact(speech.say("fact_trailer"), permit.trailer, strong=True),
        Fact(speech.say("fact_container"), _joined(permit.container_no, permit.container_code), strong=True),
        Fact(speech.say("fact_seal"), permit.seal_no, strong=True),
        Fact("MAWB", permit.mawb, strong=True),
        Fact("HAWB", permit.hawb, strong=True),
    )
    return tuple(fact for fact in facts if fact.value)


def _places(permit: Permit, speech: Speech) -> tuple[Fact, ...]:
    mode = speech.either(f"mode_{permit.mode}", "named", name=permit.mode) if permit.mode else ""
    ports = " → ".join(port for port in (permit.release_port, permit.load_port) if port)
    facts = (Fact(speech.say("fact_order"), permit.order), Fact(speech.say("fact_route"), _joined(mode, ports)))
    return tuple(fact for fact in facts if fact.value)


def _row(line: DeclarationLine) -> Row:
    return Row(line.number, f"{grouped(line.packages)} {line.package_unit}".strip(), kg_text(line.gross_weight_g))


def _act_line(act: Act, speech: Speech) -> str:
    undone = act.kind == ActKind.ANNUL and act.fields.get(UNDO) is True
    what = speech.say("act_undo") if undone else speech.either(f"act_{act.kind}", "named", name=act.kind)
    to = mark(act.text("to").lower(), speech).word if act.kind == ActKind.REROUTE else ""
    detail = "" if undone else _joined(f"→ {to}" if to else "", *(act.text(name) for name in _TOLD))
    officers = filter(None, (act.officer, act.text(SECOND)))
    return speech.say(
        "act_line",
        at=datetime_be(act.at),
        what=f"{what} {detail}".strip(),
        officer=" + ".join(map(speech.officer, officers)),
        station=act.station,
    )


def _warnings(found: Found, speech: Speech) -> tuple[str, ...]:
    doubts = [speech.reason(doubt) for doubt in found.reading.warnings]
    odd = [speech.either(f"irregular_{each.kind}", "irregular") for each in found.state.irregularities]
    if found.reading.kind is Kind.TOKEN:
        doubts.insert(0, speech.say("token_right"))
    return (*doubts, *odd)


def _source(provenance: str, as_of: datetime, speech: Speech) -> str:
    word = speech.either(f"provenance_{provenance}", "named", name=provenance)
    return speech.say("source", provenance=word, at=datetime_be(as_of))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
