"""Intake at the transit desk: a filing is received, its papers are counted, an incomplete one is refused with why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from officer_app.core.acts import ActKind
from officer_app.core.applicants import ApplicantClass, Proof, TooLittle, Unproved, proofs_named, unproved
from officer_app.core.buddhist import buddhist_year, date_be
from officer_app.core.canonical import Value, clean_text, is_blank
from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.core.transit_papers import (
    FAULTS_NAMED,
    Circumstances,
    Fault,
    Lacking,
    When,
    lacking,
)
from officer_app.core.transit_rules import TransitRules
from officer_app.core.words import baht_text
from officer_app.usecases.guarantee_register import guarantee_state, not_his
from officer_app.usecases.transit_declarations import cases_standing_under
from officer_app.usecases.transit_desk import Done, TransitDesk, declared_of, may, out_of_phase, take
from officer_app.usecases.transit_handed import Handed, counted
from officer_app.usecases.transit_turn import MOST, out_of_turn

CASE_KINDS = frozenset({Kind.TRANSIT_CASE, Kind.DECLARATION, Kind.MANUAL_DECLARATION})
DIGITS = 5
"""Of the running number in a case's number."""
TRANSIT_TYPE = "2"
"""Fifth character of a transit declaration's number (M132 p49)."""


@dataclass(frozen=True)
class Filing:
    """What is known when a filing is received. `declared` are form 448/1's fields, as far as they are keyed."""

    applicant: str
    applicant_class: str
    declared: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Incomplete:
    """The application was refused; what it has and lacks is recorded, so that nothing is lost until they are back."""

    done: Done
    lacking: tuple[Lacking, ...]
    unproved: tuple[Unproved | TooLittle, ...]


def receive(desk: TransitDesk, officer: SignedIn, number: str, filing: Filing) -> Done | Refusal:
    """A filing takes its place in the queue. `number`: of its declaration, or empty for one on paper without number."""
    case = case_number(desk, number)
    if isinstance(case, Refusal):
        return case
    applicant = clean_text(filing.applicant)
    if is_blank(applicant):
        return Refusal("transit_field_needed", {"field": "applicant"})
    if desk.rules.applicant(filing.applicant_class) is None:
        return Refusal("transit_no_such_class", {"class": filing.applicant_class})
    fields: dict[str, Value] = {
        "applicant": applicant,
        "applicant_class": filing.applicant_class,
        "office": desk.office,
    }
    if filing.declared:
        fields["declared"] = filing.declared
    done = take(desk, officer, case, ActKind.TRANSIT_RECEIVE, fields)
    if isinstance(done, Refusal) and done.code == "transit_done_already" and not number.strip():
        # The window and the command line took the same number at once.
        return take(desk, officer, _next_case(desk), ActKind.TRANSIT_RECEIVE, fields)
    return done


def check(
    desk: TransitDesk, officer: SignedIn, number: str, handed: Handed, why_now: str = ""
) -> Done | Incomplete | Refusal:
    """Complete papers go on to consideration; incomplete ones are refused (brief 004 §12, note 2).

    `why_now`: why this filing is served before an earlier one.
    """
    state = desk.counter.journal.transit_state(number)
    refusal = may(officer, ActKind.TRANSIT_CHECK) or out_of_phase(state, ActKind.TRANSIT_CHECK)
    if refusal := refusal or out_of_turn(desk, number, state, why_now):
        return refusal
    wanted = desk.rules.applicant(state.fact("applicant_class"))
    if wanted is None:
        return Refusal("transit_no_such_class", {"class": state.fact("applicant_class")})
    missing, no_right = wanting(desk, wanted, handed)
    fields = counted(state, handed)
    if clean_text(why_now):
        fields["why_now"] = clean_text(why_now)
    if not missing and not no_right:
        if wanted.guaranteed and is_blank(handed.guarantee):
            return Refusal("transit_guarantee_needed", {"class": wanted.code})
        told = declared_of(desk, number).get("applicant_tax_id")
        if handed.guarantee and told and (refusal := not_his(desk, number, handed.guarantee, str(told))):
            return refusal
        return take(desk, officer, number, ActKind.TRANSIT_CHECK, fields)
    fields |= {"reason": "incomplete", "lacking": [_told(each) for each in (*missing, *no_right)]}
    done = take(desk, officer, number, ActKind.TRANSIT_REFUSE, fields)
    return done if isinstance(done, Refusal) else Incomplete(done, tuple(missing), tuple(no_right))


def not_considered(rules: TransitRules, outcome: Incomplete) -> Refusal:
    """Why an incomplete application is not considered, and what to bring, each paper and proof by its name."""
    state = outcome.done.state
    wanted = rules.applicant(state.fact("applicant_class"))
    th, en = [], []
    for lack in outcome.lacking:
        wrong = ("", "") if lack.fault is Fault.MISSING else tuple(f" ({each})" for each in FAULTS_NAMED[lack.fault])
        th.append("/".join(paper.th for paper in lack.papers) + wrong[0])
        en.append("/".join(paper.en for paper in lack.papers) + wrong[1])
    for each in outcome.unproved:
        if isinstance(each, TooLittle):
            th.append(f"หลักประกัน {baht_text(each.needed)} บาท (มี {baht_text(each.given)})")
            en.append(f"a guarantee of {baht_text(each.needed)} baht (there are {baht_text(each.given)})")
        else:
            names = proofs_named(each.proofs)
            th.append(f"หลักฐาน {names[0]} ({wanted.th if wanted else ''})")
            en.append(f"proof {names[1]} ({wanted.en if wanted else ''})")
    return Refusal("transit_incomplete", {"count": str(len(th)), "th": "; ".join(th), "en": "; ".join(en)})


def wanting(
    desk: TransitDesk, wanted: ApplicantClass, handed: Handed
) -> tuple[list[Lacking], list[Unproved | TooLittle]]:
    """What is missing among the papers and the proofs of an applicant of class `wanted`; nothing is recorded."""
    missing = lacking(desk.rules.papers, _circumstances(wanted.code, handed), handed.papers)
    covered = guarantee_state(desk, handed.guarantee).satang if handed.guarantee else 0
    return missing, unproved(wanted, handed.proofs, desk.today, guarantee=covered, duty=handed.duty)


def case_number(desk: TransitDesk, number: str) -> str | Refusal:
    """The case that `number` names, normalised; a new one of this workstation where it is empty."""
    if not number.strip():
        return _next_case(desk)
    reading = recognise(number)
    if isinstance(reading, Unreadable):
        return Refusal("unreadable", {"reason": str(reading.reason_code)})
    if reading.kind not in CASE_KINDS:
        return Refusal("transit_not_a_case", {"number": reading.number})
    if reading.kind is not Kind.TRANSIT_CASE and reading.number[4] != TRANSIT_TYPE:
        return Refusal("transit_not_transit", {"number": reading.number})
    standing = cases_standing_under(desk.counter.journal, reading.number)
    if other := next((case for case in standing if case != reading.number), ""):
        return Refusal("transit_declaration_taken", {"number": reading.number, "case": other})
    return reading.number


def _next_case(desk: TransitDesk) -> str:
    """TC, office, workstation, Buddhist year, running number: unique without asking anybody [inferred]."""
    station = re.sub(r"[^A-Z0-9]", "", desk.counter.journal.station.name.upper())
    head = f"TC{desk.office}{station}{buddhist_year(desk.counter.clock()) % 100:02d}"
    ours = [case[len(head) :] for case, _ in desk.counter.journal.transit_cases(list(Phase), head, MOST)]
    numbers = [int(rest) for rest in ours if len(rest) == DIGITS and rest.isdecimal()]
    return f"{head}{max(numbers, default=0) + 1:0{DIGITS}d}"


def _circumstances(code: str, handed: Handed) -> Circumstances:
    """Those the class brings along, and those the officer ticked."""
    by_class = {When.CARRIER} if code == "1" else {When.OTHER_COUNTRY}
    if Proof.BOND in handed.proofs:
        by_class.add(When.BOND)
    return Circumstances(frozenset(by_class) | handed.circumstances)


def _told(each: Lacking | Unproved | TooLittle) -> dict[str, Value]:
    if isinstance(each, Lacking):
        papers: list[Value] = [paper.id for paper in each.papers]
        return {"fault": str(each.fault), "papers": papers, "asked": each.asked, "shown": each.shown}
    if isinstance(each, TooLittle):
        return {"fault": "too_little", "asked": each.needed, "shown": each.given}
    ended = {"expired": date_be(each.expired)} if each.expired else {}
    return {"fault": "unproved", "proofs": [str(proof) for proof in each.proofs], **ended}
