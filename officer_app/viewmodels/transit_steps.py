"""The steps of a transit case as the window takes them: which comes next on the road, and which stand beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from officer_app.core.acts import ActKind
from officer_app.core.transit import Phase
from officer_app.viewmodels.transit_checking import Checking
from officer_app.viewmodels.transit_considering import Considering
from officer_app.viewmodels.transit_filing import Intake
from officer_app.viewmodels.transit_places import Clerk
from officer_app.viewmodels.transit_signing import Signing
from officer_app.viewmodels.transit_stopping import Stopping
from officer_app.viewmodels.transit_way import Way


@dataclass(frozen=True)
class Step:
    """A step of the table: its name in the catalogue, its act, how it is begun."""

    name: str
    kind: ActKind
    begin: Callable[[Clerk, str], None]


NEXT: dict[Phase, Step] = {
    Phase.RECEIVED: Step("check", ActKind.TRANSIT_CHECK, lambda at, case: Checking(at, case).begin()),
    Phase.DOCUMENTS_COMPLETE: Step(
        "consider", ActKind.TRANSIT_CONSIDER, lambda at, case: Considering(at, case).begin()
    ),
    Phase.CONSIDERED: Step("sign", ActKind.TRANSIT_SIGN, lambda at, case: Signing(at, case).begin()),
    Phase.SIGNED: Step("key", ActKind.TRANSIT_KEY, lambda at, case: Way(at, case).key()),
    Phase.KEYED: Step("hand_over", ActKind.TRANSIT_HAND_OVER, lambda at, case: Way(at, case).hand_over()),
    Phase.HANDED_OVER: Step("depart", ActKind.TRANSIT_DEPART, lambda at, case: Way(at, case).depart()),
    Phase.EN_ROUTE: Step("arrive", ActKind.TRANSIT_ARRIVE, lambda at, case: Way(at, case).arrive()),
    Phase.ARRIVED: Step("exit", ActKind.TRANSIT_EXIT, lambda at, case: Way(at, case).leave()),
    Phase.OVERDUE: Step("end", ActKind.TRANSIT_LEFTOVER, lambda at, case: Way(at, case).end()),
    Phase.REFUSED: Step("receive_again", ActKind.TRANSIT_RECEIVE, lambda at, case: Intake(at).receive(case)),
    **dict.fromkeys(
        (Phase.EXITED, Phase.CONVERTED, Phase.LEFTOVER, Phase.STATE_PROPERTY),
        Step("close", ActKind.TRANSIT_CLOSE, lambda at, case: Way(at, case).close()),
    ),
}
"""What comes next, by where the case stands (domain.md §7.2)."""

BESIDE = (
    Step("arrive_code", ActKind.TRANSIT_ARRIVE, lambda at, case: Way(at, case).arrive()),
    Step("refuse", ActKind.TRANSIT_REFUSE, lambda at, case: Considering(at, case).ask_refusal()),
    Step("data_anew", ActKind.TRANSIT_CONSIDER, lambda at, case: Considering(at, case).anew()),
    Step("open_goods", ActKind.TRANSIT_OPEN_GOODS, lambda at, case: Way(at, case).open_goods()),
    Step("enquire", ActKind.TRANSIT_ENQUIRE, lambda at, case: Way(at, case).enquire()),
    Step("answer", ActKind.TRANSIT_ANSWER, lambda at, case: Way(at, case).answer()),
    Step("overdue", ActKind.TRANSIT_OVERDUE, lambda at, case: Way(at, case).mark_overdue()),
    Step("convert", ActKind.TRANSIT_CONVERT, lambda at, case: Way(at, case).convert()),
    Step("extend", ActKind.TRANSIT_EXTEND, lambda at, case: Way(at, case).extend()),
    Step("hold", ActKind.HOLD, lambda at, case: Stopping(at, case).hold()),
    Step("unhold", ActKind.UNHOLD, lambda at, case: Stopping(at, case).unhold()),
    Step("annul", ActKind.ANNUL, lambda at, case: Stopping(at, case).annul()),
)
"""Steps beside the road, where they are open."""
