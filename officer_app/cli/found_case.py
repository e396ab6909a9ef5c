"""A transit case as `look-up` and every line of `scan` answer it."""

from collections.abc import Mapping

from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.found import EMPTY
from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.texts import Texts
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up_case import FoundCase, look_up_case

_FACTS = ("applicant", "applicant_class", "sequence_no", "declaration_no", "exit_office", "seals", "vehicle")


def case_answer(texts: Texts, counter: Counter, text: str, person: Person, officer: str = "") -> Answer | None:
    """The answer for a transit case or the code on its paper; None where `text` means none. The look is noted."""
    found = look_up_case(counter, text, person)
    if found is None:
        return None
    if isinstance(found, Refusal):
        return refused(texts, found, {**EMPTY, "raw": text, "kind": "transit_code"})
    counter.note_look(officer, "transit", found.number)
    body = _keys(found)
    return Answer(DONE, body, "\n".join(f"{key}: {value}" for key, value in body.items()))


def _keys(found: FoundCase) -> Mapping[str, object]:
    code = found.code
    facts = {name: found.state.fact(name) or (str(getattr(code, name, "")) if code else "") for name in _FACTS}
    return {
        **EMPTY,
        "raw": found.reading.raw,
        "number": found.reading.number,
        "kind": str(found.reading.kind),
        "found": True,
        "case": found.number,
        "state": str(found.state.phase),
        "may": found.may,
        "data_age_s": found.data_age_s,
        **facts,
        "limit_date": found.limit.isoformat() if found.limit else None,
        "days_left": found.left,
        "held": found.state.hold_reason,
        "by_code": code is not None,
        "irregularities": [item.kind for item in found.state.irregularities],
    }
