"""What workstations did to a case while they were cut off from each other, and no act on it alone can tell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from officer_app.core.acts import Act, ActKind, format_time
from officer_app.core.cases import DOUBT, Case
from officer_app.core.guarantees import CLASHING, clashes
from officer_app.core.ports import Journal
from officer_app.core.two_persons import SECOND
from officer_app.core.words import baht_text
from officer_app.usecases.counter import Counter
from officer_app.usecases.guarantee_drawing import is_uncovered
from officer_app.usecases.guarantee_register import KIND as GUARANTEE
from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.transit_declarations import cases_standing_under
from officer_app.usecases.transit_desk import CASE, TransitDesk, last_said


@dataclass(frozen=True)
class Doubts:
    """For people to look at. `overdrawn`: the guarantee of this case on which open cases draw more than it holds;
    `keyed_also`: other cases that stand under the declaration number of this one; `uncovered`: its guarantee, where it
    was given back at an exit that does not stand any more.
    """

    overdrawn: str = ""
    keyed_also: tuple[str, ...] = ()
    uncovered: str = ""


def doubts(desk: TransitDesk, number: str) -> Doubts:
    """What is in doubt about a case since workstations heard of each other."""
    journal, name = desk.counter.journal, str(last_said(desk, number, "guarantee") or "")
    guarantee = guarantee_state(desk, name)
    over = guarantee.limited and guarantee.free < 0 and number in guarantee.drawn
    declaration = journal.transit_state(number).fact("declaration_no") or number
    twice = (case for case in cases_standing_under(journal, declaration) if case != number)
    uncovered = name if is_uncovered(desk, number) else ""
    return Doubts(name if over else "", tuple(sorted(twice)), uncovered)


@dataclass(frozen=True)
class Doubted:
    """A case that a site's own acts tell, for two officers to close; and the acts of both sides by their names."""

    case: Case
    sides: tuple[tuple[str, Act], ...]


def doubted(counter: Counter) -> list[Doubted]:
    """What transit desks did while they were cut off from each other, closed ones too: guarantees on which more was
    drawn than there is, declarations that were keyed for several cases, cases that were signed under two numbers. Every
    workstation that has the acts gives the same cases under the same ids.
    """
    journal = counter.journal
    found = [*_guarantees(journal), *_declarations(journal), *_signatures(journal)]
    return [replace(each, case=_closed(journal, each.case)) for each in found]


def _guarantees(journal: Journal) -> Iterator[Doubted]:
    numbers = {act.subject.number for act in journal.acts_of_kind(ActKind.GUARANTEE_REGISTERED)}
    for number in sorted(numbers):
        if not CLASHING & {each.kind for each in journal.guarantee_state(number).irregularities}:
            continue
        for clash in clashes(journal.time_line(GUARANTEE, number)):
            kind = "guarantee_overdrawn" if clash.kind == "guarantee_exhausted" else "guarantee_drawn_closed"
            evidence = {"guarantee": number, "cases": ", ".join(clash.cases)}
            if clash.over:
                evidence["over_baht"] = baht_text(clash.over)
            yield _of_two(kind, number, clash.first, clash.later, evidence)


def _declarations(journal: Journal) -> Iterator[Doubted]:
    for declaration in journal.keyed_twice():
        cases = dict.fromkeys([*journal.cases_under(declaration), declaration])
        named = [each for case in cases for each in _named(journal, case, declaration)]
        named.sort(key=lambda pair: (pair[0].at, pair[0].act_id))
        for (first, gone), (later, gone_too) in combinations(named, 2):
            freed = gone is not None and gone.at <= later.at
            if first.subject.number != later.subject.number and not freed:
                evidence = {"declaration_no": declaration, "cases": f"{first.subject.number}, {later.subject.number}"}
                made = _of_two("declaration_keyed_twice", declaration, first, later, evidence)
                annulled = gone or gone_too
                # Two officers took one of them back, with a reason: that settled it.
                yield made if annulled is None else replace(made, case=_closed_by(made.case, annulled))


def _signatures(journal: Journal) -> Iterator[Doubted]:
    """Two papers of one case may be about, each with a number of its own."""
    for case in journal.signed_twice():
        acts = journal.time_line(CASE, case)
        back = {act.text("annuls") for act in acts if act.kind == ActKind.ANNUL}
        signed = [act for act in acts if act.kind == ActKind.TRANSIT_SIGN and act.act_id not in back]
        for first, later in pairwise(signed):
            numbers = f"{first.text('sequence_no')}, {later.text('sequence_no')}"
            yield _of_two("transit_signed_twice", case, first, later, {"sequence_no": numbers})


def _named(journal: Journal, case: str, declaration: str) -> list[tuple[Act, Act | None]]:
    """The acts that put a case under a declaration and stand or were annulled, each with its annulment; where it was
    never keyed for it, the filing that bears it as the case's own number.
    """
    acts = journal.time_line(CASE, case)
    standing = {step.act_id for step in journal.transit_state(case).path}
    back = {act.text("annuls"): act for act in acts if act.kind == ActKind.ANNUL}
    named = [act for act in acts if act.kind == ActKind.TRANSIT_KEY and act.text("declaration_no") == declaration]
    if case == declaration and not any(act.act_id in standing for act in named):
        filed = [act for act in acts if act.kind == ActKind.TRANSIT_RECEIVE]
        named += [act for act in filed if act.act_id in back]
        named += [act for act in filed if act.act_id in standing][:1]
    return [(act, back.get(act.act_id)) for act in named if act.act_id in standing | set(back)]


def _of_two(kind: str, subject: str, first: Act | None, later: Act, evidence: dict[str, str]) -> Doubted:
    sides = [(name, act) for name, act in (("first", first), ("later", later)) if act is not None]
    told = {**evidence, **{name: act.act_id for name, act in sides}}
    case_id = ":".join((kind, subject, *(act.act_id for _, act in sides)))
    return Doubted(Case(case_id, kind, subject, format_time(later.at), told), tuple(sides))


def _closed(journal: Journal, case: Case) -> Case:
    closings = journal.time_line(DOUBT, case.case_id) if case.is_open else []
    return _closed_by(case, closings[0]) if closings else case


def _closed_by(case: Case, act: Act) -> Case:
    return replace(
        case,
        closed_act=act.act_id,
        closed_by=act.officer,
        closed_second=act.text(SECOND),
        closed_reason=act.text("reason"),
        closed_at=format_time(act.at),
    )
