"""A look-up's answer as the keys of design §14, for `look-up` and every line of `scan`."""

from collections.abc import Mapping

from officer_app.cli.answers import Answer, status_of, told
from officer_app.core.acts import format_time
from officer_app.core.ports import Person
from officer_app.core.records import Provenance
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ROLES
from officer_app.texts import Texts
from officer_app.usecases.look_up import (
    Ambiguous,
    Found,
    FoundOther,
    NotRead,
    Several,
    Unknown,
    ambiguous,
    choices_of,
)
from officer_app.usecases.look_up import Answer as Looked

ANYONE = Person("", "", frozenset(ROLES))
"""Who reads at the command line: `may` then says what the permit's state allows, whoever does it."""

_OF_DESK: Mapping[str, frozenset[str]] = {
    "inspection": frozenset({"inspection", "xray"}),
    "checking_post": frozenset({"checking_post"}),
    "transit": frozenset({"transit", "signer"}),
}


def who_reads(desk: str | None) -> Person:
    """The reader whose `may` names what is done at `desk`; everything where none is named."""
    return ANYONE if desk is None else Person("", "", _OF_DESK.get(desk, frozenset()))


def answer_of(texts: Texts, looked: Looked) -> Answer:
    """The answer of a look-up."""
    refusal = refusal_of(looked)
    body = keys_of(looked)
    if refusal is None:
        text = "\n".join(f"{key}: {value}" for key, value in body.items())
        return Answer(0, body, text)
    said = texts.refusal(refusal)
    return Answer(status_of(refusal), {**body, "refused": told(refusal.code, said)}, f"{said.th}\n{said.en}")


def refusal_of(looked: Looked) -> Refusal | None:
    """Why nothing was found, or nothing yet; None where something was."""
    if isinstance(looked, NotRead | Unknown):
        return looked.refusal
    if isinstance(looked, Ambiguous):
        return ambiguous(looked)
    if isinstance(looked, Several):
        return Refusal("several", {"numbers": ", ".join(looked.numbers)})
    return None


def keys_of(looked: Looked) -> Mapping[str, object]:
    """At least the keys of design §14."""
    if isinstance(looked, NotRead):
        return {**EMPTY, "raw": looked.raw, "kind": "unknown"}
    reading = looked.reading
    body: dict[str, object] = {**EMPTY, "raw": reading.raw, "number": reading.number, "kind": str(reading.kind)}
    body["warnings"] = [str(doubt) for doubt in reading.warnings]
    if isinstance(looked, Several):
        return {**body, "several": list(looked.numbers), "choices": _choices(looked)}
    body["data_age_s"] = looked.data_age_s
    if isinstance(looked, Ambiguous):
        return {**body, "choices": _choices(looked)}
    if isinstance(looked, Unknown):
        return body
    if isinstance(looked, FoundOther):
        record = looked.record
        return {**body, "found": True, "record": record.kind, "provenance": record.provenance}
    return {**body, **_permit_keys(looked)}


def _choices(looked: Looked) -> list[Mapping[str, object]]:
    """What there is to choose from, numbered as in the window; `look-up TEXT --as KIND` takes one."""
    return [
        {"choice": place, "text": each.text, "as": str(each.kind or ""), "numbers": list(each.numbers)}
        for place, each in enumerate(choices_of(looked), start=1)
    ]


EMPTY: Mapping[str, object] = {
    "raw": "",
    "number": "",
    "kind": "unknown",
    "found": False,
    "line": "",
    "outcome": "",
    "state": "",
    "may": [],
    "core_status": "",
    "core_as_of": "",
    "data_age_s": None,
}


def _permit_keys(found: Found) -> Mapping[str, object]:
    permit, state = found.permit, found.state
    return {
        "found": True,
        "permit": permit.number,
        "line": permit.line,
        "outcome": state.stamp.outcome if state.stamp else "",
        "state": str(state.state),
        "due": found.due,
        "may": found.may,
        "record_state": permit.state,
        "provenance": found.provenance,
        "as_of": format_time(found.as_of),
        # Only a record of the core speaks for the core: a file's own state is no status of the customs computer.
        "core_status": permit.core_status if found.provenance == Provenance.CORE else "",
        "core_as_of": permit.core_as_of if found.provenance == Provenance.CORE else "",
        "irregularities": [item.kind for item in state.irregularities],
    }
