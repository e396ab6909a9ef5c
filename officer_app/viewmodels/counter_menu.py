"""What else may be done at the inspection counter with what lies on the card: names of things to do, in their order."""

from collections.abc import Sequence

from officer_app.core.acts import ActKind
from officer_app.core.assess import line_of, out_of_hand
from officer_app.core.export import BEFORE_STAMP, State, allowed_from
from officer_app.core.numbers import Kind
from officer_app.core.permit_state import PermitState
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES, name_key
from officer_app.core.rules import Rules
from officer_app.usecases.annul import standing
from officer_app.usecases.look_up import Answer, Found, Unknown

KEYED = (Kind.PERMIT, Kind.MANUAL_PERMIT, Kind.DECLARATION, Kind.MANUAL_DECLARATION)
"""Numbers whose sheet may be keyed: an air permit may bear its declaration's (domain.md §3.2)."""


def counter_items(answer: Answer | None, officer: SignedIn, rules: Rules) -> list[str]:
    """What is offered beside the keys; the queue always is."""
    if isinstance(answer, Unknown) and answer.reading.kind in KEYED:
        return ["paper", "queue"]
    if not isinstance(answer, Found):
        return ["queue"]
    roles, state = officer.person.roles, answer.state.state
    if out_of_hand(answer.permit, answer.state) is not None:
        back = roles & ACT_ROLES[ActKind.ANNUL] and not isinstance(standing(answer.state), Refusal)
        return ["annul_last", "queue"] if back else ["queue"]
    line = line_of(answer.permit, answer.state, rules)
    several = len(rules.posts) > 1

    def may(kind: ActKind) -> bool:
        return bool(roles & ACT_ROLES[kind]) and state in allowed_from(kind)

    offered = {
        "assign": may(ActKind.INSPECT),
        "present": may(ActKind.PRESENT),
        "post": several and (state in BEFORE_STAMP or may(ActKind.REDIRECT)),
        "to_green": line != "GREEN" and may(ActKind.REROUTE),
        "to_red": line != "RED" and may(ActKind.REROUTE),
        "to_xray": line != "XRAY" and may(ActKind.REROUTE),
        "consent": may(ActKind.CONSENT) and wants_consent(answer.state, officer),
        "annul": state is State.STAMPED and may(ActKind.ANNUL),
    }
    return [*(name for name, wanted in offered.items() if wanted), "queue"]


def wants_consent(state: PermitState, officer: SignedIn) -> bool:
    """Whether the stamp leaves with somebody's consent only, has none yet, and is another officer's (design §6-7)."""
    stamp = state.stamp
    if stamp is None or not (stamp.unverified or stamp.signer_failed) or state.consent == stamp.act_id:
        return False
    return name_key(stamp.officer) != name_key(officer.person.name)


def inspectors_of(people: Sequence[Person]) -> list[Person]:
    """Who may inspect, as far as this workstation knows."""
    return [person for person in people if person.roles & ACT_ROLES[ActKind.INSPECT]]
