"""One declaration, one case: which cases stand under a declaration number now."""

from officer_app.core.acts import ActKind
from officer_app.core.ports import Journal
from officer_app.core.transit import Phase
from officer_app.usecases.transit_desk import CASE


def cases_standing_under(journal: Journal, declaration: str) -> list[str]:
    """The cases that stand under a declaration, the latest keyed first: what was keyed for it (brief 004 §13), what
    arrived by a code that names it, and what was filed under it as its own number.

    What two officers took back stays in the acts of its case, and frees the number for the right one.
    """
    named = [case for case in journal.cases_under(declaration) if _stands_under(journal, case, declaration)]
    filed = journal.transit_state(declaration).phase is not Phase.NEW
    return [*named, declaration] if filed and declaration not in named else named


def _stands_under(journal: Journal, case: str, declaration: str) -> bool:
    state = journal.transit_state(case)
    if keyed := state.fact("declaration_no"):
        return keyed == declaration
    arrivals = {step.act_id for step in state.path if step.kind == ActKind.TRANSIT_ARRIVE}
    arrived = (act for act in journal.acts_on(CASE, case) if act.act_id in arrivals)
    return any(act.text("code_declaration_no") == declaration for act in arrived)
