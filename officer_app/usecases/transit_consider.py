"""Consideration: what is declared against its papers, where the goods come from and go, which agreement allows it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from officer_app.core.acts import ActKind
from officer_app.core.agreements import Agreement, Crossing, NoAgreement, agreement_for
from officer_app.core.applicants import Proof, proofs_named
from officer_app.core.buddhist import date_be
from officer_app.core.canonical import Value, clean_text, is_blank
from officer_app.core.guarantees import objection
from officer_app.core.numbers import normalise
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import TransitState
from officer_app.core.transit_declared import BadDeclared, Declared, read_declared
from officer_app.core.transit_match import (
    Against,
    Difference,
    Paper,
    container_differences,
    differences,
    filing_differences,
    register_differences,
)
from officer_app.usecases.guarantee_drawing import free_guarantee
from officer_app.usecases.guarantee_register import guarantee_refusal, guarantee_state, not_his
from officer_app.usecases.transit_desk import (
    Done,
    TransitDesk,
    declared_of,
    last_said,
    may,
    out_of_phase,
    reason_of,
    take,
)
from officer_app.usecases.transit_turn import out_of_turn

HOME = "TH"
OPENING_GROUNDS = ("terrorism", "security", "false_origin", "illegal_goods")
"""The four cases in which transit goods may be searched [TRNB p6]."""
MOST_NAMED = 6
"""Fields that one sentence names; the others are counted."""


@dataclass(frozen=True)
class Considered:
    """What the officer compared. `papers` are invoice and bill of lading as keyed; `resolved` maps the key of a
    difference (`key_of`) to why it is none after all; `why_now` as at the check.
    """

    declared: Mapping[str, Value] = field(default_factory=dict)
    papers: Mapping[Against, Paper] = field(default_factory=dict)
    resolved: Mapping[str, str] = field(default_factory=dict)
    why_now: str = ""


@dataclass(frozen=True)
class Differs:
    """Nothing was recorded: these differences have to be resolved with a reason, or the case refused."""

    differences: tuple[Difference, ...]


def key_of(difference: Difference) -> str:
    """What names a difference when it is resolved: `invoice/1/value`; line 0 is the total."""
    return f"{difference.against}/{difference.line}/{difference.field}"


def consider(desk: TransitDesk, officer: SignedIn, number: str, looked: Considered) -> Done | Differs | Refusal:
    """Record that the declared data were considered and agree, or say what stands against it."""
    state = desk.counter.journal.transit_state(number)
    table = looked.declared or declared_of(desk, number)
    refusal = may(officer, ActKind.TRANSIT_CONSIDER) or out_of_phase(state, ActKind.TRANSIT_CONSIDER)
    if refusal := refusal or out_of_turn(desk, number, state, looked.why_now):
        return refusal
    try:
        declared = read_declared(table)
    except BadDeclared as error:
        return Refusal("transit_field_needed", {"field": error.field})
    if refusal := _lawful(desk, state, declared) or unprintable(desk, state.fact("applicant_class"), table):
        return refusal
    if refusal := guarantee_objection(desk, number, declared):
        return refusal
    found = [
        *filing_differences(table, filed_as(state, declared_of(desk, number))),
        *register_differences(table, _registered(desk, number, declared.tax_number)),
        *differences(declared.paper, looked.papers),
        *container_differences(declared.paper, declared.loaded),
    ]
    if missing := [against for against in (Against.INVOICE, Against.BILL) if against not in looked.papers]:
        return Refusal("transit_paper_not_compared", {"paper": str(missing[0]) if len(missing) == 1 else "both_papers"})
    resolved = {key: clean_text(words) for key, words in looked.resolved.items()}
    if left := tuple(each for each in found if is_blank(resolved.get(key_of(each), ""))):
        return Differs(left)
    fields: dict[str, Value] = {
        "agrees": True,
        "declared": table,
        "resolved": [{**asdict(each), "reason": resolved[key_of(each)]} for each in found],
        "exit_office": declared.exit_office,
        "entry_date": declared.entered.isoformat(),
        **crossing_fields(agreement_of(desk, declared, declared.entered)),
    }
    if clean_text(looked.why_now):
        fields["why_now"] = clean_text(looked.why_now)
    return take(desk, officer, number, ActKind.TRANSIT_CONSIDER, fields)


def refuse(
    desk: TransitDesk, officer: SignedIn, number: str, reason: str, found: Sequence[Difference] = ()
) -> Done | Refusal:
    """Refuse the case, with its grounds; it may be filed again."""
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words
    fields: dict[str, Value] = {"reason": words}
    if found:
        fields["differences"] = [asdict(each) for each in found]
    done = take(desk, officer, number, ActKind.TRANSIT_REFUSE, fields)
    # A crash between the drawing and the signature may have left something drawn.
    freed = None if isinstance(done, Refusal) else free_guarantee(desk, officer, number)
    return freed if isinstance(freed, Refusal) else done


def open_goods(desk: TransitDesk, officer: SignedIn, number: str, ground: str, findings: str) -> Done | Refusal:
    """Record that transit goods were opened, on which of the four grounds, and what was found."""
    if ground not in OPENING_GROUNDS:
        return Refusal("transit_no_ground", {"grounds": ", ".join(OPENING_GROUNDS)})
    words = reason_of(desk, findings)
    if isinstance(words, Refusal):
        return words
    return take(desk, officer, number, ActKind.TRANSIT_OPEN_GOODS, {"ground": ground, "findings": words})


def agreement_of(desk: TransitDesk, declared: Declared, day: date) -> Agreement | NoAgreement:
    """The agreement that allows the declared crossing, as the office's table stands for `day`."""
    crossing = Crossing(declared.country, declared.mode, desk.office, declared.exit_office, day)
    return agreement_for(desk.rules.agreements, crossing)


def crossing_fields(found: Agreement | NoAgreement) -> dict[str, Value]:
    """What an act says of the agreement: its name, days, end and legal basis; or why there is none."""
    if isinstance(found, NoAgreement):
        return {"no_agreement": found.why}
    return {
        "agreement": found.name_th,
        "days": found.days,
        "overdue": str(found.overdue),
        "legal_basis": found.legal_basis,
    }


def duty_of(desk: TransitDesk, number: str, declared: Declared) -> int:
    """The duty a guarantee has to carry, in satang: of what was counted and what is declared, the greater."""
    counted = last_said(desk, number, "duty")
    return max(counted if isinstance(counted, int) else 0, declared.duty)


def filed_as(state: TransitState, before: Mapping[str, Value]) -> dict[str, str]:
    """What a case was filed as, under the declaration's keys: class and office of the filing, and the exit office that
    was declared with it, where the declared data are keyed anew.
    """
    return {
        "applicant_class": state.fact("applicant_class"),
        "office_entry_code": state.fact("office"),
        "office_exit_code": str(before.get("office_exit_code") or ""),
    }


def guarantee_objection(desk: TransitDesk, number: str, declared: Declared) -> Refusal | None:
    """Why the guarantee of the case cannot stand behind what is declared today; None where it can, or none is named."""
    name = str(last_said(desk, number, "guarantee") or "")
    if not name:
        return None
    if refusal := not_his(desk, number, name, declared.tax_number):
        return refusal
    duty = duty_of(desk, number, declared)
    wrong = objection(guarantee_state(desk, name), number, duty, desk.today)
    return guarantee_refusal(desk, number, name, wrong, duty) if wrong else None


def _registered(desk: TransitDesk, number: str, tax_number: str) -> dict[str, str]:
    """The applicant's transport licence on which his guarantee hangs, under the declaration's keys; empty where on none
    (brief 004 §12 1.2: a licence that ends ends its bond, so that the two must not say different days).
    """
    state = guarantee_state(desk, str(last_said(desk, number, "guarantee") or ""))
    if normalise(state.holder) != normalise(tax_number):
        return {}
    ends = state.licence_expiry
    return {"dlt_licence_no": state.licence, "dlt_licence_expiry": ends.isoformat() if ends else ""}


def unprintable(desk: TransitDesk, applicant_class: str, table: Mapping[str, Value]) -> Refusal | None:
    """That what is declared lacks something without which a paper of the case cannot be printed, naming it: every
    statement has to be filled in (brief 004 §15.2 (2)). None where all papers come out.
    """
    unfit = desk.tried(applicant_class, table)
    if not unfit:
        return None
    more = f" … (+{len(unfit) - MOST_NAMED})" if len(unfit) > MOST_NAMED else ""
    named = unfit[:MOST_NAMED]
    th, en = ("; ".join(texts) + more for texts in ([each.th for each in named], [each.en for each in named]))
    return Refusal("transit_data_missing", {"fields": ", ".join(each.field for each in unfit), "th": th, "en": en})


def _lawful(desk: TransitDesk, state: TransitState, declared: Declared) -> Refusal | None:
    """Origin and destination foreign, a route where the applicant chooses it, his class one the agreement takes."""
    if HOME in (declared.origin_country, declared.country):
        return Refusal("transit_not_foreign", {"origin": declared.origin_country, "destination": declared.country})
    if declared.entered > desk.today + desk.rules.ahead:
        return Refusal("transit_entry_ahead", {"entry": date_be(declared.entered), "today": date_be(desk.today)})
    code = state.fact("applicant_class")
    if code != "1" and not declared.route:
        return Refusal("transit_route_needed")
    if _licence_ended(desk, code, declared):
        expiry = date_be(declared.licence_ends) if declared.licence_ends else ""
        th, en = proofs_named([Proof.DLT_LICENCE])
        return Refusal("transit_proof_ended", {"th": th, "en": en, "expiry": expiry})
    found = agreement_of(desk, declared, declared.entered)
    classes = desk.rules.override.classes if isinstance(found, NoAgreement) else found.classes
    if code not in classes:
        rule = (found if isinstance(found, Agreement) else desk.rules.override).legal_basis
        name = found.name_th if isinstance(found, Agreement) else rule
        said = {"class": code, "agreement": name, "classes": ", ".join(classes), "rule": rule}
        return Refusal("transit_wrong_class", said)
    return None


def _licence_ended(desk: TransitDesk, code: str, declared: Declared) -> bool:
    """Whether the declared transport licence has ended, of a class that needs one (brief 004 §12 1.2)."""
    wanted = desk.rules.applicant(code)
    needed = wanted is not None and any(Proof.DLT_LICENCE in group for group in wanted.needs)
    return needed and declared.licence_ends is not None and declared.licence_ends < desk.today
