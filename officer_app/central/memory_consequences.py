"""What an act on a permit does at the simulated centre, once it is kept."""

from officer_app.central.memory_feed import PERMIT
from officer_app.central.memory_rights import Rights
from officer_app.core.acts import Act, ActKind


def draw_consequences(rights: Rights, station: str, act: Act) -> str:
    """Settle, take back or open a case, as `core.draw_consequences` of the real centre; the act that was first where
    this release contradicts it, else empty.
    """
    if act.subject.kind != PERMIT:
        return ""
    if act.kind == ActKind.RELEASE:
        compare_withdrawal(rights, act.subject.number, act.subject.round, act.text("stamp"))
        return rights.settle(station, act)
    if act.kind in (ActKind.ANNUL, ActKind.REDIRECT):
        rights.note_annulment(station, act)
        compare_withdrawal(rights, act.subject.number, act.subject.round, act.text("annuls"))
    if act.kind == ActKind.MATCH and act.fields.get("agrees") is not True:
        _open_difference(rights, station, act)
    return ""


def compare_withdrawal(rights: Rights, permit: str, round_: int, stamp: str) -> None:
    """A stamp that one authority took back and another one released: both stay, and a case is opened."""
    gone = rights.decisions.get((permit, round_, stamp)) if stamp else None
    if gone is None:
        return
    for act in rights.on_permit(permit):
        if act.kind == ActKind.RELEASE and (act.subject.round, act.text("stamp")) == (round_, stamp):
            evidence = {"permit": permit, "round": str(round_), "act": act.act_id, "station": act.station}
            evidence |= {"stamp": stamp, "withdrawal": gone.act_id, "withdrawal_station": gone.station}
            case_id = f"withdrawn_released:{permit}:{round_}:{act.act_id}"
            rights.open_case(case_id, "withdrawn_released", permit, evidence)


def _open_difference(rights: Rights, station: str, act: Act) -> None:
    """The sheet said other things than the record that came; whoever compares them too finds the same case."""
    stamp = act.text("stamp")
    evidence = {"permit": act.subject.number, "round": str(act.subject.round), "act": act.act_id, "station": station}
    evidence |= {"stamp": stamp, "differences": act.text("differences")}
    rights.open_case(f"record_differs:{act.subject.number}:{stamp}", "record_differs", act.subject.number, evidence)
