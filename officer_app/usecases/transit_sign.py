"""Number and signature: an authorised officer certifies a considered case, and its guarantee is drawn."""

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.agreements import NoAgreement
from officer_app.core.applicants import Evidence, Proof, TooLittle, Unproved, proofs_named, unproved
from officer_app.core.buddhist import date_be, iso_day
from officer_app.core.canonical import Value, clean_text, is_blank
from officer_app.core.guarantees import objection as guarantee_wrong
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import TransitState
from officer_app.core.transit_days import is_overdue
from officer_app.core.transit_declared import BadDeclared, read_declared
from officer_app.usecases.guarantee_drawing import settle
from officer_app.usecases.guarantee_register import guarantee_refusal, guarantee_state
from officer_app.usecases.transit_consider import agreement_of, crossing_fields, duty_of, guarantee_objection
from officer_app.usecases.transit_desk import Check, Done, TransitDesk, declared_of, last_said, may, out_of_phase, take
from officer_app.usecases.transit_numbers import Number, free_number

TRIES = 5
"""How often a number is taken anew when another program of this workstation took it at the same moment."""


def sign(desk: TransitDesk, officer: SignedIn, number: str, override: str = "") -> Done | Refusal:
    """Give case `number` its sequence number, its last day and the officer's signature.

    `override`: the authorised signer's reason where no agreement allows the crossing (domain.md §1.2).
    """
    state = desk.counter.journal.transit_state(number)
    if refusal := may(officer, ActKind.TRANSIT_SIGN) or out_of_phase(state, ActKind.TRANSIT_SIGN):
        return refusal
    fields = _terms(desk, number, state, override)
    if isinstance(fields, Refusal):
        return fields
    drawn = _draw(desk, officer, number, duty_of(desk, number, read_declared(declared_of(desk, number))))
    if isinstance(drawn, Refusal):
        return drawn
    given = free_number(desk)
    for _ in range(TRIES):
        done = take(desk, officer, number, ActKind.TRANSIT_SIGN, {**fields, **_written(given)}, _unused(desk, given))
        if not (isinstance(done, Refusal) and done.code == "transit_number_used"):
            return done
        given = free_number(desk)
    return Refusal("transit_number_used", {"number": given.text})


def _terms(desk: TransitDesk, number: str, state: TransitState, override: str) -> dict[str, Value] | Refusal:
    """Entry day, last day and legal basis; everything that may have ended since consideration is looked at again."""
    try:
        declared = read_declared(declared_of(desk, number))
    except BadDeclared as error:
        return Refusal("transit_field_needed", {"field": error.field})
    duty = duty_of(desk, number, declared)
    if refusal := _ended(desk, number, state, duty) or guarantee_objection(desk, number, declared):
        return refusal
    found = agreement_of(desk, declared, declared.entered)
    words = clean_text(override)
    if isinstance(found, NoAgreement) and is_blank(words):
        return Refusal(
            "transit_no_agreement",
            {"country": declared.country, "why": found.why, "rule": desk.rules.override.legal_basis},
        )
    fields = crossing_fields(found)
    days = desk.rules.override.days
    if isinstance(found, NoAgreement):
        terms = desk.rules.override
        fields |= {"override": words, "days": days, "overdue": str(terms.overdue), "legal_basis": terms.legal_basis}
    else:
        days = found.days
    limit = desk.rules.count.last_day(declared.entered, days)
    if is_overdue(limit, desk.today):
        return Refusal("transit_limit_passed", {"limit": date_be(limit), "rule": str(fields["legal_basis"])})
    return {**fields, "entry_date": declared.entered.isoformat(), "limit_date": limit.isoformat()}


def _ended(desk: TransitDesk, number: str, state: TransitState, duty: int) -> Refusal | None:
    """That a proof was in force when it was shown and is not today."""
    wanted = desk.rules.applicant(state.fact("applicant_class"))
    shown = last_said(desk, number, "proofs")
    if wanted is None or not isinstance(shown, dict):
        return None
    proofs = {Proof(name): _evidence(row) for name, row in shown.items() if isinstance(row, dict)}
    name = str(last_said(desk, number, "guarantee") or "")
    covered = guarantee_state(desk, name).satang if name else 0
    for each in unproved(wanted, proofs, desk.today, guarantee=covered, duty=duty):
        if isinstance(each, Unproved) and each.expired is not None:
            th, en = proofs_named(each.proofs)
            return Refusal("transit_proof_ended", {"th": th, "en": en, "expiry": date_be(each.expired)})
        if isinstance(each, TooLittle):
            return guarantee_refusal(desk, number, name, "guarantee_exhausted", each.needed)
    return None


def _evidence(row: dict[str, Value]) -> Evidence:
    return Evidence(str(row.get("reference") or ""), iso_day(row.get("expiry")))


def _draw(desk: TransitDesk, officer: SignedIn, number: str, duty: int) -> Act | Refusal | None:
    """Draw the duty before the signature: a crash between the two leaves a guarantee drawn, never goods uncovered."""
    name = str(last_said(desk, number, "guarantee") or "")
    state = guarantee_state(desk, name) if name else None
    if state is None or not state.limited or state.drawn.get(number) == duty:
        return None
    if refusal := settle(desk, officer, name):
        return refusal
    fields: dict[str, Value] = {"case": number, "satang": duty}
    draft = desk.counter.draft(ActKind.GUARANTEE_DRAWN, Subject("guarantee", name), officer, fields)

    def guard(_: object) -> Refusal | None:
        wrong = guarantee_wrong(guarantee_state(desk, name), number, duty, desk.today)
        return guarantee_refusal(desk, number, name, wrong, duty) if wrong else None

    return desk.counter.journal.record(draft, officer.signer, guard)


def _written(given: Number) -> dict[str, Value]:
    fields: dict[str, Value] = {"sequence_no": given.text, "series": given.series, "number": given.number}
    return {**fields, "contingency": True} if given.contingency else fields


def _unused(desk: TransitDesk, given: Number) -> Check:
    def check(_: TransitState) -> Refusal | None:
        # Asked where no other program can write: what is taken here stays free until this act is committed.
        return None if free_number(desk) == given else Refusal("transit_number_used", {"number": given.text})

    return check
