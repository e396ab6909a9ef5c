"""What the papers of a case still need of the declared data, asked one by one, with what is known already to take."""

from collections.abc import Callable, Mapping, Sequence

from officer_app.core.applicants import Proof
from officer_app.core.buddhist import iso_day
from officer_app.core.canonical import Value
from officer_app.core.transit_declared import Unfit
from officer_app.texts import Both
from officer_app.usecases.transit_desk import last_said
from officer_app.viewmodels.transit_asking import Answers, Ask, Read, Sheet, code, in_order, words
from officer_app.viewmodels.transit_data import label, scans
from officer_app.viewmodels.transit_places import Clerk
from officer_app.viewmodels.transit_reading import day, money, whole
from officer_app.viewmodels.transit_words import iso_words

_MOST = 400
_DAYS = ("dlt_licence_expiry", "invoice_date", "date_entry")
_PROVED = {
    Proof.THROUGH_BILL: {"bl_house": "reference"},
    Proof.DLT_LICENCE: {"dlt_licence_no": "reference", "dlt_licence_expiry": "expiry"},
}
"""Fields of the form that a proof tells, and under which name it does."""
_WHOLE = ("containers_total", "packages_total")


def fill(
    clerk: Clerk,
    number: str,
    told: Mapping[str, Value],
    unfit: Sequence[Unfit],
    then: Callable[[Mapping[str, Value]], None],
) -> bool:
    """Ask for what keeps the papers of case `number` from being printed, then go on with all of it. False, and nothing
    is asked, where that is no field of the head which can be asked for by itself.
    """
    named = [each for each in unfit if _single(each.field, told)]
    if len(named) < len(unfit):
        return False
    known = known_of(clerk, number, told)
    asks = [_ask(clerk, each, known.get(each.field), missing=not told.get(each.field)) for each in named]

    def done(said: Answers) -> None:
        then({**told, **said})

    clerk.ask(Sheet(_both(clerk, "transit_fill"), in_order(*asks), done))
    return True


def known_of(clerk: Clerk, number: str, told: Mapping[str, Value]) -> Mapping[str, Value]:
    """What the case itself already says of fields that were not declared: the proofs shown, its containers."""
    proofs = last_said(clerk.office.desk, number, "proofs")
    known: dict[str, Value] = {}
    for proof, names in _PROVED.items():
        row = proofs.get(proof) if isinstance(proofs, Mapping) else None
        if isinstance(row, Mapping):
            known |= {field: row[name] for field, name in names.items() if row.get(name)}
    if isinstance(rows := told.get("containers"), list | tuple):
        known["containers_total"] = len(rows)
    return known


def _single(field: str, told: Mapping[str, Value]) -> bool:
    """Whether a field stands by itself: no line of a table, and not the table."""
    return (
        field.isidentifier() and field not in ("items", "containers") and not isinstance(told.get(field), list | tuple)
    )


def _ask(clerk: Clerk, unfit: Unfit, known: Value | None, *, missing: bool) -> Ask:
    """The question for one field: what is wrong with what was declared, and what Enter alone takes."""
    shown = iso_words(str(known)) if unfit.field in _DAYS else str(known)

    def hint(language: str, why: str) -> str:
        takes = clerk.voices.speech(language).say("transit_enter_takes", what=shown) if known is not None else ""
        return " · ".join(filter(None, ("" if missing else why, takes)))

    said = Both(hint("th", unfit.th), hint("en", unfit.en))
    return Ask(unfit.field, label(clerk, unfit.field), _read(clerk, unfit.field, known), said, scans=scans(unfit.field))


def _read(clerk: Clerk, field: str, known: Value | None) -> Read:
    if field in _DAYS:
        return day(iso_day(known))
    if field in _WHOLE:
        return whole(known if isinstance(known, int) else None)
    if field == "duty_guaranteed":
        return money(known if isinstance(known, int) else None)
    plain = code if field.endswith(("_no", "bl_house", "bl_master")) else words
    return plain(default=str(known or ""), most=clerk.office.longest(field) or _MOST)


def _both(clerk: Clerk, key: str) -> Both:
    return clerk.voices.both(lambda speech: speech.say(key))
