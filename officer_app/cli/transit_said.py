"""What a step of `transit` answers: the act and where the case stands, or what stands against it, by name."""

from dataclasses import replace

from officer_app.cli.answers import DONE, Answer, bad_input, refused
from officer_app.cli.transit_files import BadTable
from officer_app.core.acts import Act, format_time
from officer_app.core.buddhist import date_be, iso_day
from officer_app.core.refusals import Refusal
from officer_app.core.transit import next_steps
from officer_app.core.transit_match import Difference
from officer_app.core.transit_rules import TransitRules
from officer_app.core.words import baht_text, kg_text
from officer_app.texts import Texts
from officer_app.usecases.look_up_case import verb_of
from officer_app.usecases.transit_consider import Differs, key_of
from officer_app.usecases.transit_desk import Done
from officer_app.usecases.transit_intake import Incomplete, not_considered
from officer_app.workstation.paper_missing import missing_rows

_SHOWN = ("sequence_no", "entry_date", "limit_date", "declaration_no")
Outcome = Done | Incomplete | Differs | Refusal


def said(texts: Texts, outcome: Outcome, rules: TransitRules) -> Answer:
    """The answer of a step: the act, or what stands against it with everything that is lacking or differs by name."""
    if isinstance(outcome, Refusal):
        return refused(texts, outcome, {"recorded": False})
    if isinstance(outcome, Differs):
        return _named(_differs(texts, outcome), [_difference(texts, each) for each in outcome.differences])
    done = outcome.done if isinstance(outcome, Incomplete) else outcome
    body = _body(done)
    if isinstance(outcome, Incomplete):
        lacking = done.act.fields["lacking"]
        answer = refused(texts, not_considered(rules, outcome), body | {"lacking": lacking})
        rows = missing_rows(lacking if isinstance(lacking, list) else [], rules)
        return _named(answer, [f"{row['line']}. {row['paper']}: {row['fault']}" for row in rows])
    return Answer(DONE, body, _recorded(texts, done))


def _recorded(texts: Texts, done: Done) -> str:
    """What was recorded, where the case stands and what comes next; then the numbers that papers carry."""
    act, phase = done.act, done.state.phase
    step, stands, follows = (texts.both(key) for key in (f"step.{act.kind}", f"phase.{phase}", f"next.{phase}"))
    lines = [
        texts.say(
            *("window.transit_recorded_as", language),
            step=step.say(language),
            case=act.subject.number,
            phase=stands.say(language),
            next=follows.say(language),
        )
        for language in ("th", "en")
    ]
    for name in _SHOWN:
        if said := done.state.fact(name):
            label, day = texts.both(f"window.field_{name}"), iso_day(said)
            lines.append(f"{label.on_a_line}: {date_be(day) if day else said}")
    return "\n".join([*lines, f"act_id {act.act_id}"])


def bad_table(texts: Texts, error: BadTable) -> Answer:
    """The answer that a file, a field of it, a day or a pair could not be used; nothing was recorded."""
    return bad_input("bad_format", texts.refusal(error.refusal), {"recorded": False})


def _named(answer: Answer, lines: list[str]) -> Answer:
    """The answer, and in its text everything that stands against the step by name."""
    return replace(answer, text="\n".join([answer.text, *lines]))


def _differs(texts: Texts, outcome: Differs) -> Answer:
    rows = [
        {"difference": key_of(each), "declared": each.declared, "found": each.found} for each in outcome.differences
    ]
    body = {"recorded": False, "differences": rows}
    return refused(texts, Refusal("transit_differs", {"count": str(len(rows))}), body)


def _difference(texts: Texts, each: Difference) -> str:
    """`invoice/1/value: บัญชีราคา / Invoice …`: the key to resolve it by, and both figures as people read them."""
    against = texts.either(f"window.transit_against_{each.against}", "window.named", name=str(each.against))
    field = texts.either(f"window.transit_goods_{each.field}", "window.named", name=each.field)
    line = f"{each.line}" if each.line else texts.both("answer.total").on_a_line
    names = f"{against.on_a_line} · {line} · {field.on_a_line}"
    declared = texts.both("answer.declared").on_a_line
    return f"{key_of(each)}: {names}: {declared} {_figure(each, each.declared)} ≠ {_figure(each, each.found)}"


def _figure(each: Difference, figure: str) -> str:
    if not figure.isdecimal():
        day = iso_day(figure)
        return date_be(day) if day else figure or "-"
    if each.field == "dlt_licence_no":
        return figure
    if each.field.endswith("_weight_g"):
        return kg_text(int(figure))
    return baht_text(int(figure)) if each.field == "value" else figure


def _body(done: Done) -> dict[str, object]:
    act: Act = done.act
    return {
        "recorded": True,
        "case": act.subject.number,
        "act_id": act.act_id,
        "station_seq": act.station_seq,
        "at": format_time(act.at),
        "state": str(done.state.phase),
        "next": [verb_of(kind) for kind in next_steps(done.state.phase)],
        "mode": act.mode,
        **{name: done.state.fact(name) for name in _SHOWN if done.state.fact(name)},
    }
