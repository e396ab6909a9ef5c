"""What the page of reconciliation shows, as plain values in one language."""

from typing import Protocol

from officer_app.core.acts import Act
from officer_app.core.buddhist import datetime_be
from officer_app.core.words import baht_text
from officer_app.usecases.reconcile import Matter, Side, Sides
from officer_app.viewmodels.asked import Asked
from officer_app.viewmodels.list_view import Evidence, ListView
from officer_app.viewmodels.speech import Speech, parse_moment
from officer_app.viewmodels.view import Fact, Line, Tone, Verb

_SAID = (
    *("outcome", "stamp_text", "release_post", "granted_by", "findings", "reason", "differences"),
    *("case", "declaration_no", "sequence_no"),
)
_HASH = 16
_RAW = 60


class Shown(Protocol):
    """The state of the page."""

    closed_too: bool
    asked_centre: bool
    sides: Sides | None
    shown: Matter | None
    asked: Asked
    selected: int
    busy: bool

    @property
    def listed(self) -> tuple[Matter, ...]: ...
    def speech(self, language: str) -> Speech: ...
    def matter(self) -> Matter | None: ...


def cases_view(model: Shown, language: str, message: str, tone: Tone) -> ListView:
    """The page as it is now."""
    speech = model.speech(language)
    said = message if model.asked_centre or message else speech.say("cases_not_asked")
    return ListView(
        title=speech.say("cases_title_all" if model.closed_too else "cases_title", n=str(len(model.listed))),
        hint=speech.say("cases_hint"),
        heads=tuple(speech.say(f"cases_head_{head}") for head in ("time", "kind", "subject", "state")),
        lines=tuple(_line(each, speech) for each in model.listed),
        selected=model.selected,
        empty="" if model.listed or model.busy else speech.say("cases_none"),
        message=speech.say("cases_busy") if model.busy else said,
        tone=Tone.NEUTRAL if model.busy else tone if message else Tone.ATTENTION,
        asking=model.asked.view(speech),
        entry="" if model.asked.what else speech.say("cases_entry"),
        verbs=_verbs(model, speech),
        sides=_sides(model.shown, model.sides, speech),
    )


def _line(matter: Matter, speech: Speech) -> Line:
    moment = parse_moment(matter.case.opened)
    if matter.is_open:
        state, tone = f"! {speech.say('cases_open')}", Tone.ATTENTION
    elif matter.closing is not None:
        state, tone = f"… {speech.say('cases_on_its_way')}", Tone.NEUTRAL
    else:
        case = matter.case
        two = f"{speech.officer(case.closed_by)} + {speech.officer(case.closed_second)}"
        state, tone = f"✓ {speech.say('cases_closed_by', officers=two)} · {case.closed_reason}", Tone.GOOD
    kind = speech.texts.either(f"case.{matter.case.kind}", "window.named", name=matter.case.kind)
    return Line((datetime_be(moment) if moment else "", kind.say(speech.language), matter.case.subject, state), tone)


def _sides(matter: Matter | None, sides: Sides | None, speech: Speech) -> tuple[Evidence, ...]:
    """Two sides, whatever there is: an act and another, or an act and what the centre says of it."""
    if matter is None or sides is None:
        return ()
    shown = [_side(side, speech) for side in sides.sides[:2]]
    if len(shown) < 2:
        shown.append(_said_of_it(matter, sides, speech))
    note = "" if sides.asked else speech.say("cases_from_here")
    return tuple(Evidence(each.title, each.note or note, each.facts, each.tone) for each in shown)


def _side(side: Side, speech: Speech) -> Evidence:
    title = speech.either(f"side_{side.name}", "named", name=side.name)
    if side.act is None:
        raw = Fact(speech.say("case_raw"), side.raw[:_RAW].hex())
        return Evidence(title, speech.say("case_unreadable"), (raw,), Tone.REFUSE)
    return Evidence(title, "", act_facts(side.act, speech))


def act_facts(act: Act, speech: Speech) -> tuple[Fact, ...]:
    """An act in a few lines: what, on what, by whom, where, when; what it says; what proves it."""
    facts = [
        Fact(speech.say("case_what"), speech.either(f"act_{act.kind}", "named", name=act.kind), strong=True),
        Fact(speech.say("case_on"), f"{act.subject.number} · {speech.say('case_round', n=str(act.subject.round))}"),
        Fact(speech.say("case_who"), f"{speech.officer(act.officer)} @ {act.station}", strong=True),
        Fact(speech.say("case_when"), datetime_be(act.at), strong=True),
    ]
    facts += [
        Fact(speech.either(f"field_{name}", "named", name=name), _value(name, act.text(name), speech)) for name in _SAID
    ]
    satang = act.fields.get("satang")
    if isinstance(satang, int):
        facts.append(Fact(speech.say("field_baht"), baht_text(satang)))
    facts.append(Fact(speech.say("case_proof"), f"#{act.station_seq} · {act.hash.hex()[:_HASH]} · {act.key}"))
    return tuple(fact for fact in facts if fact.value)


def _said_of_it(matter: Matter, sides: Sides, speech: Speech) -> Evidence:
    """The other side where there is no second act: what the centre says, and where the permit stands here."""
    facts = [
        Fact(speech.either(f"field_{name}", "named", name=name), _value(name, value, speech))
        for name, value in matter.case.evidence.items()
        if name not in ("act", "winner", "loser")
    ]
    if matter.set_aside is not None:
        why = speech.texts.either(f"refused.{matter.set_aside.code}", "window.named", name=matter.set_aside.code)
        facts.append(Fact(speech.say("case_why"), why.say(speech.language)))
    if sides.state is not None:
        facts.append(Fact(speech.say("case_stands"), speech.state(sides.state.state)))
    if not facts:
        facts = [Fact(speech.say("case_what"), speech.say("case_nothing"))]
    return Evidence(speech.say("side_centre"), "", tuple(facts), Tone.ATTENTION)


def _value(name: str, value: str, speech: Speech) -> str:
    """Who granted a release, in words; everything else as it was recorded."""
    if name == "granted_by" and value:
        return speech.either(f"authority_{value}", "named", name=value)
    return speech.officer(value) if name == "officer" else value


def _verbs(model: Shown, speech: Speech) -> tuple[Verb, ...]:
    shut = speech.say("cases_busy") if model.busy else speech.say("cases_asking") if model.asked.what else ""
    look = shut or ("" if model.matter() is not None else speech.say("cases_select"))
    close = shut
    if not shut and (model.shown is None or not model.shown.is_open):
        close = speech.say("cases_look_first") if model.shown is None else speech.say("cases_is_closed")
    every = speech.say("cases_only_open" if model.closed_too else "cases_all")
    return (
        Verb("look", "Enter", speech.say("cases_look"), look),
        Verb("refresh", "F5", speech.say("cases_refresh"), shut, shut),
        Verb("close", "F6", speech.say("cases_close"), close, close, wanted=model.shown is not None),
        Verb("all", "F7", every, shut, shut),
        Verb("back", "Esc", speech.say("cases_back")),
    )
