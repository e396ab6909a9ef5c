"""What the page "track" shows, as plain values in one language."""

from dataclasses import replace
from typing import Protocol

from officer_app.core.acts import Act, ActKind, format_time
from officer_app.core.buddhist import datetime_be
from officer_app.core.transit import TransitState
from officer_app.core.words import grouped, kg_text
from officer_app.texts import Both
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import Answer, Found
from officer_app.usecases.search import Matches
from officer_app.usecases.track import Event
from officer_app.viewmodels.list_view import ListView
from officer_app.viewmodels.permit_card import answer_card
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.track_state import Place, Tracked
from officer_app.viewmodels.view import Card, Fact, Line, Tone, Verb

_CASE_FACTS = ("declaration_no", "sequence_no", "applicant", "entry_date", "limit_date", "exit_office", "vehicle")
_MOST_FACTS = 8
_TONES = {
    ActKind.RELEASE: Tone.GOOD,
    ActKind.REFUSE: Tone.REFUSE,
    ActKind.TRANSIT_REFUSE: Tone.REFUSE,
    ActKind.SEIZE: Tone.REFUSE,
    ActKind.HOLD: Tone.ATTENTION,
    ActKind.ANNUL: Tone.ATTENTION,
    ActKind.MISMATCH: Tone.ATTENTION,
}


class Shown(Protocol):
    """The state of the page."""

    counter: Counter
    place: Place
    matches: Matches | None
    tracked: Tracked | None
    papers_only: bool
    selected: int
    busy: bool

    def speech(self, language: str) -> Speech: ...
    def listed(self) -> list[int]: ...
    def act(self) -> Act | None: ...


def track_view(model: Shown, language: str, message: str, tone: Tone) -> ListView:
    """The page as it is now."""
    speech = model.speech(language)
    tracked = model.tracked
    number = tracked.line.number if tracked is not None else ""
    name = "papers" if model.place is Place.LINE and model.papers_only else str(model.place)
    lines = _lines(model, speech)
    return ListView(
        title=speech.say(f"track_{name}", number=number),
        hint=speech.say("track_more" if model.matches is not None and model.matches.more else f"track_{name}_hint"),
        heads=tuple(speech.say(f"track_head_{head}") for head in _HEADS[model.place]),
        lines=lines,
        selected=min(model.selected, max(0, len(lines) - 1)),
        empty="" if lines or model.place is Place.START else speech.say(f"track_{name}_none"),
        message=speech.say("track_busy") if model.busy else message,
        tone=Tone.NEUTRAL if model.busy else tone,
        entry=speech.say("track_entry"),
        verbs=_verbs(model, speech),
        facts=_facts(model, tracked, speech) if tracked is not None and model.place is not Place.ACT else (),
    )


_HEADS = {
    Place.START: (),
    Place.MATCHES: ("number", "record", "found_by"),
    Place.LINE: ("time", "by", "counter", "event"),
    Place.DOCUMENTS: ("declaration", "packages", "weight"),
    Place.ACT: ("field", "value"),
}


def _lines(model: Shown, speech: Speech) -> tuple[Line, ...]:
    tracked = model.tracked
    if model.place is Place.MATCHES and model.matches is not None:
        return tuple(
            Line((match.number, _kind(match.kind, speech), f"{_number(match.what, speech)} {match.value}"))
            for match in model.matches.matches
        )
    if tracked is None:
        return ()
    if model.place is Place.DOCUMENTS:
        return document_lines(tracked.answer)
    act = model.act()
    if act is not None:
        paper = tracked.line.events[tracked.line.acts.index(act)].paper
        return tuple(Line((_field(name, speech), _value(name, value, paper, speech))) for name, value in fields_of(act))
    return tuple(_event(tracked.line.events[at], tracked.line.acts[at], speech) for at in model.listed())


def document_lines(answer: Answer) -> tuple[Line, ...]:
    """The declarations of a permit: number, packages, weight in kg."""
    if not isinstance(answer, Found):
        return ()
    return tuple(
        Line((line.number, f"{grouped(line.packages)} {line.package_unit}".strip(), kg_text(line.gross_weight_g)))
        for line in answer.permit.declarations
    )


def fields_of(act: Act) -> tuple[tuple[str, str], ...]:
    """What an act says, field by field, and what proves it."""
    said = [(name, str(value)) for name, value in act.fields.items()]
    proof = {
        "kind": act.kind,
        "at": f"{datetime_be(act.at)} ({format_time(act.at)})",
        "officer": act.officer,
        "counter": f"{act.site} {act.station}",
        "seq": str(act.station_seq),
        "round": str(act.subject.round),
        **dict(said),
        "act_id": act.act_id,
        "hash": act.hash.hex(),
        "key": act.key,
        "signature": act.signature.hex(),
    }
    return tuple(proof.items())


def _event(event: Event, act: Act, speech: Speech) -> Line:
    said = event.said(speech.texts).say(speech.language)
    words = () if event.words == "track.undo" else ("findings", "reason")
    kept = " · ".join(text for name in words if (text := act.text(name)) and text not in said)
    sign = speech.say("track_unsigned") if act.signer_failed else ""
    cells = (
        datetime_be(act.at),
        speech.officer(act.officer),
        act.station,
        " · ".join(filter(None, (said, kept, sign))),
    )
    known = ActKind(act.kind) if act.kind in set(ActKind) else None
    return Line(cells, _TONES.get(known, Tone.NEUTRAL) if known else Tone.ATTENTION)


def _facts(model: Shown, tracked: Tracked, speech: Speech) -> tuple[Fact, ...]:
    if tracked.line.kind == "transit":
        return _case_facts(tracked.case, speech)
    counter = model.counter
    card = answer_card(tracked.answer, (), speech, counter.clock(), counter.rules)
    return (
        ()
        if card is None
        else tuple(replace(fact, strong=False) for fact in (*_sides(card, speech), *card.facts)[:_MOST_FACTS])
    )


def _sides(card: Card, speech: Speech) -> tuple[Fact, ...]:
    """Line, our stamp and the core's status, each in a line of its own."""
    word = card.kind if card.line is None else f"{card.kind} · {card.line.word}"
    line = (Fact(speech.say("track_head_record"), word),)
    sides = (side for side in (card.ours, card.core) if side is not None)
    return (*line, *(Fact(side.title, " · ".join(filter(None, (side.value, side.note)))) for side in sides))


def _case_facts(case: TransitState, speech: Speech) -> tuple[Fact, ...]:
    phase = speech.texts.either(f"phase.{case.phase}", "window.named", name=case.phase).say(speech.language)
    facts = [Fact(speech.say("track_phase"), phase)]
    facts += [Fact(_field(name, speech), value) for name in _CASE_FACTS if (value := case.fact(name))]
    return tuple(facts)[:_MOST_FACTS]


def _kind(kind: str, speech: Speech) -> str:
    return speech.either(f"record_{kind}", "named", name=kind)


def _number(what: str, speech: Speech) -> str:
    return speech.either(f"number_{what}", "named", name=what)


def _field(name: str, speech: Speech) -> str:
    return speech.either(f"field_{name}", "named", name=name)


def _value(name: str, value: str, paper: Both, speech: Speech) -> str:
    """As it was recorded; a code with its word, that of a paper with its title."""
    if name == "form":
        return f"{paper.say(speech.language)} ({value})"
    said = {"kind": "act", "outcome": "outcome"}.get(name, "")
    return f"{speech.either(f'{said}_{value}', 'named', name=value)} ({value})" if said and value else value


def _verbs(model: Shown, speech: Speech) -> tuple[Verb, ...]:
    none = "" if model.tracked is not None else speech.say("track_first")
    shut = speech.say("track_busy") if model.busy else none
    look = "" if _lines(model, speech) and model.place in (Place.MATCHES, Place.LINE) else speech.say("track_first")
    return (
        Verb("look", "Enter", speech.say("track_look"), speech.say("track_busy") if model.busy else look),
        Verb("line", "F5", speech.say("track_all"), shut, shut),
        Verb("papers", "F6", speech.say("track_only_papers"), shut, shut),
        Verb("documents", "F7", speech.say("track_only_documents"), shut, shut),
        Verb("back", "Esc", speech.say("track_back")),
    )
