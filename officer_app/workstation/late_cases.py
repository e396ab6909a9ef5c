"""Rows of the overdue list: the transit cases of the journal whose goods are still inside after their last day."""

from collections.abc import Mapping
from datetime import date

from officer_app.core.agreements import OverdueEnd
from officer_app.core.ports import Journal
from officer_app.core.transit import Phase, TransitState
from officer_app.usecases.transit_ends import INSIDE

MOST = 100_000


def late_cases(journal: Journal, day: date) -> list[Mapping[str, object]]:
    """The cases that are late on `day`, the longest first: those of this site, not what another one sends here."""
    cases = [
        (state.limit, number, state)
        for number, state in journal.transit_cases((*INSIDE, Phase.OVERDUE), "", MOST)
        if state.limit is not None and state.limit < day
    ]
    cases.sort(key=lambda case: case[:2])
    return [
        _row(line, journal, number, state, limit, day) for line, (limit, number, state) in enumerate(cases, start=1)
    ]


def _row(line: int, journal: Journal, number: str, state: TransitState, limit: date, day: date) -> Mapping[str, object]:
    said = [act.fields for act in journal.time_line("transit", number)]
    tables = [table for fields in said for table in [fields.get("declared")] if isinstance(table, Mapping)]
    items = tables[-1].get("items") if tables else None
    names = (
        [str(item.get("description_th") or "") for item in items or () if isinstance(item, Mapping)]
        if isinstance(items, list)
        else []
    )
    ends = [fields["overdue"] for fields in said if "overdue" in fields]
    row: dict[str, object] = {
        "line": line,
        "decl_no": state.fact("declaration_no") or number,
        "sequence_no": state.fact("sequence_no"),
        "applicant_name": state.fact("applicant") or "-",
        "goods": ", ".join(filter(None, names))[:600] or "-",
        "date_entry": state.fact("entry_date"),
        "date_limit": limit.isoformat(),
        "days_over": (day - limit).days,
        "consequence": "leftover" if ends and ends[-1] == OverdueEnd.LEFTOVER else "state",
    }
    return {name: value for name, value in row.items() if value}
